package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.Refused;

import static org.assertj.core.api.Assertions.assertThat;

class HandOverTests {

	private final ChangingGroup group = ChangingGroup.ofThree();

	@Test
	void roleGoesToABackupWithoutATimeout() {
		this.group.write(5);
		long begun = this.group.nowNanos();
		OperatorReply reply = this.group.command(0, OperatorCommand.HAND_OVER);
		assertThat(reply.outcome()).isEqualTo(Outcome.ACCEPTED);
		this.group
			.runUntil(() -> this.group.report(1).role() == Role.PRIMARY || this.group.report(2).role() == Role.PRIMARY);
		assertThat(this.group.nowNanos() - begun).isLessThan(ChangingGroup.TIMEOUT_NANOS / 10);
		this.group.runUntil(() -> this.group.isNormal(0) && this.group.report(0).role() == Role.BACKUP);
		this.group.write(1);
	}

	@Test
	void roleIsAskedForAtABackup() {
		assertThat(this.group.command(2, OperatorCommand.HAND_OVER).outcome()).isEqualTo(Outcome.ACCEPTED);
		this.group.runUntil(() -> this.group.report(0).role() == Role.BACKUP);
	}

	@Test
	void nothingIsLostAndNothingTakenMeanwhile() {
		List<Long> begun = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			begun.add(this.group.begin(0));
		}
		this.group.replica(0).handOver();
		long refused = this.group.begin(0);
		assertThat(this.group.latest(Refused.class)).isNotNull();
		this.group.runUntil(() -> this.group.report(0).role() == Role.BACKUP);
		this.group.runUntil(() -> this.group.hasCaughtUp(0) && this.group.hasCaughtUp(1) && this.group.hasCaughtUp(2));
		assertThat(this.group.contents(1)).containsEntry("k0", "20").isEqualTo(this.group.contents(0));
		assertThat(this.group.report(1).executedNumber()).isEqualTo(21);
		this.group.send(this.group.primary(), refused);
		this.group.runUntil(() -> this.group.replied(refused));
		for (long number : begun) {
			this.group.send(this.group.primary(), number);
		}
		this.group.run(ChangingGroup.TIMEOUT_NANOS);
		assertThat(this.group.report(1).executedNumber()).isEqualTo(22);
	}

	@Test
	void mostUpToDateBackupGetsTheRole() {
		this.group.letPass((from, to, message) -> to != 1 || from != 0);
		this.group.write(3);
		assertThat(this.group.command(0, OperatorCommand.HAND_OVER).outcome()).isEqualTo(Outcome.ACCEPTED);
		this.group.runUntil(() -> this.group.report(2).role() == Role.PRIMARY);
		assertThat(this.group.report(2).view()).isEqualTo(2);
	}

	@Test
	void primaryGoesOnIfNoBackupCatchesUp() {
		this.group.letPass((from, to, message) -> !(message instanceof PrepareOk));
		this.group.begin(0);
		OperatorReply reply = this.group.command(0, OperatorCommand.HAND_OVER);
		assertThat(reply.outcome()).isEqualTo(Outcome.CONFLICT);
		assertThat(reply.message())
			.isEqualTo("No backup has caught up with member 0 within the view-change timeout, or it is no longer the "
					+ "primary. Ask again if the role is still to be handed over.");
		this.group.heal();
		this.group.write(1);
		assertThat(this.group.primary()).isZero();
	}

	@Test
	void primaryWithoutABackupSaysSo() {
		ChangingGroup alone = new ChangingGroup(1, Checkpointing.never()).formed();
		OperatorReply reply = alone.command(0, OperatorCommand.HAND_OVER);
		assertThat(reply.outcome()).isEqualTo(Outcome.INVALID);
		assertThat(reply.message()).isEqualTo("No backup is in contact with the primary, member 0: nobody can take its "
				+ "role. See that another member runs and is reached.");
		alone.replica(0).handOver();
		alone.write(1);
	}

	@Test
	void standbyNeverGetsTheRole() {
		this.group.warmStandbys(3);
		this.group.crash(1);
		this.group.crash(2);
		this.group.run(ChangingGroup.TIMEOUT_NANOS * 12 / 10);
		this.group.replica(0).handOver();
		this.group.run(ChangingGroup.TIMEOUT_NANOS);
		assertThat(this.group.report(0).view()).isZero();
	}

}
