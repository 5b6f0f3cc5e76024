package dev.viewstamped.client;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.client.ScriptedNetwork.Sent;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Refused.Reason;
import dev.viewstamped.message.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Queries}.
 */
class QueriesTests {

	@Test
	void queryNeedsNoSession() {
		ClientFixture client = new ClientFixture(1);
		Outcome<QueryReply> outcome = new Outcome<>();
		client.session.query(new byte[] { 9 }, Consistency.CAUSAL, 33, ClientFixture.TIMEOUT, outcome);
		Sent sent = client.network.next();
		QueryRequest query = sent.query();
		assertThat(query.consistency()).isEqualTo(Consistency.CAUSAL);
		assertThat(query.afterOpNumber()).isEqualTo(33);
		assertThat(query.payload()).isEqualTo(new byte[] { 9 });
		assertThat(client.session.pending()).isEqualTo(1);
		client.answer(sent, ClientFixture.GROUP);
		client.answer(sent, ClientFixture.GROUP);
		assertThat(outcome.reply().opNumber()).isEqualTo(5);
		assertThat(client.session.pending()).isZero();
	}

	@Test
	void queryWhenNotAnsweredIsSentElsewhereUntilTheDeadline() {
		ClientFixture client = new ClientFixture(3);
		Outcome<QueryReply> outcome = client.query(Consistency.LINEARIZABLE);
		Sent sent = client.network.next();
		Sent again = client.awaitSent();
		assertThat(again.target()).isNotEqualTo(sent.target());
		assertThat(again.query().queryNumber()).isEqualTo(sent.query().queryNumber());
		client.advance(5000);
		assertThat(outcome.failure(ReplicaUnavailableException.class)).hasMessageContaining("5000 ms")
			.hasMessageContaining("LINEARIZABLE");
	}

	@Test
	void queryWhenRefusedForNowIsSentAgain() {
		ClientFixture client = new ClientFixture(3);
		Outcome<QueryReply> outcome = client.query(Consistency.LINEARIZABLE);
		client.refuseQuery(client.network.next(), Reason.NO_PRIMARY);
		client.refuseQuery(client.awaitSent(), Reason.BUSY);
		client.answer(client.awaitSent(), ClientFixture.GROUP);
		outcome.reply();
	}

	@Test
	void queryWhenRefusedForGoodIsRejected() {
		ClientFixture client = new ClientFixture(1);
		Outcome<QueryReply> outcome = client.query(Consistency.LINEARIZABLE);
		client.refuseQuery(client.network.next(), Reason.UNKNOWN_COMMAND);
		CommandRejectedException unknown = outcome.failure(CommandRejectedException.class);
		assertThat(unknown.getReason()).isEqualTo(CommandRejectedException.Reason.UNKNOWN_COMMAND);
		assertThat(unknown).hasMessageContaining("no handler");
		outcome = client.query(Consistency.LINEARIZABLE);
		client.refuseQuery(client.network.next(), Reason.TOO_LARGE);
		CommandRejectedException tooLarge = outcome.failure(CommandRejectedException.class);
		assertThat(tooLarge.isRetryable()).isFalse();
		assertThat(tooLarge.getReason()).isEqualTo(CommandRejectedException.Reason.TOO_LARGE);
		assertThat(tooLarge).hasMessageContaining("result").hasMessageContaining("Ask for less at once");
	}

	@Test
	void queryBeyondTheBoundIsRejected() {
		ClientFixture client = new ClientFixture(1);
		for (int i = 0; i < 8; i++) {
			client.query(Consistency.STALE);
		}
		assertThat(client.query(Consistency.STALE).failure(CommandRejectedException.class).isRetryable()).isTrue();
	}

	@Test
	void staleQueryStaysWithOneReplicaWhileItAnswers() {
		ClientFixture client = ClientFixture.registered(3);
		client.query(Consistency.STALE);
		int preferred = client.network.next().target();
		client.query(Consistency.STALE);
		assertThat(client.network.next().target()).isEqualTo(preferred);
		client.network.connect(preferred, false);
		client.query(Consistency.STALE);
		Sent sent = client.network.next();
		assertThat(sent.target()).isNotEqualTo(preferred);
		client.network.connect(preferred, true);
		client.query(Consistency.STALE);
		assertThat(client.network.next().target()).isEqualTo(sent.target());
	}

