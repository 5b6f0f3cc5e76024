package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.GroupChange.Phase;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.message.PrepareOk;

import static dev.viewstamped.replica.ChangingGroup.addresses;
import static org.assertj.core.api.Assertions.assertThat;

class RefusedReconfigurationTests {

	private static final List<String> FIVE = addresses(0, 1, 2, 3, 4);

	private final ChangingGroup group = ChangingGroup.ofThree();

	@Test
	void requestForAnotherEpochIsAConflict() {
		OperatorReply reply = this.group.change(0, 1, addresses(0, 1));
		assertThat(reply.outcome()).isEqualTo(Outcome.CONFLICT);
		assertThat(reply.message()).isEqualTo("The group is in epoch 0, and the request expects epoch 1. The members "
				+ "are h0:1,h1:1,h2:1: if they are still to be changed, ask again with that epoch.");
	}

	@Test
	void groupThatCannotBeIsInvalid() {
		assertInvalid(addresses(0, 1), "A group needs at least 3 members to survive a failure, and 2 are named: "
				+ "h0:1,h1:1. Name all members of the new group, those that stay among them.");
		assertInvalid(addresses(0, 1, 2, 2), "The address h2:1 is named more than once: name each member once.");
		assertInvalid(List.of("h0:1", "h1:1", "h2"),
				"'h2' is not the address of a member: write host:port, as in 'localhost:8080'.");
		assertInvalid(addresses(2, 1, 0),
				"The members of epoch 0 are h2:1,h1:1,h0:1 already: there is nothing to change.");
		List<String> many = new ArrayList<>();
		for (int i = 0; i < 32; i++) {
			many.add("h" + i + ":1");
		}
		assertInvalid(many, "A group has at most 31 members, and 32 are named.");
	}

	@Test
	void addressOfNobodyIsInvalidWithTheCure() {
		assertInvalid(addresses(0, 1, 9), "No process of the group is known at h9:1; there are no standbys. "
				+ "Start a process there with vr.join=h0:1,h1:1,h2:1 and ask again once it is a standby.");
		this.group.warmStandbys(3);
		assertInvalid(addresses(0, 1, 9), "No process of the group is known at h9:1; the standbys are at h3:1. "
				+ "Start a process there with vr.join=h0:1,h1:1,h2:1 and ask again once it is a standby.");
	}

	@Test
	void standbyThatIsNotHeardIsInvalidAfterAWhile() {
		this.group.warmStandbys(3);
		this.group.crash(3);
		this.group.run(2 * ChangingGroup.TIMEOUT_NANOS);
		long begun = this.group.nowNanos();
		long number = this.group.beginChange(0, 0, addresses(0, 1, 2, 3));
		assertThat(this.group.report(0).change().phase()).isEqualTo(Phase.WARMING);
		assertThat(this.group.report(0).change().waitingFor())
			.isEqualTo("the standby at h3:1, of which nothing is heard");
		OperatorReply reply = this.group.await(number);
		assertThat(reply.outcome()).isEqualTo(Outcome.INVALID);
		assertThat(reply.message()).isEqualTo("Nothing is heard of the standby at h3:1. See that the process runs and "
				+ "that its links to the members are open, and ask again.");
		assertThat(this.group.nowNanos() - begun).isGreaterThan(2 * ChangingGroup.TIMEOUT_NANOS);
		assertThat(this.group.report(0).change().phase()).isEqualTo(Phase.NONE);
	}

	@Test
	void groupWithoutAQuorumInContactIsInvalid() {
		this.group.warmStandbys(3, 4);
		this.group.complete(0, FIVE);
		this.group.crash(3);
		this.group.crash(4);
		this.group.run(2 * ChangingGroup.TIMEOUT_NANOS);
		OperatorReply reply = this.group.change(0, 1, addresses(0, 3, 4));
		assertThat(reply.outcome()).isEqualTo(Outcome.INVALID);
		assertThat(reply.message())
			.isEqualTo("Only 1 of the 3 members of the new group are in contact, and 2 are needed: nothing is heard of "
					+ "h3:1,h4:1. See that these run and are reached, or name others.");
	}

	@Test
	void memberToBeThatDoesNotCatchUpIsInvalid() {
		this.group.warmStandbys(3);
		this.group.letPass((from, to, message) -> from != 3 || !(message instanceof PrepareOk));
		this.group.write(ChangingGroup.MAX_IN_FLIGHT + 10);
		long begun = this.group.nowNanos();
		OperatorReply reply = this.group.change(0, 0, addresses(0, 1, 2, 3));
		assertThat(reply.outcome()).isEqualTo(Outcome.INVALID);
		assertThat(reply.message()).startsWith("Standbys are behind and do not catch up: h3:1 (")
			.endsWith(
					" ops). Wait until they say that they are up to date, or find out what slows them, and ask again.");
		assertThat(this.group.nowNanos() - begun).isGreaterThan(10 * ChangingGroup.TIMEOUT_NANOS);
		this.group.write(1);
	}

	@Test
	void otherChangeIsAConflictWhileOneIsWarmingAndTheSameIsNot() {
		this.group.warmStandbys(3, 4);
		this.group.letPass((from, to, message) -> from != 3 || !(message instanceof PrepareOk));
		this.group.write(ChangingGroup.MAX_IN_FLIGHT + 10);
		long number = this.group.beginChange(0, 0, addresses(0, 1, 2, 3));
		OperatorReply other = this.group.change(1, 0, FIVE);
		assertThat(other.outcome()).isEqualTo(Outcome.CONFLICT);
		assertThat(other.message()).isEqualTo("A change to the members h0:1,h1:1,h2:1,h3:1 is under way: new members "
				+ "fetch the state. Wait until it is complete or has failed.");
		long again = this.group.beginChange(0, 0, addresses(3, 2, 1, 0));
		this.group.heal();
		assertThat(this.group.await(number).outcome()).isEqualTo(Outcome.ACCEPTED);
		assertThat(this.group.await(again).opNumber()).isEqualTo(this.group.await(number).opNumber());
	}

	@Test
	void replicaWithoutAPrimarySaysSo() {
		this.group.crash(1);
		this.group.crash(2);
		this.group.run(3 * ChangingGroup.TIMEOUT_NANOS);
		assertThat(this.group.change(0, 0, FIVE).outcome()).isEqualTo(Outcome.NO_PRIMARY);
	}

	private void assertInvalid(Collection<String> members, String message) {
		OperatorReply reply = this.group.change(0, 0, members);
		assertThat(reply.outcome()).isEqualTo(Outcome.INVALID);
		assertThat(reply.message()).isEqualTo(message);
		assertThat(reply.opNumber()).isZero();
	}

}
