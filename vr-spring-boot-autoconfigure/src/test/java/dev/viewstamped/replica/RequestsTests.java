package dev.viewstamped.replica;

import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Evicted;
import dev.viewstamped.message.Forward;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Refused;
import dev.viewstamped.message.Refused.Reason;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;

import static dev.viewstamped.replica.Entries.command;
import static dev.viewstamped.replica.Entries.register;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Requests}. Client A has session 1.
 */
class RequestsTests {

	private static final UUID A = new UUID(0, 1);

	private static final UUID B = new UUID(0, 2);

	private final LoneReplica replica = new LoneReplica(0);

	RequestsTests() {
		this.replica.executeAll(register(1, A));
		this.replica.replies.clear();
	}

	@Test
	void requestGetsAPlaceAndNoAnswerYet() {
		this.replica.request(A, 1, 1, 0, "x");
		assertThat(this.replica.state.log.opNumber()).isEqualTo(2);
		assertThat(this.replica.state.log.get(2)).usingRecursiveComparison().isEqualTo(command(2, A, 1, 1, 0, "x"));
		assertThat(this.replica.replies).isEmpty();
	}

	@Test
	void whatARequestAcknowledgesIsInItsEntry() {
		this.replica.request(A, 1, 4, 3, "x");
		assertThat(this.replica.state.log.get(2).acknowledged()).isEqualTo(3);
	}

	@Test
	void requestThatIsInTheLogGetsNoOtherPlaceAndNoRefusal() {
		this.replica.request(A, 1, 1, 0, "x");
		this.replica.request(A, 1, 1, 0, "x");
		assertThat(this.replica.state.log.opNumber()).isEqualTo(2);
		assertThat(this.replica.replies).isEmpty();
	}

	@Test
	void requestThatIsExecutedGetsItsReplyAgain() {
		this.replica.request(A, 1, 1, 0, "x");
		this.replica.executeAll();
		this.replica.replies.clear();
		this.replica.request(A, 1, 1, 0, "x");
		Reply reply = this.replica.onlyReply(Reply.class);
		assertThat(reply.viewstamp().opNumber()).isEqualTo(2);
		assertThat(Entries.text(reply.result())).isEqualTo("1x");
		assertThat(this.replica.state.log.opNumber()).isEqualTo(2);
	}

	@Test
	void requestThatIsFinishedIsIgnored() {
		this.replica.executeAll(command(2, A, 1, 2, 1, "x"));
		this.replica.replies.clear();
		this.replica.request(A, 1, 1, 0, "x");
		assertThat(this.replica.replies).isEmpty();
		assertThat(this.replica.state.log.opNumber()).isEqualTo(2);
	}

	@Test
	void requestBeyondTheWindowIsRefused() {
		this.replica.request(A, 1, Entries.WINDOW, 0, "x");
		assertThat(this.replica.replies).isEmpty();
		this.replica.request(A, 1, Entries.WINDOW + 1, 0, "y");
		assertRefused(Entries.WINDOW + 1, Reason.BUSY);
		this.replica.replies.clear();
		this.replica.request(A, 1, Entries.WINDOW + 1, 1, "y");
		assertThat(this.replica.replies).isEmpty();
		assertThat(this.replica.state.log.opNumber()).isEqualTo(3);
	}

	@Test
	void commandThatIsTooLargeIsRefused() {
		this.replica.request(A, 1, 1, 0, "x".repeat(Entries.MAX_COMMAND_BYTES + 1));
		assertRefused(1, Reason.TOO_LARGE);
		this.replica.request(A, 1, 1, 0, "x".repeat(Entries.MAX_COMMAND_BYTES));
		assertThat(this.replica.state.log.opNumber()).isEqualTo(2);
	}

	@Test
	void commandThatTheServiceDoesNotKnowIsRefused() {
		this.replica.request(A, 1, 1, 0, "nonsense");
		assertRefused(1, Reason.UNKNOWN_COMMAND);
		assertThat(this.replica.state.log.opNumber()).isEqualTo(1);
	}

	@Test
	void busyPrimaryStillAnswersWhatItHas() {
		this.replica.executeAll(command(2, A, 1, 1, 0, "x"));
		for (int op = 3; op < 3 + Entries.MAX_IN_FLIGHT; op++) {
			this.replica.append(command(op, A, 1, op - 1, op - 2, "x"));
		}
		this.replica.becameNormal();
		this.replica.replies.clear();
		this.replica.request(A, 1, Entries.MAX_IN_FLIGHT + 1, 0, "x");
		assertThat(this.replica.replies).isEmpty();
		this.replica.request(A, 1, 1, 0, "x");
		assertThat(this.replica.onlyReply(Reply.class).requestNumber()).isEqualTo(1);
		this.replica.replies.clear();
		this.replica.request(A, 1, 9, 8, "x");
		assertRefused(9, Reason.BUSY);
		assertThat(this.replica.state.log.opNumber()).isEqualTo(2 + Entries.MAX_IN_FLIGHT);
	}