	@Test
	void queryWhenNothingIsConnectedIsSentOnceSomethingIs() {
		ClientFixture client = new ClientFixture(2);
		client.network.connect(0, false);
		client.network.connect(1, false);
		Outcome<QueryReply> outcome = client.query(Consistency.STALE);
		client.advance(100);
		assertThat(client.network.isQuiet()).isTrue();
		client.network.connect(1, true);
		client.answer(client.awaitSent(), ClientFixture.GROUP);
		outcome.reply();
	}

	@Test
	void answerOfAnotherGroupToConfirmedReadEndsTheSessionAndAsksAgain() {
		ClientFixture client = ClientFixture.registered(1);
		Outcome<Reply> command = client.submit("a");
		client.network.next();
		Outcome<QueryReply> outcome = client.query(Consistency.LINEARIZABLE);
		Sent sent = client.network.next();
		client.answer(sent, ClientFixture.OTHER_GROUP);
		assertThat(command.isDone()).isTrue();
		assertThat(outcome.isDone()).isFalse();
		Sent again = client.awaitSent();
		assertThat(again.query().client()).isNotEqualTo(sent.query().client());
		client.answer(sent, ClientFixture.OTHER_GROUP);
		assertThat(outcome.isDone()).as("an answer to the old identity").isFalse();
		client.answer(again, ClientFixture.OTHER_GROUP);
		assertThat(outcome.reply().groupId()).isEqualTo(ClientFixture.OTHER_GROUP);
	}

	@Test
	void answerOfAnotherGroupToStaleReadIsAskedElsewhere() {
		ClientFixture client = ClientFixture.registered(3);
		Outcome<QueryReply> outcome = client.query(Consistency.STALE);
		Sent sent = client.network.next();
		client.answer(sent, ClientFixture.OTHER_GROUP);
		assertThat(client.session.groupId()).isEqualTo(ClientFixture.GROUP);
		Sent again = client.awaitSent();
		assertThat(again.target()).isNotEqualTo(sent.target());
		client.answer(again, ClientFixture.GROUP);
		outcome.reply();
	}

	@Test
	void answerToAnEarlierQueryIsNotTakenForALaterOne() {
		ClientFixture client = new ClientFixture(1);
		Outcome<QueryReply> first = client.query(Consistency.LINEARIZABLE);
		Sent earlier = client.network.next();
		Sent repeated = client.awaitSent();
		client.answer(earlier, ClientFixture.GROUP);
		first.reply();
		Outcome<QueryReply> second = client.query(Consistency.LINEARIZABLE);
		client.answer(repeated, ClientFixture.GROUP);
		assertThat(second.isDone()).isFalse();
		client.answer(client.network.next(), ClientFixture.GROUP);
		second.reply();
	}

	@Test
	void queryIsAskedAgainAtOnceWhenTheSessionEnds() {
		ClientFixture client = ClientFixture.registered(1);
		client.submit("a");
		Sent command = client.network.next();
		client.query(Consistency.LINEARIZABLE);
		Sent query = client.network.next();
		client.evict(command);
		client.advance(1);
		Sent again = client.network.next();
		assertThat(again.query().queryNumber()).isEqualTo(query.query().queryNumber());
		assertThat(again.query().client()).isNotEqualTo(query.query().client());
	}

	@Test
	void manyQueriesWithOneThatIsNeverAnsweredKeepTheirOwnAnswers() {
		ClientFixture client = new ClientFixture(1, new ClientOptions(1, 500, 100, 10_000 * ClientFixture.MILLI,
				300 * ClientFixture.MILLI, 1000 * ClientFixture.MILLI));
		Outcome<QueryReply> stuck = client.query(Consistency.STALE);
		client.network.next();
		for (int round = 0; round < 5; round++) {
			List<Outcome<QueryReply>> outcomes = new ArrayList<>();
			for (int i = 0; i < 400; i++) {
				outcomes.add(client.query(Consistency.STALE));
			}
			for (Outcome<QueryReply> outcome : outcomes) {
				Sent sent = client.network.next();
				client.answer(sent, ClientFixture.GROUP);
				assertThat(outcome.reply().queryNumber()).isEqualTo(sent.query().queryNumber());
			}
		}
		assertThat(stuck.isDone()).isFalse();
		assertThat(client.session.pending()).isEqualTo(1);
	}

}
