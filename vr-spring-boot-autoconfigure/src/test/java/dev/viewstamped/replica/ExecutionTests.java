package dev.viewstamped.replica;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Evicted;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Reply.Outcome;

import static dev.viewstamped.replica.Entries.command;
import static dev.viewstamped.replica.Entries.register;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Execution}: logs that a primary with our rules does not make, or makes
 * seldom. What is executed must not depend on who made the log.
 */
class ExecutionTests {

	private static final UUID A = new UUID(0, 1);

	private static final UUID B = new UUID(0, 2);

	private static final UUID C = new UUID(0, 3);

	private final LoneReplica replica = new LoneReplica(0);

	@Test
	void requestThatIsInTheLogTwiceIsExecutedOnceAndAnsweredTwice() {
		this.replica.executeAll(register(1, A), command(2, A, 1, 1, 0, "x"), command(3, A, 1, 2, 0, "y"),
				command(4, A, 1, 1, 0, "x"));
		assertThat(this.replica.executed).containsExactly("x", "y");
		assertReply(1, 1, 2, Outcome.EXECUTED, "1x");
		assertReply(2, 2, 3, Outcome.EXECUTED, "2y");
		assertReply(3, 1, 2, Outcome.EXECUTED, "1x");
		assertThat(session(A, 1).find(1)).isNotNull()
			.satisfies((stored) -> assertThat(stored.viewstamp().opNumber()).isEqualTo(2));
		assertThat(session(A, 1).lastOpNumber()).isEqualTo(4);
	}

	@Test
	void commandsThatTakeLongLeaveTimeForTheLoop() {
		this.replica.nanosPerCommand = 15_000_000;
		this.replica.append(register(1, A), command(2, A, 1, 1, 0, "x"), command(3, A, 1, 2, 0, "y"),
				command(4, A, 1, 3, 0, "z"));
		this.replica.state.commit(4);
		assertThat(this.replica.execution.execute(100)).isTrue();
		assertThat(this.replica.executed).containsExactly("x", "y");
		assertThat(this.replica.execution.execute(100)).isFalse();
		assertThat(this.replica.executed).containsExactly("x", "y", "z");
	}

	@Test
	void requestThatIsFinishedIsNeitherExecutedNorAnswered() {
		this.replica.executeAll(register(1, A), command(2, A, 1, 1, 0, "x"), command(3, A, 1, 2, 1, "y"),
				command(4, A, 1, 1, 0, "x"), command(5, A, 1, 3, 3, "z"));
		assertThat(this.replica.executed).containsExactly("x", "y");
		assertThat(this.replica.replies).hasSize(3);
		assertThat(session(A, 1).find(1)).isNull();
	}

	/**
	 * The primary that took it allowed more.
	 */
	@Test
	void requestBeyondTheReplicasOwnWindowIsExecuted() {
		this.replica.executeAll(register(1, A), command(2, A, 1, Entries.WINDOW + 1, 0, "z"),
				command(3, A, 1, Entries.WINDOW, 0, "y"));
		assertThat(this.replica.executed).containsExactly("z", "y");
		this.replica.executeAll(command(4, A, 1, Entries.WINDOW + 1, 1, "z"));
		assertThat(this.replica.executed).containsExactly("z", "y");
	}

	/**
	 * A client that is broken, or means harm, hurts nobody but itself.
	 */
	@Test
	void largestNumbersThereAreDoNoHarm() {
		long most = Long.MAX_VALUE;
		this.replica.executeAll(register(1, A), command(2, A, 1, 1, 0, "x"), Entries.acknowledge(3, A, 1, most - 1),
				command(4, A, 1, most, most - Entries.WINDOW, "y"), command(5, A, 1, most, most, "y"),
				command(6, A, 1, most, most, "y"));
		assertThat(this.replica.executed).containsExactly("x", "y");
		assertThat(session(A, 1).replyBytes()).isZero();
		assertThat(session(A, 1).isBeyondWindow(Entries.WINDOW, most, 0)).isFalse();
	}

