package dev.viewstamped.client;

import org.junit.jupiter.api.Test;

import dev.viewstamped.client.ScriptedNetwork.Sent;
import dev.viewstamped.message.Refused.Reason;
import dev.viewstamped.message.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Routing} with targets that are not all the members in their order.
 */
class TargetsTests {

	@Test
	void primaryIsFoundInAListInAnotherOrder() {
		ClientFixture client = client(2, 0, 1);
		locate(client, 0, 3, 2);
		assertThat(submit(client).target()).isZero();
		locate(client, 0, 4, 1);
		assertThat(submit(client).target()).isEqualTo(2);
		locate(client, 2, 6, 0);
		assertThat(submit(client).target()).isEqualTo(1);
	}

	@Test
	void primaryIsFoundInAListOfSomeMembers() {
		ClientFixture client = client(1, 2);
		locate(client, 1, 4, 1);
		assertThat(client.session.primary()).isEqualTo(1);
		assertThat(submit(client).target()).isZero();
		locate(client, 0, 5, 2);
		assertThat(submit(client).target()).isEqualTo(1);
	}

	@Test
	void primaryThatIsAtNoTargetIsReachedThroughAnyMember() {
		ClientFixture client = client(1, 2);
		locate(client, 1, 3, 0);
		Outcome<Reply> outcome = client.submit("a");
		Sent sent = client.network.next();
		assertThat(sent.target()).isBetween(0, 1);
		client.reply(sent, ClientFixture.GROUP, 3, 50, Reply.Outcome.EXECUTED);
		assertThat(outcome.isDone()).isTrue();
		assertThat(client.session.primary()).isZero();
		assertThat(submit(client).target()).as("the member that has forwarded").isEqualTo(sent.target());
	}

	@Test
	void memberThatCannotForwardIsLeftForAnother() {
		ClientFixture client = client(1, 2);
		locate(client, 1, 3, 0);
		Sent sent = submit(client);
		client.refuse(sent, Reason.NO_PRIMARY);
		Sent second = client.awaitSent();
		assertThat(second.target()).isEqualTo(1 - sent.target());
		Sent third = client.awaitSent();
		assertThat(third.target()).as("the second did not answer").isEqualTo(sent.target());
	}

	@Test
	void twoTargetsMayBeTheSameMember() {
		ClientFixture client = client(1, 1, 0);
		locate(client, 2, 4, 1);
		assertThat(submit(client).target()).isZero();
		client.network.connect(0, false);
		assertThat(submit(client).target()).isEqualTo(1);
		client.network.connect(1, false);
		assertThat(submit(client).target()).isEqualTo(2);
	}

	@Test
	void silentPrimaryAtTwoTargetsIsLeftForAnotherMember() {
		ClientFixture client = client(1, 1, 0);
		locate(client, 2, 4, 1);
		client.submit("a");
		assertThat(client.network.next().target()).isZero();
		assertThat(client.awaitSent().target()).isEqualTo(1);
		assertThat(client.awaitSent().target()).isEqualTo(2);
	}

	@Test
	void singleTargetInAnotherProcessIsAskedWhereThePrimaryIs() {
		ClientFixture client = client(2);
		client.advance(3000);
		assertThat(client.network.located()).hasSize(3).containsOnly(0);
		locate(client, 0, 4, 1);
		assertThat(client.session.primary()).isEqualTo(1);
		assertThat(submit(client).target()).isZero();
	}

	@Test
	void targetThatBecomesAnotherMemberIsTakenForThat() {
		ClientFixture client = client(0, 1);
		locate(client, 0, 4, 1);
		assertThat(submit(client).target()).isEqualTo(1);
		client.network.members(1, 0);
		assertThat(submit(client).target()).isZero();
	}

	private static ClientFixture client(int... members) {
		ClientFixture client = new ClientFixture(members.length);
		client.network.members(members);
		client.register();
		return client;
	}

	private static Sent submit(ClientFixture client) {
		client.submit("a");
		Sent sent = client.network.next();
		client.network.forget();
		return sent;
	}

	private static void locate(ClientFixture client, int target, long view, int primary) {
		client.locate(target, client.network.everyCommand().get(0).client(), ClientFixture.GROUP, view, primary);
	}

}
