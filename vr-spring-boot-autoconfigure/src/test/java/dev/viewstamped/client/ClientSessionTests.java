package dev.viewstamped.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.CommandFailedException;
import dev.viewstamped.CommandOutcomeUnknownException;
import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.VrException;
import dev.viewstamped.client.ScriptedNetwork.Sent;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.Refused;
import dev.viewstamped.message.Refused.Reason;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ClientSession}: sessions and the life of a command.
 */
class ClientSessionTests {

	@Test
	void submitWhenNotRegisteredRegistersFirst() {
		ClientFixture client = new ClientFixture(1);
		Outcome<Reply> outcome = client.submit("a");
		Request register = client.network.next().request();
		assertThat(register.operation()).isEqualTo(Operation.REGISTER);
		assertThat(register.groupId()).isEqualTo(Header.NO_GROUP);
		assertThat(register.session()).isZero();
		assertThat(register.requestNumber()).isZero();
		assertThat(register.attempt()).isEqualTo(1);
		assertThat(client.network.isQuiet()).isTrue();
		client.accept(new Sent(0, register), 42);
		Sent sent = client.network.next();
		assertThat(sent.request().operation()).isEqualTo(Operation.COMMAND);
		assertThat(sent.request().groupId()).isEqualTo(ClientFixture.GROUP);
		assertThat(sent.request().session()).isEqualTo(42);
		assertThat(sent.request().requestNumber()).isEqualTo(1);
		assertThat(sent.request().acknowledged()).isZero();
		assertThat(sent.request().payload()).isEqualTo(new byte[] { 'a' });
		client.executed(sent);
		assertThat(outcome.reply().viewstamp().opNumber()).isEqualTo(101);
		assertThat(client.session.pending()).isZero();
		assertThat(client.session.groupId()).isEqualTo(ClientFixture.GROUP);
	}

	@Test
	void sessionIsTheOpNumberInAnyView() {
		ClientFixture client = new ClientFixture(1);
		client.submit("a");
		Sent register = client.network.next();
		client.reply(register, ClientFixture.GROUP, 3, 42, Reply.Outcome.EXECUTED);
		assertThat(client.network.next().request().session()).isEqualTo(42);
	}

	@Test
	void replyToSomethingElseDoesNotRegister() {
		ClientFixture client = new ClientFixture(1);
		client.submit("a");
		Request register = client.network.next().request();
		client.receive(0, new Reply(ClientFixture.GROUP, register.client(), 0, 0, 1, new Viewstamp(0, 0, 42),
				Reply.Outcome.EXECUTED, new byte[0]));
		assertThat(client.network.isQuiet()).isTrue();
	}

	@Test
	void registerWhenNotAnsweredIsSentAgainUnderTheSameIdentity() {
		ClientFixture client = new ClientFixture(3);
		client.submit("a");
		Sent first = client.network.next();
		Sent second = client.awaitSent();
		assertThat(second.request().client()).isEqualTo(first.request().client());
		assertThat(second.request().attempt()).isEqualTo(2);
		assertThat(second.target()).isNotEqualTo(first.target());
	}

	@Test
	void registerWhenTooManySessionsTriesAgainUnderAnotherIdentityAndRejectsAtTheDeadline() {
		ClientFixture client = new ClientFixture(1);
		Outcome<Reply> outcome = client.submit("a");
		Set<UUID> identities = new HashSet<>();
		int tries = 0;
		while (!outcome.isDone()) {
			client.advance(1);
			if (!client.network.isQuiet()) {
				Sent sent = client.network.next();
				identities.add(sent.request().client());
				tries++;
				client.reply(sent, ClientFixture.GROUP, 0, 9, Reply.Outcome.TOO_MANY_SESSIONS);
			}
		}
		assertThat(identities).hasSize(tries).hasSizeBetween(5, 20);
		CommandRejectedException ex = outcome.failure(CommandRejectedException.class);
		assertThat(ex.isRetryable()).isTrue();
		assertThat(ex).hasMessageContaining("5000 ms")
			.hasMessageContaining("no room")
			.hasMessageContaining("did not happen");
	}

	@Test
	void submitWhenSessionDoesNotOpenInTimeIsUnavailable() {
		ClientFixture client = new ClientFixture(1);
		Outcome<Reply> outcome = client.submit("a");
		client.advance(4999);
		assertThat(outcome.isDone()).isFalse();
		client.advance(1);
		assertThat(outcome.failure(ReplicaUnavailableException.class)).hasMessageContaining("5000 ms")
			.hasMessageContaining("session")
			.hasMessageContaining("did not happen");
	}

	@Test
	void submitWhenNothingIsConnectedIsUnavailable() {
		ClientFixture client = ClientFixture.registered(1);
		client.network.connect(0, false);
		Outcome<Reply> outcome = client.submit("a", 50 * ClientFixture.MILLI);
		client.advance(50);
		assertThat(outcome.failure(ReplicaUnavailableException.class)).hasMessageContaining("none was connected");
		client.network.connect(0, true);
		client.submit("b");
		assertThat(client.network.next().request().requestNumber()).as("never sent, thus not used").isEqualTo(2);
	}

