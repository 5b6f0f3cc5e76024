package dev.viewstamped.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;

/**
 * A group of three without a simulator: messages arrive at once and in order, and a
 * member's address leads to one process at a time, also when several processes of the
 * member run.
 */
final class DirectGroup {

	static final long TIMEOUT_NANOS = 100_000_000;

	static final int CLIENT_WINDOW = 200;

	private static final long TICK_NANOS = 5_000_000;

	private final Replica[] addresses = new Replica[3];

	/** Which process answers at each member's address. */
	private final int[] bootAt = new int[3];

	private final Queue<Runnable> deliveries = new ArrayDeque<>();

	private final List<Replica> running = new ArrayList<>();

	private final List<ClientMessage> replies = new ArrayList<>();

	private final Map<Replica, ScriptedStorage> disks = new HashMap<>();

	private long nowNanos;

	private int boots;

	/**
	 * Start a process, to which the member's address leads from now on.
	 * @param memberId the member
	 * @return the process
	 */
	Replica start(int memberId) {
		return start(memberId, Storage.NONE);
	}

	/**
	 * Start a process on a disk that is done with all that it was given at the end of
	 * each tick.
	 */
	Replica start(int memberId, ScriptedStorage storage) {
		Replica replica = start(memberId, (Storage) storage);
		this.disks.put(replica, storage);
		return replica;
	}

	private Replica start(int memberId, Storage storage) {
		List<Member> members = List.of(new Member(0, "a"), new Member(1, "b"), new Member(2, "c"));
		ReplicaOptions options = new ReplicaOptions(memberId, new UUID(0, ++this.boots), new Configuration(0, members),
				true, TIMEOUT_NANOS / 10, TIMEOUT_NANOS, CLIENT_WINDOW, 10, 1 << 16, CLIENT_WINDOW, 8, 1 << 16, 0,
				1 << 16, Checkpointing.never());
		Replica replica = new Replica(options, new Wire(memberId, this.boots), new VirtualTime(),
				new Random(this.boots), new Echo(), Checkpointing.atOnce(), storage);
		this.addresses[memberId] = replica;
		this.bootAt[memberId] = this.boots;
		this.running.add(replica);
		replica.start();
		return replica;
	}

	/**
	 * Let an address lead to an earlier process.
	 * @param memberId the member
	 * @param boot number of the process, the first one started has number 1
	 */
	void leadTo(int memberId, int boot) {
		this.bootAt[memberId] = boot;
	}

	void resume(Replica replica) {
		this.running.add(replica);
	}

	void pause(Replica replica) {
		this.running.remove(replica);
	}

	void pauseAll() {
		this.running.clear();
	}

	boolean isRunning(Replica replica) {
		return this.running.contains(replica);
	}

	Replica at(int memberId) {
		return this.addresses[memberId];
	}

	List<ClientMessage> replies() {
		return this.replies;
	}

	void run(long durationNanos) {
		long end = this.nowNanos + durationNanos;
		while (this.nowNanos < end) {
			runTick();
		}
	}

	/**
	 * Let time pass by a tick. What a replica leaves to do is done in the next one.
	 */
	void runTick() {
		this.nowNanos += TICK_NANOS;
		for (Replica replica : List.copyOf(this.running)) {
			replica.tick();
			replica.flush();
		}
		while (!this.deliveries.isEmpty()) {
			this.deliveries.remove().run();
		}
		for (Replica replica : this.running) {
			ScriptedStorage disk = this.disks.get(replica);
			while (disk != null && !disk.isComplete()) {
				replica.onStored(disk.complete());
			}
		}
	}

	/**
	 * Delivers to whatever runs at an address; what comes from a process that nobody
	 * dials is not heard.
	 */
	private final class Wire implements Network {

		private final int from;

		private final int boot;

		private Wire(int from, int boot) {
			this.from = from;
			this.boot = boot;
		}

		@Override
		public void send(int memberId, PeerMessage message) {
			DirectGroup.this.deliveries.add(() -> {
				if (DirectGroup.this.bootAt[this.from] == this.boot) {
					for (Replica replica : DirectGroup.this.running) {
						if (replica.report().memberId() == memberId) {
							replica.onMessage(message);
						}
					}
				}
			});
		}

		@Override
		public void reply(long origin, ClientMessage message) {
			DirectGroup.this.replies.add(message);
		}

	}

	private final class VirtualTime implements Time {

		@Override
		public long monotonicNanos() {
			return DirectGroup.this.nowNanos;
		}

		@Override
		public long wallClockNanos() {
			return DirectGroup.this.nowNanos;
		}

	}

	private static final class Echo implements StateMachine {

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
			return command;
		}

		@Override
		public byte[] query(byte[] query) {
			return query;
		}

	}

}