	@Test
	void whatAnEntryAcknowledgesCountsForItself() {
		this.replica.executeAll(register(1, A), command(2, A, 1, Entries.WINDOW + 2, 2, "x"));
		assertThat(this.replica.executed).containsExactly("x");
		assertThat(session(A, 1).isFinished(2)).isTrue();
	}

	@Test
	void secondRegisterOfAClientIsToldOfItsSession() {
		this.replica.executeAll(register(1, A), command(2, A, 1, 1, 0, "x"), register(3, A),
				command(4, A, 1, 1, 0, "x"), command(5, A, 1, 2, 0, "y"));
		assertReply(0, 0, 1, Outcome.EXECUTED, "");
		assertReply(2, 0, 1, Outcome.EXECUTED, "");
		assertThat(this.replica.executed).containsExactly("x", "y");
		assertThat(this.replica.execution.clientTable().size()).isEqualTo(1);
	}

	@Test
	void clientWithoutRoomIsTold() {
		this.replica.executeAll(register(1, A), register(2, B), register(3, C), command(4, C, 3, 1, 0, "x"));
		assertReply(2, 0, 3, Outcome.TOO_MANY_SESSIONS, "");
		assertThat(this.replica.executed).isEmpty();
		assertThat(this.replica.execution.clientTable().find(C)).isNull();
	}

	@Test
	void requestOfAnEvictedSessionIsNotExecutedAndItsClientIsTold() {
		this.replica.executeAll(register(1, A), register(2, B), command(3, A, 1, 1, 0, "x"), register(4, A));
		this.replica.append(command(5, A, 1, 2, 0, "y"), command(6, A, 1, 3, 0, "z"), register(7, C));
		this.replica.append(command(8, B, 2, 1, 0, "gone"));
		this.replica.becameNormal();
		assertThat(this.replica.execution.inFlight().contains(B, 1)).isTrue();
		this.replica.replies.clear();
		this.replica.executeAll();
		assertThat(this.replica.executed).containsExactly("x", "y", "z");
		assertThat(this.replica.execution.clientTable().find(B)).isNull();
		assertThat(this.replica.replies).hasSize(4).last().isEqualTo(new Evicted(LoneReplica.GROUP, B, 2));
		assertThat(this.replica.execution.inFlight().contains(B, 1)).isFalse();
	}

	@Test
	void nothingOfAnEvictedClientIsKeptInFlight() {
		this.replica.executeAll(register(1, A), register(2, B), command(3, A, 1, 1, 0, "x"),
				command(4, A, 1, 2, 0, "y"), command(5, A, 1, 3, 0, "z"));
		this.replica.append(command(6, A, 1, 4, 3, "w"), register(7, C), command(8, B, 2, 1, 0, "gone"));
		this.replica.becameNormal();
		InFlight inFlight = this.replica.execution.inFlight();
		assertThat(inFlight.contains(B, 1)).isTrue();
		this.replica.state.commit(7);
		this.replica.execution.execute(10);
		assertThat(this.replica.execution.clientTable().find(B)).isNull();
		assertThat(inFlight.contains(B, 1)).isFalse();
	}

	@Test
	void backupExecutesTheSameAndSaysNothing() {
		LoneReplica backup = new LoneReplica(1);
		Entry[] log = { register(1, A), command(2, A, 1, 2, 0, "y"), register(3, A), command(4, A, 1, 2, 0, "y"),
				command(5, A, 1, 9, 0, "far"), command(6, A, 1, 1, 0, "x"), command(7, A, 1, 1, 1, "x"),
				command(8, B, 1, 1, 0, "z") };
		for (Entry entry : log) {
			this.replica.executeAll(entry);
		}
		backup.executeAll(log);
		assertThat(this.replica.replies).hasSize(7);
		assertThat(backup.replies).isEmpty();
		assertThat(backup.sent).isEmpty();
		assertThat(backup.executed).isEqualTo(this.replica.executed).containsExactly("y", "far", "x");
		Session session = session(A, 1);
		Session same = Objects.requireNonNull(backup.execution.clientTable().find(A, 1));
		assertThat(same.lastOpNumber()).isEqualTo(session.lastOpNumber()).isEqualTo(7);
		assertThat(same.replyBytes()).isEqualTo(session.replyBytes()).isEqualTo(6);
		for (long n = 1; n <= 9; n++) {
			assertThat(same.isFinished(n)).isEqualTo(session.isFinished(n)).isEqualTo(n == 1);
			assertThat(same.find(n)).usingRecursiveComparison().isEqualTo(session.find(n));
		}
	}