	@Test
	void submitWhenNetworkDoesNotTakeItWaitsAndIsNoTransmission() {
		ClientFixture client = ClientFixture.registered(1);
		client.network.accept(0, false);
		Outcome<Reply> outcome = client.submit("a");
		client.advance(10);
		client.network.accept(0, true);
		client.advance(1);
		Sent sent = client.network.next();
		assertThat(sent.request().attempt()).isEqualTo(1);
		client.executed(sent);
		outcome.reply();
	}

	@Test
	void timeoutWithoutReplyIsUnknownAndFinishesTheNumber() {
		ClientFixture client = ClientFixture.registered(1);
		Outcome<Reply> outcome = client.submit("a", 500 * ClientFixture.MILLI);
		Sent sent = client.network.next();
		client.advance(500);
		assertThat(outcome.failure(CommandOutcomeUnknownException.class)).hasMessageContaining("500 ms")
			.hasMessageContaining("may have happened");
		client.network.forget();
		client.submit("b");
		Request next = client.network.next().request();
		assertThat(next.requestNumber()).isEqualTo(3);
		assertThat(next.acknowledged()).isEqualTo(2);
		client.executed(sent);
		assertThat(client.session.pending()).as("the late reply is dropped").isEqualTo(1);
	}

	@Test
	void finishedRequestIsNeverSentAgain() {
		ClientFixture client = ClientFixture.registered(3);
		for (int i = 0; i < 8; i++) {
			client.submit("c" + i, 300 * ClientFixture.MILLI);
		}
		client.advance(2000);
		long acknowledged = 0;
		for (Request request : client.network.everyCommand()) {
			assertThat(request.acknowledged()).isGreaterThanOrEqualTo(acknowledged);
			acknowledged = request.acknowledged();
			assertThat(request.requestNumber()).isGreaterThan(acknowledged).isLessThanOrEqualTo(acknowledged + 4);
		}
	}

	@Test
	void retryGrowsAndCountsAttempts() {
		ClientFixture client = ClientFixture.registered(1);
		client.submit("a", 20_000 * ClientFixture.MILLI);
		Sent sent = client.network.next();
		long[] least = { 100, 200, 400, 800, 800 };
		for (int i = 0; i < least.length; i++) {
			long waited = 0;
			while (client.network.isQuiet()) {
				client.advance(1);
				waited++;
			}
			assertThat(waited).isBetween(least[i], least[i] + least[i] / 4 + 1);
			Sent again = client.network.next();
			assertThat(again.request().attempt()).isEqualTo(i + 2);
			assertThat(again.request().requestNumber()).isEqualTo(sent.request().requestNumber());
		}
	}

	@Test
	void replyOutcomesEndTheCommand() {
		ClientFixture client = ClientFixture.registered(1);
		Outcome<Reply> large = client.submit("a");
		client.reply(client.network.next(), ClientFixture.GROUP, 0, 50, Reply.Outcome.RESULT_TOO_LARGE);
		CommandFailedException ex = large.failure(CommandFailedException.class);
		assertThat(ex.getCode()).isEqualTo("result-too-large");
		assertThat(ex).hasMessageContaining("op-number 50");
		Outcome<Reply> notExecuted = client.submit("b");
		client.reply(client.network.next(), ClientFixture.GROUP, 0, 51, Reply.Outcome.TOO_MANY_SESSIONS);
		notExecuted.failure(CommandRejectedException.class);
		Outcome<Reply> twice = client.submit("c");
		client.network.next();
		client.reply(client.awaitSent(), ClientFixture.GROUP, 0, 52, Reply.Outcome.TOO_MANY_SESSIONS);
		twice.failure(CommandOutcomeUnknownException.class);
	}

