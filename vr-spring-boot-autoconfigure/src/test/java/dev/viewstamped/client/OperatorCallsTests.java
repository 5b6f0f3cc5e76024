package dev.viewstamped.client;

import java.util.List;
import java.util.UUID;

import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.client.ScriptedNetwork.Sent;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OperatorCalls}.
 */
class OperatorCallsTests {

	private static final List<String> MEMBERS = List.of("a:1", "b:1", "c:1");

	private final ClientFixture client = ClientFixture.registered(3);

	@Test
	void requestGoesToThePrimaryAndItsAnswerCompletesTheCall() {
		this.client.locate(1, identity(), ClientFixture.GROUP, 1, 1);
		Outcome<OperatorReply> outcome = operate(OperatorCommand.RECONFIGURE);
		Sent sent = this.client.network.next();
		assertThat(sent.target()).isEqualTo(1);
		OperatorRequest request = request(sent);
		assertThat(request.command()).isEqualTo(OperatorCommand.RECONFIGURE);
		assertThat(request.expectedEpoch()).isEqualTo(4);
		assertThat(request.members()).isEqualTo(MEMBERS);
		OperatorReply reply = Groups.reply(request, OperatorReply.Outcome.CONFLICT);
		this.client.receive(1, reply);
		assertThat(outcome.reply()).isEqualTo(reply);
		this.client.advance(5000);
		assertThat(isAskedAgain()).isFalse();
	}

	@Test
	void answersFindTheirCalls() {
		Outcome<OperatorReply> first = operate(OperatorCommand.REPORT);
		Outcome<OperatorReply> second = operate(OperatorCommand.REPORT);
		OperatorRequest one = request(this.client.network.next());
		OperatorRequest two = request(this.client.network.next());
		this.client.receive(0, Groups.reply(two, OperatorReply.Outcome.ACCEPTED));
		assertThat(first.isDone()).isFalse();
		assertThat(second.isDone()).isTrue();
		this.client.receive(0, new OperatorReply(UUID.randomUUID(), one.number(), OperatorReply.Outcome.ACCEPTED, "", 0,
				Groups.reply(one, OperatorReply.Outcome.ACCEPTED).change()));
		assertThat(first.isDone()).as("an answer to another client").isFalse();
	}

	@Test
	void replicaThatKnowsNoPrimaryIsNotTheLastWord() {
		Outcome<OperatorReply> outcome = operate(OperatorCommand.HAND_OVER);
		Sent sent = this.client.network.next();
		this.client.receive(sent.target(), Groups.reply(request(sent), OperatorReply.Outcome.NO_PRIMARY));
		assertThat(outcome.isDone()).isFalse();
		Sent again = this.client.awaitSent();
		assertThat(again.target()).isNotEqualTo(sent.target());
		assertThat(again.message()).isEqualTo(sent.message());
		this.client.receive(again.target(), Groups.reply(request(again), OperatorReply.Outcome.ACCEPTED));
		assertThat(outcome.reply().outcome()).isEqualTo(OperatorReply.Outcome.ACCEPTED);
	}

	@Test
	void changeIsAskedForAgainWhenNobodyAnswers() {
		operate(OperatorCommand.RECONFIGURE);
		Sent sent = this.client.network.next();
		Sent again = this.client.awaitSent();
		assertThat(again.message()).isEqualTo(sent.message());
		assertThat(again.target()).isNotEqualTo(sent.target());
	}

	@Test
	void changeIsAskedForOfTheNextPrimaryAtOnce() {
		operate(OperatorCommand.RECONFIGURE);
		this.client.network.next();
		this.client.locate(2, identity(), ClientFixture.GROUP, 2, 2);
		this.client.advance(1);
		assertThat(this.client.network.next().target()).isEqualTo(2);
	}

	@Test
	void handOverIsNotAskedForTwice() {
		Outcome<OperatorReply> outcome = operate(OperatorCommand.HAND_OVER);
		this.client.network.next();
		this.client.locate(2, identity(), ClientFixture.GROUP, 2, 2);
		this.client.advance(4999);
		assertThat(isAskedAgain()).isFalse();
		assertThat(outcome.isDone()).isFalse();
		this.client.advance(1);
		assertThat(outcome.failure(ReplicaUnavailableException.class)).hasMessageContaining("HAND_OVER")
			.hasMessageContaining("It may be under way nevertheless");
	}

	@Test
	void callsOutliveTheSession() {
		Outcome<OperatorReply> outcome = operate(OperatorCommand.RECONFIGURE);
		Sent sent = this.client.network.next();
		this.client.submit("a");
		this.client.evict(this.client.network.next());
		this.client.receive(0, Groups.reply(request(sent), OperatorReply.Outcome.ACCEPTED));
		assertThat(outcome.isDone()).isTrue();
	}

	@Test
	void callThatReachedNobodySaysSo() {
		for (int target = 0; target < 3; target++) {
			this.client.network.connect(target, false);
		}
		Outcome<OperatorReply> outcome = operate(OperatorCommand.RECONFIGURE);
		this.client.advance(5000);
		assertThat(outcome.failure(ReplicaUnavailableException.class)).hasMessageContaining("nothing was done");
	}

	@Test
	void callIsSentOnceAReplicaIsConnected() {
		for (int target = 0; target < 3; target++) {
			this.client.network.connect(target, false);
		}
		operate(OperatorCommand.HAND_OVER);
		this.client.advance(1000);
		this.client.network.connect(2, true);
		assertThat(this.client.awaitSent().target()).isEqualTo(2);
	}

	@Test
	void tooManyCallsAreRejected() {
		for (int i = 0; i < 64; i++) {
			assertThat(operate(OperatorCommand.REPORT).isDone()).isFalse();
		}
		operate(OperatorCommand.REPORT).failure(CommandRejectedException.class);
		assertThat(this.client.session.pending()).isEqualTo(64);
	}

	@Test
	void closeEndsCalls() {
		Outcome<OperatorReply> outcome = operate(OperatorCommand.RECONFIGURE);
		this.client.session.close();
		outcome.failure(ReplicaUnavailableException.class);
		operate(OperatorCommand.RECONFIGURE).failure(ReplicaUnavailableException.class);
	}

	private Outcome<OperatorReply> operate(OperatorCommand command) {
		Outcome<OperatorReply> outcome = new Outcome<>();
		this.client.session.operate(command, 4, (command != OperatorCommand.RECONFIGURE) ? List.of() : MEMBERS,
				ClientFixture.TIMEOUT, outcome);
		return outcome;
	}

	private boolean isAskedAgain() {
		boolean asked = false;
		while (!this.client.network.isQuiet()) {
			asked = this.client.network.next().message() instanceof OperatorRequest || asked;
		}
		return asked;
	}

	private static OperatorRequest request(Sent sent) {
		return (OperatorRequest) sent.message();
	}

	private UUID identity() {
		return this.client.network.everyCommand().get(0).client();
	}

}