	@Test
	void whatIsNotCommittedIsNotExecuted() {
		this.replica.append(register(1, A), command(2, A, 1, 1, 0, "x"), command(3, A, 1, 2, 0, "y"));
		this.replica.state.commit(2);
		assertThat(this.replica.execution.execute(1)).isTrue();
		assertThat(this.replica.executed).isEmpty();
		assertThat(this.replica.execution.execute(5)).isFalse();
		assertThat(this.replica.executed).containsExactly("x");
		assertThat(this.replica.execution.executedNumber()).isEqualTo(2);
	}

	@Test
	void requestsInTheLogAreInFlightUntilTheyAreExecuted() {
		this.replica.executeAll(register(1, A));
		this.replica.append(command(2, A, 1, 1, 0, "x"), command(3, A, 1, 2, 0, "y"), register(4, B));
		this.replica.state.commit(2);
		this.replica.becameNormal();
		InFlight inFlight = this.replica.execution.inFlight();
		assertThat(inFlight.contains(A, 1)).isTrue();
		assertThat(inFlight.contains(A, 2)).isTrue();
		assertThat(inFlight.isRegistering(A)).isFalse();
		assertThat(inFlight.isRegistering(B)).isTrue();
		this.replica.executeAll();
		assertThat(inFlight.contains(A, 1)).isFalse();
		assertThat(inFlight.contains(A, 2)).isFalse();
		assertThat(inFlight.isRegistering(B)).isFalse();
	}

	@Test
	void whatLeftTheLogIsNotInFlight() {
		this.replica.append(register(1, A), command(2, A, 1, 1, 0, "x"), register(3, B));
		this.replica.becameNormal();
		this.replica.state.log.replaceAfter(1, List.of());
		this.replica.becameNormal();
		InFlight inFlight = this.replica.execution.inFlight();
		assertThat(inFlight.contains(A, 1)).isFalse();
		assertThat(inFlight.isRegistering(B)).isFalse();
		assertThat(inFlight.isRegistering(A)).isTrue();
	}

	@Test
	void requestIsNotTakenForAnotherOneInFlight() {
		InFlight inFlight = new InFlight(Entries.WINDOW);
		inFlight.add(command(2, A, 1, 1, 0, "x"));
		for (long other = 2; other <= 20; other++) {
			assertThat(inFlight.contains(A, other)).isFalse();
		}
		assertThat(inFlight.contains(B, 1)).isFalse();
		for (long n = 2; n <= Entries.WINDOW; n++) {
			inFlight.add(command(n + 1, A, 1, n, 0, "x"));
		}
		for (long n = 1; n <= Entries.WINDOW; n++) {
			assertThat(inFlight.contains(A, n)).isTrue();
		}
		inFlight.executed(command(2, A, 1, 1, 0, "x"));
		assertThat(inFlight.contains(A, 1)).isFalse();
		assertThat(inFlight.contains(A, 2)).isTrue();
	}

	private Session session(UUID client, long session) {
		return Objects.requireNonNull(this.replica.execution.clientTable().find(client, session));
	}

	private void assertReply(int index, long requestNumber, long opNumber, Outcome outcome, String result) {
		ClientMessage message = this.replica.replies.get(index);
		assertThat(message).isInstanceOfSatisfying(Reply.class, (reply) -> {
			assertThat(reply.requestNumber()).isEqualTo(requestNumber);
			assertThat(reply.viewstamp().opNumber()).isEqualTo(opNumber);
			assertThat(reply.outcome()).isEqualTo(outcome);
			assertThat(Entries.text(reply.result())).isEqualTo(result);
		});
	}

}
