package dev.viewstamped.client;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import dev.viewstamped.CommandOutcomeUnknownException;
import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.client.ScriptedNetwork.Sent;
import dev.viewstamped.message.Refused;
import dev.viewstamped.message.Refused.Reason;
import dev.viewstamped.message.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what refusals say, and do not say, about a command.
 */
class CommandRefusalTests {

	private final ClientFixture client = ClientFixture.registered(3);

	@Test
	void refusedAsBusyThreeTimesIsRejectedQuickly() {
		Outcome<Reply> outcome = this.client.submit("a");
		for (int i = 0; i < 3; i++) {
			assertThat(outcome.isDone()).isFalse();
			this.client.refuse(this.client.awaitSent(), Reason.BUSY);
		}
		CommandRejectedException ex = outcome.failure(CommandRejectedException.class);
		assertThat(ex.isRetryable()).isTrue();
		assertThat(ex).hasMessageContaining("3 transmission(s)")
			.hasMessageContaining("busy")
			.hasMessageContaining("did not happen");
	}

	@Test
	void refusedAsBusyOnceThenExecutedSucceeds() {
		Outcome<Reply> outcome = this.client.submit("a");
		Sent first = this.client.network.next();
		this.client.refuse(first, Reason.BUSY);
		Sent second = this.client.awaitSent();
		assertThat(second.target()).as("busy is no reason to leave the primary").isEqualTo(first.target());
		this.client.executed(second);
		outcome.reply();
	}

	@Test
	void ce6RefusedRetryNeverSaysThatTheUnansweredFirstTransmissionDidNotHappen() {
		Outcome<Reply> outcome = this.client.submit("a");
		Sent lost = this.client.network.next();
		assertThat(lost.target()).isZero();
		int refusals = 0;
		while (!outcome.isDone()) {
			this.client.advance(1);
			while (!this.client.network.isQuiet()) {
				Sent retry = this.client.network.next();
				assertThat(retry.request().attempt()).isGreaterThan(1);
				this.client.refuse(retry, Reason.values()[refusals++ % 4]);
			}
		}
		assertThat(refusals).isGreaterThan(4);
		assertThat(outcome.failure(CommandOutcomeUnknownException.class)).hasMessageContaining("may have happened");
	}

	@Test
	void ce6ReplyToTheFirstTransmissionAfterRefusedRetrySucceeds() {
		Outcome<Reply> outcome = this.client.submit("a");
		Sent first = this.client.network.next();
		Sent retry = this.client.awaitSent();
		assertThat(retry.target()).isNotEqualTo(first.target());
		this.client.refuse(retry, Reason.BUSY);
		this.client.refuse(retry, Reason.BUSY);
		this.client.reply(first, ClientFixture.GROUP, 1, 90, Reply.Outcome.EXECUTED);
		assertThat(outcome.reply().viewstamp().opNumber()).isEqualTo(90);
	}

	@Test
	void repeatedRefusalOfOneTransmissionCountsOnce() {
		Outcome<Reply> outcome = this.client.submit("a");
		this.client.network.next();
		Sent retry = this.client.awaitSent();
		for (int i = 0; i < 5; i++) {
			this.client.refuse(retry, Reason.TOO_LARGE);
		}
		assertThat(outcome.isDone()).isFalse();
	}

	@Test
	void refusalOfTransmissionThatWasNotMadeIsIgnored() {
		Outcome<Reply> outcome = this.client.submit("a");
		Sent sent = this.client.network.next();
		long number = sent.request().requestNumber();
		this.client.receive(0, new Refused(sent.request().client(), number, 2, Reason.TOO_LARGE));
		this.client.receive(0, new Refused(sent.request().client(), number, 0, Reason.TOO_LARGE));
		this.client.receive(0, new Refused(sent.request().client(), number, -1, Reason.TOO_LARGE));
		this.client.receive(0, new Refused(sent.request().client(), number + 64, 1, Reason.TOO_LARGE));
		assertThat(outcome.isDone()).isFalse();
	}

	@Test
	void lateRefusalOfTheFirstTransmissionCompletesTheSet() {
		Outcome<Reply> outcome = this.client.submit("a");
		Sent first = this.client.network.next();
		Sent second = this.client.awaitSent();
		this.client.refuse(second, Reason.UNKNOWN_COMMAND);
		assertThat(outcome.isDone()).isFalse();
		this.client.refuse(first, Reason.UNKNOWN_COMMAND);
		CommandRejectedException ex = outcome.failure(CommandRejectedException.class);
		assertThat(ex.isRetryable()).isFalse();
		assertThat(ex.getReason()).isEqualTo(CommandRejectedException.Reason.UNKNOWN_COMMAND);
		assertThat(ex).hasMessageContaining("no handler");
	}

	@Test
	void refusedAsTooLargeIsRejectedAtOnce() {
		Outcome<Reply> outcome = this.client.submit("a");
		this.client.refuse(this.client.network.next(), Reason.TOO_LARGE);
		CommandRejectedException ex = outcome.failure(CommandRejectedException.class);
		assertThat(ex.isRetryable()).isFalse();
		assertThat(ex.getReason()).isEqualTo(CommandRejectedException.Reason.TOO_LARGE);
	}

	@Test
	void refusedForNoPrimaryIsSentSoonToAnotherReplicaAndUnavailableAtTheDeadline() {
		Outcome<Reply> outcome = this.client.submit("a");
		Sent sent = this.client.network.next();
		int transmissions = 0;
		while (!outcome.isDone()) {
			this.client.refuse(sent, Reason.NO_PRIMARY);
			transmissions++;
			int waited = 0;
			while (this.client.network.isQuiet() && !outcome.isDone()) {
				this.client.advance(1);
				waited++;
			}
			if (!outcome.isDone()) {
				assertThat(waited).isBetween(25, 33);
				Sent next = this.client.network.next();
				assertThat(next.target()).isNotEqualTo(sent.target());
				sent = next;
			}
		}
		assertThat(transmissions).as("more than fit into one mask").isGreaterThan(128);
		assertThat(outcome.failure(ReplicaUnavailableException.class)).hasMessageContaining("5000 ms")
			.hasMessageContaining("no primary")
			.hasMessageContaining("did not happen");
	}

	@Test
	void refusalFarBeyondAnUnansweredTransmissionLeavesTheOutcomeUnknown() {
		PendingRequest request = new PendingRequest(new byte[0], ClientFixture.TIMEOUT, 0, new Outcome<>());
		Backoff backoff = new Backoff(ClientFixture.MILLI, new SplittableRandom(1));
		request.transmitting(0, backoff);
		assertThat(request.refused(1, Reason.NO_PRIMARY)).isTrue();
		assertThat(request.isCertainlyNotLogged()).isTrue();
		request.transmitting(0, backoff);
		for (int attempt = 3; attempt <= 200; attempt++) {
			request.transmitting(0, backoff);
			assertThat(request.refused(attempt, Reason.NO_PRIMARY)).isEqualTo(attempt <= 65);
			assertThat(request.isCertainlyNotLogged()).isFalse();
		}
		assertThat(request.refused(2, Reason.NO_PRIMARY)).isTrue();
		assertThat(request.isCertainlyNotLogged()).isFalse();
		assertThat(request.end("Timed out", 1)).isInstanceOf(CommandOutcomeUnknownException.class);
	}

}