	@Test
	void evictedMakesSentCommandsUnknownAndSendsTheOthersInANewSession() {
		ClientFixture client = ClientFixture.registered(1);
		List<Outcome<Reply>> sent = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			sent.add(client.submit("c" + i));
		}
		Outcome<Reply> queued = client.submit("queued");
		Sent refused = client.network.next();
		Sent other = client.network.next();
		client.refuse(refused, Reason.NO_PRIMARY);
		client.network.forget();
		client.evict(other);
		assertThat(sent.get(0).isDone()).as("all of its transmissions were refused").isFalse();
		for (int i = 1; i < 4; i++) {
			assertThat(sent.get(i).failure(CommandOutcomeUnknownException.class)).hasMessageContaining("evicted");
		}
		Sent register = client.network.next();
		assertThat(register.request().client()).isNotEqualTo(other.request().client());
		client.executed(other);
		client.refuse(other, Reason.BUSY);
		client.accept(register, 77);
		Sent first = client.network.next();
		Sent second = client.network.next();
		assertThat(first.request().session()).isEqualTo(77);
		assertThat(first.request().requestNumber()).isEqualTo(1);
		assertThat(first.request().attempt()).isEqualTo(1);
		assertThat(first.request().acknowledged()).isZero();
		assertThat(first.request().payload()).isEqualTo(refused.request().payload());
		assertThat(second.request().requestNumber()).isEqualTo(2);
		client.executed(first);
		client.executed(second);
		sent.get(0).reply();
		queued.reply();
	}

	@Test
	void evictedFromAnotherSessionIsIgnored() {
		ClientFixture client = ClientFixture.registered(1);
		Outcome<Reply> outcome = client.submit("a");
		Request request = client.network.next().request();
		client.evict(new Sent(0,
				new Request(request.groupId(), request.client(), 3, 0, 0, 1, Operation.COMMAND, new byte[0])));
		assertThat(outcome.isDone()).isFalse();
	}

	@Test
	void replyFromAnotherGroupEndsTheSession() {
		ClientFixture client = ClientFixture.registered(1);
		Outcome<Reply> outcome = client.submit("a");
		client.reply(client.network.next(), ClientFixture.OTHER_GROUP, 0, 5, Reply.Outcome.EXECUTED);
		assertThat(outcome.failure(CommandOutcomeUnknownException.class)).hasMessageContaining("group was replaced");
		assertThat(client.session.groupId()).isEqualTo(ClientFixture.OTHER_GROUP);
		client.submit("b");
		assertThat(client.network.next().request().operation()).isEqualTo(Operation.REGISTER);
	}

	@Test
	void secondAnswerToRegisterIsIgnored() {
		ClientFixture client = new ClientFixture(1);
		client.submit("a");
		Sent register = client.network.next();
		client.accept(register, 10);
		client.reply(register, ClientFixture.OTHER_GROUP, 0, 3, Reply.Outcome.EXECUTED);
		client.accept(register, 12);
		assertThat(client.session.groupId()).isEqualTo(ClientFixture.GROUP);
		Sent sent = client.network.next();
		assertThat(sent.request().session()).isEqualTo(10);
	}

	@Test
	void closeTellsSentFromUnsent() {
		ClientFixture client = ClientFixture.registered(1);
		List<Outcome<Reply>> outcomes = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			outcomes.add(client.submit("c" + i));
		}
		Outcome<QueryReply> query = client.query(Consistency.LINEARIZABLE);
		client.session.close();
		for (int i = 0; i < 4; i++) {
			outcomes.get(i).failure(CommandOutcomeUnknownException.class);
		}
		outcomes.get(4).failure(ReplicaUnavailableException.class);
		query.failure(ReplicaUnavailableException.class);
		assertThat(client.session.pending()).isZero();
		client.submit("late").failure(ReplicaUnavailableException.class);
		client.query(Consistency.STALE).failure(ReplicaUnavailableException.class);
	}

	@Test
	void idleClientAcknowledgesOnce() {
		ClientFixture client = ClientFixture.registered(1);
		client.advance(298);
		assertThat(client.network.isQuiet()).isTrue();
		client.advance(2);
		Request acknowledge = client.network.next().request();
		assertThat(acknowledge.operation()).isEqualTo(Operation.ACKNOWLEDGE);
		assertThat(acknowledge.requestNumber()).isZero();
		assertThat(acknowledge.acknowledged()).isEqualTo(1);
		assertThat(acknowledge.session()).isEqualTo(10);
		client.advance(5000);
		assertThat(client.network.isQuiet()).isTrue();
	}

	@Test
	void idleAcknowledgementWhenRefusedIsTriedThreeTimes() {
		ClientFixture client = ClientFixture.registered(1);
		for (int i = 1; i <= 3; i++) {
			Sent sent = client.awaitSent();
			assertThat(sent.request().operation()).isEqualTo(Operation.ACKNOWLEDGE);
			client.receive(0, new Refused(sent.request().client(), 0, i, Reason.BUSY));
		}
		client.advance(5000);
		assertThat(client.network.isQuiet()).isTrue();
	}

	@Test
	void networkThatAnswersWithinSendIsNoProblem() {
		ClientFixture client = new ClientFixture(1);
		client.network.respond((target, message) -> {
			Request request = (Request) message;
			client.receive(target, new Reply(ClientFixture.GROUP, request.client(), 0, 0, request.requestNumber(),
					new Viewstamp(0, 0, 1 + request.requestNumber()), Reply.Outcome.EXECUTED, new byte[0]));
		});
		List<Reply> replies = new ArrayList<>();
		Completion<Reply> again = new Completion<>() {

			@Override
			public void succeeded(Reply reply) {
				replies.add(reply);
				if (replies.size() < 20_000) {
					client.session.submit(new byte[0], ClientFixture.TIMEOUT, this);
				}
			}

			@Override
			public void failed(VrException ex) {
				throw ex;
			}

		};
		client.session.submit(new byte[0], ClientFixture.TIMEOUT, again);
		client.advance(1);
		assertThat(replies).hasSize(20_000);
		assertThat(client.session.pending()).isZero();
	}

	@Test
	void optionsWhenNotPositiveNameTheValue() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientOptions(0, 1, 1, 1, 1, 1))
			.withMessage("'window' is 0; set it to at least 1");
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientOptions(1, 1, 1, 0, 1, 1))
			.withMessage("'retryNanos' is 0; set it to at least 1");
	}

}
