package dev.viewstamped.client;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.VrException;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Evicted;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Refused;
import dev.viewstamped.message.Refused.Reason;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Drives {@link ClientSession} against a model of the group that follows the rules for
 * its client table and otherwise does its worst: it loses, delays and refuses, and evicts
 * sessions. What the client says of each command must be true in the end.
 */
class ClientTruthTests {

	private static final int WINDOW = 4;

	private static final int COMMANDS = 400;

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void everyOutcomeIsTrue(int targets) {
		int succeeded = 0;
		int denied = 0;
		for (long seed = 0; seed < 150; seed++) {
			Group group = new Group(targets, seed);
			group.run();
			for (int i = 0; i < COMMANDS; i++) {
				String context = "seed " + seed + ", command " + i;
				int executions = group.executions.getOrDefault(i, 0);
				assertThat(executions).as(context).isLessThanOrEqualTo(1);
				Object outcome = group.outcomes.get(i);
				assertThat(outcome).as(context).isNotNull();
				if (outcome instanceof Reply reply) {
					assertThat(executions).as(context).isEqualTo(1);
					assertThat(ByteBuffer.wrap(reply.result()).getInt()).as(context).isEqualTo(i);
					succeeded++;
				}
				else if (outcome instanceof CommandRejectedException
						|| outcome instanceof ReplicaUnavailableException) {
					assertThat(executions).as(context + ": " + outcome).isZero();
					denied++;
				}
			}
			assertThat(group.client.session.pending()).isZero();
		}
		assertThat(succeeded).isGreaterThan(10_000);
		assertThat(denied).isGreaterThan(1_000);
	}

	/**
	 * What the client talks to.
	 */
	private static final class Group {

		private final ClientFixture client;

		private final Random random;

		private final int badness;

		private final int gap;

		private final Map<Integer, Object> outcomes = new HashMap<>();

		private final Map<Integer, Integer> executions = new HashMap<>();

		private final Map<UUID, Session> sessions = new HashMap<>();

		private final PriorityQueue<Event> events = new PriorityQueue<>();

		private final List<Runnable> due = new ArrayList<>();

		private long now;

		private long opNumber;

		private long sequence;

		private Group(int targets, long seed) {
			this.random = new Random(seed);
			this.badness = this.random.nextInt(40);
			this.gap = 1 + this.random.nextInt(12);
			this.client = new ClientFixture(targets, new ClientOptions(WINDOW, 8, 100, 20 * ClientFixture.MILLI,
					50 * ClientFixture.MILLI, 1000 * ClientFixture.MILLI));
			this.client.network.respond((target, message) -> {
				if (message instanceof Request request) {
					later(() -> arrive(target, request));
				}
			});
		}

		private void run() {
			int submitted = 0;
			while (submitted < COMMANDS || this.client.session.pending() > 0 || !this.events.isEmpty()) {
				this.now++;
				while (!this.events.isEmpty() && this.events.peek().at() <= this.now) {
					this.due.add(this.events.remove().action());
				}
				this.due.forEach(Runnable::run);
				this.due.clear();
				for (int i = this.random.nextInt(this.gap); i == 0 && submitted < COMMANDS; i++) {
					submit(submitted++);
				}
				if (this.random.nextInt(500) < this.badness / 8) {
					this.sessions.clear();
				}
				int target = this.random.nextInt(this.client.network.targets());
				this.client.network.accept(target, !chance(this.badness));
				this.client.advance(1);
			}
		}

		private void submit(int id) {
			byte[] command = ByteBuffer.allocate(4).putInt(id).array();
			long timeoutNanos = (10 + this.random.nextInt(600)) * ClientFixture.MILLI;
			this.client.session.submit(command, timeoutNanos, new Completion<>() {

				@Override
				public void succeeded(Reply reply) {
					assertThat(Group.this.outcomes.put(id, reply)).isNull();
				}

				@Override
				public void failed(VrException ex) {
					assertThat(Group.this.outcomes.put(id, ex)).isNull();
				}

			});
		}

		private void arrive(int target, Request request) {
			if (chance(this.badness / 2)) {
				return;
			}
			if (chance(this.badness)) {
				Reason reason = (this.random.nextBoolean()) ? Reason.BUSY : Reason.NO_PRIMARY;
				answer(target, new Refused(request.client(), request.requestNumber(), request.attempt(), reason));
				return;
			}
			// In the log, where it may not survive the next view change
			if (!chance(this.badness / 4)) {
				later(() -> execute(target, request));
			}
		}

		private void execute(int target, Request request) {
			this.opNumber++;
			if (request.operation() == Operation.REGISTER) {
				if (chance(this.badness / 4)) {
					answer(target, reply(request, this.opNumber, Reply.Outcome.TOO_MANY_SESSIONS, new byte[0]));
					return;
				}
				Session session = this.sessions.computeIfAbsent(request.client(), (id) -> new Session(this.opNumber));
				answer(target, reply(request, session.number, Reply.Outcome.EXECUTED, new byte[0]));
				return;
			}
			Session session = this.sessions.get(request.client());
			if (session == null || session.number != request.session()) {
				answer(target, new Evicted(request.groupId(), request.client(), request.session()));
				return;
			}
			session.low = Math.max(session.low, request.acknowledged());
			session.replies.headMap(session.low, true).clear();
			if (request.operation() == Operation.ACKNOWLEDGE || request.requestNumber() <= session.low) {
				return;
			}
			assertThat(request.requestNumber()).isLessThanOrEqualTo(session.low + WINDOW);
			Reply reply = session.replies.get(request.requestNumber());
			if (reply == null) {
				this.executions.merge(ByteBuffer.wrap(request.payload()).getInt(), 1, Integer::sum);
				reply = reply(request, this.opNumber, Reply.Outcome.EXECUTED, request.payload());
				session.replies.put(request.requestNumber(), reply);
			}
			answer(target, reply);
		}

		private Reply reply(Request request, long opNumber, Reply.Outcome outcome, byte[] result) {
			return new Reply(ClientFixture.GROUP, request.client(), 0, 0, request.requestNumber(),
					new Viewstamp(0, 0, opNumber), outcome, result);
		}

		private void answer(int target, ClientMessage message) {
			for (int copies = (chance(this.badness)) ? 2 : 1; copies > 0; copies--) {
				if (!chance(this.badness / 2)) {
					later(() -> this.client.receive(target, message));
				}
			}
		}

		private void later(Runnable action) {
			int millis = (chance(this.badness)) ? this.random.nextInt(400) : this.random.nextInt(4);
			this.events.add(new Event(this.now + millis, this.sequence++, action));
		}

		private boolean chance(int percent) {
			return this.random.nextInt(100) < percent;
		}

	}

	private static final class Session {

		private final long number;

		private final TreeMap<Long, Reply> replies = new TreeMap<>();

		private long low;

		private Session(long number) {
			this.number = number;
		}

	}

	private record Event(long at, long sequence, Runnable action) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			int result = Long.compare(this.at, other.at);
			return (result != 0) ? result : Long.compare(this.sequence, other.sequence);
		}

	}

}
