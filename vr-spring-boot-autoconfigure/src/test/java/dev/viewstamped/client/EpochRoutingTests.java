package dev.viewstamped.client;

import java.util.List;
import java.util.UUID;

import dev.viewstamped.client.ScriptedNetwork.Sent;
import dev.viewstamped.message.GroupFound;
import dev.viewstamped.message.PrimaryLocation;
import dev.viewstamped.message.Reply;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Routing} in a group whose members change.
 */
class EpochRoutingTests {

	private final ClientFixture client = ClientFixture.registered(3);

	@Test
	void groupIsNotAskedForInTheEpochOfTheAddressesGiven() {
		this.client.advance(5000);
		assertThat(this.client.network.groupLocated()).isEmpty();
		assertThat(this.client.network.followed()).isEmpty();
	}

	@Test
	void whoeverTellsOfALaterEpochIsAskedAtOnceWhereTheGroupIs() {
		locate(2, 1, 0, 3);
		this.client.advance(1);
		assertThat(this.client.network.groupLocated()).containsExactly(2);
	}

	@Test
	void laterEpochCountsThoughNoPrimaryIsKnownInIt() {
		locate(1, 1, 0, -1);
		this.client.advance(1);
		assertThat(this.client.network.groupLocated()).containsExactly(1);
		assertThat(this.client.session.primary()).isZero();
	}

	@Test
	void answerOfALaterEpochIsEnoughToAsk() {
		Outcome<Reply> outcome = this.client.submit("a");
		Sent sent = this.client.network.next();
		this.client.receive(1, Groups.reply(sent.request(), 1, 0));
		assertThat(outcome.isDone()).isTrue();
		this.client.advance(1);
		assertThat(this.client.network.groupLocated()).containsExactly(1);
	}

	@Test
	void replicasAreAskedInTurnUntilOneKnowsTheLaterEpoch() {
		locate(2, 2, 0, 3);
		this.client.advance(1);
		found(2, 1, 0, 0, 1, 2);
		assertThat(this.client.network.followed()).containsExactly(List.of(0, 1, 2));
		this.client.advance(3000);
		assertThat(this.client.network.groupLocated()).containsExactly(2, 0, 1, 2);
		found(2, 2, 0, 3, 4, 5);
		this.client.advance(5000);
		assertThat(this.client.network.groupLocated()).hasSize(4);
		assertThat(this.client.network.followed()).last().isEqualTo(List.of(3, 4, 5));
	}

	@Test
	void membersOfTheLaterEpochAreSentTo() {
		this.client.submit("a");
		this.client.network.next();
		locate(2, 1, 0, -1);
		found(2, 1, 1, 2, 3, 4);
		assertThat(this.client.session.primary()).isEqualTo(3);
		Sent again = this.client.awaitSent();
		assertThat(this.client.network.memberId(again.target())).isEqualTo(3);
		assertThat(again.request().attempt()).isEqualTo(2);
	}

	@Test
	void olderEpochIsNotFollowed() {
		found(1, 2, 0, 1, 2, 3);
		found(2, 1, 9, 0, 1, 2);
		assertThat(this.client.network.followed()).containsExactly(List.of(1, 2, 3));
		assertThat(this.client.session.primary()).isEqualTo(1);
	}

	@Test
	void laterViewOfTheEpochStaysKnown() {
		locate(1, 1, 4, 2);
		found(1, 1, 3, 2, 3, 4);
		assertThat(this.client.session.primary()).isEqualTo(2);
	}

	@Test
	void anotherGroupIsNotFollowed() {
		this.client.receive(1, new GroupFound(identity(), Groups.location(ClientFixture.OTHER_GROUP, 3, 0, 7)));
		assertThat(this.client.network.followed()).isEmpty();
	}

	@Test
	void membersOfAGroupThatWasReplacedAreLeft() {
		found(1, 2, 0, 1, 2, 3);
		this.client.receive(0, new PrimaryLocation(ClientFixture.OTHER_GROUP, identity(), 0, 0, 0));
		assertThat(this.client.network.followed()).containsExactly(List.of(1, 2, 3), List.of());
	}

	private void locate(int target, long epoch, long view, int primary) {
		this.client.receive(target, new PrimaryLocation(ClientFixture.GROUP, identity(), epoch, view, primary));
	}

	private void found(int target, long epoch, long view, int... memberIds) {
		this.client.receive(target,
				new GroupFound(identity(), Groups.location(ClientFixture.GROUP, epoch, view, memberIds)));
	}

	private UUID identity() {
		return this.client.network.everyCommand().get(0).client();
	}

}