	@Test
	void requestThatTakesTheLastPlaceIsNotRefused() {
		for (int n = 1; n <= Entries.MAX_IN_FLIGHT; n++) {
			this.replica.request(A, 1, n, n - 1, "x");
		}
		assertThat(this.replica.state.log.opNumber()).isEqualTo(1 + Entries.MAX_IN_FLIGHT);
		assertThat(this.replica.replies).isEmpty();
	}

	@Test
	void registerIsTakenOnceAndAnsweredAgain() {
		Request request = new Request(Header.NO_GROUP, B, 0, 0, 0, 1, Operation.REGISTER, new byte[0]);
		this.replica.request(request);
		this.replica.request(request);
		assertThat(this.replica.replies).isEmpty();
		assertThat(this.replica.state.log.opNumber()).isEqualTo(2);
		assertThat(SessionTerms.decode(this.replica.state.log.get(2).payload()))
			.isEqualTo(new SessionTerms(Entries.MAX_SESSIONS, Entries.MAX_COMMAND_BYTES));
		this.replica.executeAll();
		this.replica.replies.clear();
		this.replica.request(request);
		assertThat(this.replica.onlyReply(Reply.class).viewstamp().opNumber()).isEqualTo(2);
		assertThat(this.replica.state.log.opNumber()).isEqualTo(2);
	}

	@Test
	void clientOfAnotherGroupIsEvicted() {
		this.replica.request(new Request(new UUID(8, 8), A, 1, 1, 0, 1, Operation.COMMAND, Entries.bytes("x")));
		assertThat(this.replica.onlyReply(Evicted.class)).isEqualTo(new Evicted(LoneReplica.GROUP, A, 1));
		assertThat(this.replica.state.log.opNumber()).isEqualTo(1);
	}

	@Test
	void sessionThatIsGoneIsEvictedAndOneThatMayComeIsNot() {
		this.replica.executeAll(register(2, A));
		this.replica.replies.clear();
		this.replica.request(B, 2, 1, 0, "x");
		assertThat(this.replica.onlyReply(Evicted.class).session()).isEqualTo(2);
		this.replica.replies.clear();
		this.replica.request(B, 3, 1, 0, "x");
		assertRefused(1, Reason.NO_PRIMARY);
		assertThat(this.replica.state.log.opNumber()).isEqualTo(2);
	}

	@Test
	void primaryThatIsSilentTakesNothing() {
		this.replica.normalCase.fallSilent();
		this.replica.request(A, 1, 1, 0, "x");
		assertRefused(1, Reason.NO_PRIMARY);
		assertThat(this.replica.state.log.opNumber()).isEqualTo(1);
	}

	@Test
	void timeInTheLogGrowsWhenTheClockGoesBack() {
		this.replica.wallClockNanos = 100;
		this.replica.request(A, 1, 1, 0, "x");
		this.replica.request(A, 1, 2, 0, "y");
		this.replica.wallClockNanos = 50;
		this.replica.request(A, 1, 3, 0, "z");
		assertThat(this.replica.state.log.get(2).timestampNanos()).isEqualTo(100);
		assertThat(this.replica.state.log.get(3).timestampNanos()).isEqualTo(101);
		assertThat(this.replica.state.log.get(4).timestampNanos()).isEqualTo(102);
	}

	@Test
	void backupHandsOnWhatComesFromAClientOnly() {
		LoneReplica backup = new LoneReplica(1);
		backup.request(A, 1, 1, 0, "x");
		assertThat(backup.sent).singleElement().isInstanceOf(Forward.class);
		assertThat(backup.replies).isEmpty();
		backup.sent.clear();
		backup.requests.on(Routes.ofMember(2),
				new Request(LoneReplica.GROUP, A, 1, 1, 0, 3, Operation.COMMAND, Entries.bytes("x")));
		assertThat(backup.sent).singleElement()
			.isInstanceOfSatisfying(Forward.class,
					(forward) -> assertThat(forward.message()).isEqualTo(new Refused(A, 1, 3, Reason.NO_PRIMARY)));
		assertThat(backup.state.log.opNumber()).isZero();
	}

	private void assertRefused(long requestNumber, Reason reason) {
		assertThat(this.replica.replies).singleElement().isInstanceOfSatisfying(Refused.class, (refused) -> {
			assertThat(refused.requestNumber()).isEqualTo(requestNumber);
			assertThat(refused.attempt()).isEqualTo(3);
			assertThat(refused.reason()).isEqualTo(reason);
		});
	}

}
