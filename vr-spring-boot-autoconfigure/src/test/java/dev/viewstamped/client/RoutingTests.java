package dev.viewstamped.client;

import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.CommandOutcomeUnknownException;
import dev.viewstamped.client.ScriptedNetwork.Sent;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Routing}.
 */
class RoutingTests {

	private final ClientFixture client = ClientFixture.registered(3);

	@Test
	void whoeverHasAnsweredInALaterViewIsAskedAtOnceWhereThePrimaryIs() {
		this.client.submit("a");
		Sent sent = this.client.network.next();
		this.client.advance(500);
		this.client.network.located().clear();
		this.client.network.forget();
		this.client.reply(new Sent(2, sent.message()), ClientFixture.GROUP, 4, 20, Reply.Outcome.EXECUTED);
		assertThat(this.client.session.primary()).isEqualTo(-1);
		this.client.submit("b");
		assertThat(this.client.network.next().target()).isEqualTo(2);
		this.client.advance(1);
		assertThat(this.client.network.located()).containsExactly(2);
		this.client.locate(2, identity(), ClientFixture.GROUP, 4, 1);
		assertThat(this.client.session.primary()).isEqualTo(1);
		this.client.submit("c");
		assertThat(this.client.network.next().target()).isEqualTo(1);
	}

	@Test
	void olderViewIsNotBelieved() {
		this.client.locate(0, identity(), ClientFixture.GROUP, 5, 2);
		this.client.locate(1, identity(), ClientFixture.GROUP, 3, 0);
		assertThat(this.client.session.primary()).isEqualTo(2);
	}

	@Test
	void locationOfNobodyOrOfNoGroupIsIgnored() {
		this.client.locate(0, identity(), ClientFixture.GROUP, 5, 2);
		this.client.locate(1, identity(), ClientFixture.GROUP, 6, -1);
		this.client.locate(1, identity(), Header.NO_GROUP, 7, 1);
		this.client.locate(1, identity(), ClientFixture.OTHER_GROUP, 7, -1);
		assertThat(this.client.session.primary()).isEqualTo(2);
		assertThat(this.client.session.groupId()).isEqualTo(ClientFixture.GROUP);
	}

	@Test
	void locationOfAnotherGroupEndsTheSession() {
		Outcome<Reply> outcome = this.client.submit("a");
		UUID identity = this.client.network.next().request().client();
		this.client.locate(1, identity, ClientFixture.OTHER_GROUP, 0, 1);
		outcome.failure(CommandOutcomeUnknownException.class);
		assertThat(this.client.session.groupId()).isEqualTo(ClientFixture.OTHER_GROUP);
		assertThat(this.client.session.primary()).as("an older view, but of the new group").isEqualTo(1);
	}

	@Test
	void primaryIsUnknownWhenNothingConfirmsIt() {
		assertThat(this.client.session.primary()).isZero();
		this.client.advance(3000);
		assertThat(this.client.session.primary()).isZero();
		this.client.advance(2);
		assertThat(this.client.session.primary()).isEqualTo(-1);
		this.client.locate(1, identity(), ClientFixture.GROUP, 0, 0);
		assertThat(this.client.session.primary()).isZero();
	}

	@Test
	void replicasAreAskedInTurnWhereThePrimaryIs() {
		this.client.network.located().clear();
		this.client.advance(4000);
		assertThat(this.client.network.located()).hasSize(4).containsSubsequence(0, 1, 2);
		this.client.network.connect(1, false);
		this.client.network.located().clear();
		this.client.advance(3000);
		assertThat(this.client.network.located()).hasSize(3).doesNotContain(1);
	}

	@Test
	void singleTargetIsNotAskedWhereThePrimaryIs() {
		ClientFixture local = ClientFixture.registered(1);
		local.advance(3000);
		assertThat(local.network.located()).isEmpty();
		assertThat(local.session.primary()).isEqualTo(-1);
	}

	@Test
	void silentPrimaryIsAvoidedUntilItIsHeard() {
		this.client.submit("a");
		assertThat(this.client.network.next().target()).isZero();
		Sent retry = this.client.awaitSent();
		assertThat(retry.target()).isEqualTo(1);
		this.client.submit("b");
		Sent other = this.client.network.next();
		assertThat(other.target()).isEqualTo(1);
		this.client.executed(other);
		this.client.submit("c");
		Sent third = this.client.network.next();
		assertThat(third.target()).as("a reply that came through another replica").isEqualTo(1);
		this.client.executed(new Sent(0, third.message()));
		this.client.submit("d");
		assertThat(this.client.network.next().target()).isZero();
	}

	@Test
	void oneLostRequestDoesNotDiscreditAPrimaryThatAnswersOthers() {
		this.client.submit("lost");
		this.client.network.next();
		this.client.advance(50);
		this.client.submit("a");
		this.client.executed(this.client.network.next());
		assertThat(this.client.awaitSent().request().attempt()).isEqualTo(2);
		this.client.submit("b");
		assertThat(this.client.network.next().target()).isZero();
	}

	@Test
	void newViewIsFollowedAtOnce() {
		this.client.submit("a");
		this.client.network.next();
		this.client.locate(1, identity(), ClientFixture.GROUP, 2, 2);
		assertThat(this.client.awaitSent().target()).isEqualTo(2);
	}

	@Test
	void disconnectedPrimaryIsReachedThroughAnother() {
		this.client.network.connect(0, false);
		this.client.submit("a");
		assertThat(this.client.network.next().target()).isNotZero();
	}

	@Test
	void primaryWhoseLinkIsFullIsReachedThroughAnother() {
		this.client.network.accept(0, false);
		this.client.submit("a");
		Sent sent = this.client.network.next();
		assertThat(sent.target()).isNotZero();
		assertThat(sent.request().attempt()).isEqualTo(1);
	}

	@Test
	void memberThatIsNoTargetIsReachedThroughAnother() {
		this.client.locate(1, identity(), ClientFixture.GROUP, 9, 5);
		assertThat(this.client.session.primary()).isEqualTo(5);
		this.client.submit("a");
		assertThat(this.client.network.next().target()).isBetween(0, 2);
	}

	private UUID identity() {
		return this.client.network.everyCommand().get(0).client();
	}

}
