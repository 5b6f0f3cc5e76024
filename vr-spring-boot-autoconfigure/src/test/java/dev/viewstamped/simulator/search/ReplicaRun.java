package dev.viewstamped.simulator.search;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Ping;
import dev.viewstamped.message.Pong;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;
import dev.viewstamped.replica.Network;
import dev.viewstamped.replica.Checkpointing;
import dev.viewstamped.replica.Replica;
import dev.viewstamped.replica.Storage;
import dev.viewstamped.replica.ReplicaOptions;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Time;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;

/**
 * One life of a replica of production, and the ports that make it a function of its
 * inputs: a clock that stands still between inputs, a random source that counts, and a
 * network that writes down what is sent.
 * <p>
 * Pings and Pongs are not sent at all. The wall clock stands still, so the times of
 * entries follow from the log.
 */
final class ReplicaRun {

	static final int MEMBERS = 3;

	static final long CLOCK_ORIGIN_NANOS = 1L << 50;

	static final long HEARTBEAT_NANOS = 10;

	static final long TIMEOUT_NANOS = 100;

	/** Longer than any time-out, doubled as often as it may be. */
	static final long LONGEST_NANOS = 20 * TIMEOUT_NANOS;

	/**
	 * What a replica sent.
	 *
	 * @param to the receiver
	 * @param message the message
	 */
	record Sent(int to, PeerMessage message) {

	}

	private final List<Sent> sent = new ArrayList<>();

	private final List<Reply> replies = new ArrayList<>();

	private final History history = new History();

	private final Counter random;

	private final boolean contacts;

	private final Replica replica;

	private long nowNanos = CLOCK_ORIGIN_NANOS;

	/**
	 * Create a process that was not started yet.
	 * @param memberId its member
	 * @param life which process of the member
	 * @param contacts whether it matters when other members were heard
	 */
	ReplicaRun(int memberId, int life, boolean contacts) {
		this.contacts = contacts;
		this.random = new Counter(memberId, life);
		List<Member> members = IntStream.range(0, MEMBERS)
			.mapToObj((id) -> new Member(id, "member" + id + ":1"))
			.toList();
		ReplicaOptions options = new ReplicaOptions(memberId, new UUID(0xB007, memberId * 100L + life),
				new Configuration(0, members), true, HEARTBEAT_NANOS, TIMEOUT_NANOS, 8, 4, 4096, 4, 4, 4096,
				TIMEOUT_NANOS, 100, Checkpointing.never());
		this.replica = new Replica(options, new Recorder(), new Clock(), this.random, this.history,
				Checkpointing.atOnce(), Storage.NONE);
	}

	void start() {
		this.replica.start();
		flush();
	}

	void deliver(PeerMessage message) {
		this.replica.onMessage(message);
		flush();
	}

	void submit(Request request) {
		this.replica.onClientMessage(1, request);
		flush();
	}

	/**
	 * The clock goes on.
	 * @param nanos how far
	 */
	void pass(long nanos) {
		this.nowNanos += nanos;
		this.replica.tick();
		flush();
	}

	void forgetOutputs() {
		this.sent.clear();
		this.replies.clear();
	}

	List<Sent> sent() {
		return List.copyOf(this.sent);
	}

	List<Reply> replies() {
		return List.copyOf(this.replies);
	}

	List<String> applied() {
		return List.copyOf(this.history.applied);
	}

	/**
	 * How many identities this process has taken and shown.
	 */
	int identities() {
		return (int) (this.random.shown / 2);
	}

	ReplicaReport report() {
		return this.replica.report();
	}

	String fingerprint() {
		return Fingerprint.of(this.replica, this.nowNanos, this.contacts);
	}

	private void flush() {
		while (this.replica.flush()) {
			continue;
		}
		this.random.count = this.random.shown;
	}

	private final class Recorder implements Network {

		@Override
		public void send(int memberId, PeerMessage message) {
			if (!(message instanceof Ping) && !(message instanceof Pong)) {
				PeerMessage read = Unread.blank(memberId, message);
				ReplicaRun.this.random.show(Unread.identity(read));
				ReplicaRun.this.sent.add(new Sent(memberId, read));
			}
		}

		@Override
		public void reply(long origin, ClientMessage message) {
			if (message instanceof Reply reply) {
				ReplicaRun.this.replies.add(reply);
			}
		}

	}

	private final class Clock implements Time {

		@Override
		public long monotonicNanos() {
			return ReplicaRun.this.nowNanos;
		}

		@Override
		public long wallClockNanos() {
			return 1000;
		}

	}

	/**
	 * Identities that others were shown are never the same twice, in any life of any
	 * member. One that was never shown is as good as the next.
	 */
	private static final class Counter implements RandomGenerator {

		private final long life;

		private long count;

		private long shown;

		private Counter(int memberId, int life) {
			this.life = memberId * 100L + life;
		}

		private void show(UUID id) {
			if (id.getLeastSignificantBits() >> 20 == this.life) {
				this.shown = Math.max(this.shown, id.getLeastSignificantBits() & 0xFFFFF);
			}
		}

		@Override
		public long nextLong() {
			return (this.life << 20) + ++this.count;
		}

		@Override
		public long nextLong(long bound) {
			return 0;
		}

	}

	private static final class History implements StateMachine {

		private final List<String> applied = new ArrayList<>();

		@Override
		public Snapshot snapshot() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void restore(Snapshot snapshot) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CheckpointCodec checkpointCodec() {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean knows(byte[] command) {
			return true;
		}

		@Override
		public byte[] apply(Viewstamp viewstamp, long timestampNanos, byte[] command) {
			this.applied.add(viewstamp + " " + new String(command, java.nio.charset.StandardCharsets.UTF_8));
			return new byte[0];
		}

		@Override
		public byte[] query(byte[] query) {
			return new byte[0];
		}

	}

}
