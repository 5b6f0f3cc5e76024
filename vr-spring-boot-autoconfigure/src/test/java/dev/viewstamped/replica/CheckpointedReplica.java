package dev.viewstamped.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.state.Checkpoint;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.ReplicatedMaps;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;
import dev.viewstamped.state.TextValueCodec;

/**
 * What a replica has to execute its log and to take checkpoints, a backup in view 0. The
 * test does its background work and is the rest of the group. A command is the key of a
 * counter.
 */
final class CheckpointedReplica implements Network, Time, Background, StateMachine {

	static final UUID GROUP = new UUID(7, 7);

	static final UUID CLIENT = new UUID(0, 1);

	final List<PeerMessage> sent = new ArrayList<>();

	final Queue<Runnable> work = new ArrayDeque<>();

	final ReplicaState state;

	final Execution execution;

	final Checkpoints checkpoints;

	private final ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec() {
		@Override
		public String formatOf(Class<?> type) {
			if (CheckpointedReplica.this.broken) {
				throw new IllegalArgumentException("Not data: " + type);
			}
			return super.formatOf(type);
		}
	});

	private final ReplicatedMap<String, Long> counters = this.maps.map("counters", String.class, Long.class);

	private final Snapshot empty;

	long nanos;

	boolean broken;

	CheckpointedReplica(int memberId, int members, CheckpointOptions checkpointOptions) {
		ReplicaOptions options = new ReplicaOptions(memberId, new UUID(0, memberId),
				new Configuration(0,
						IntStream.range(0, members).mapToObj((id) -> new Member(id, memberId + "sees" + id)).toList()),
				true, 10, 100, 100, 100, 1 << 16, 100, 10, 1 << 20, 10, 100, checkpointOptions);
		this.state = new ReplicaState(options, this, this, new Random(1), Storage.NONE);
		Consumer<Entry> whenExecuted = this::executed;
		this.execution = new Execution(this.state, this, new Routes(this.state), whenExecuted);
		this.checkpoints = new Checkpoints(this.state, this, this, this.execution, new Askers(this.state));
		this.maps.seal();
		this.empty = this.maps.snapshot();
		this.state.join(GROUP, 0, this.state.crashVector());
		this.state.becomeNormal(0);
		this.execution.becameNormal();
	}

	/**
	 * Settings that matter to what is due and to the log.
	 */
	static CheckpointOptions options(int intervalOps, long intervalNanos, int keptEntries) {
		return new CheckpointOptions(intervalOps, Long.MAX_VALUE, intervalNanos, keptEntries, Long.MAX_VALUE, 1 << 16,
				1 << 20);
	}

	/**
	 * The entry at an op-number: the first one opens the session.
	 */
	static Entry entry(long view, long opNumber) {
		Entry entry = (opNumber == 1) ? Entries.register(1, CLIENT)
				: Entries.command(opNumber, CLIENT, 1, opNumber, opNumber - 2, "k" + opNumber % 7);
		return new Entry(0, view, opNumber, opNumber, entry.operation(), CLIENT, entry.session(), entry.requestNumber(),
				entry.acknowledged(), entry.payload());
	}

	/**
	 * Append entries of view 0 and do not commit them.
	 */
	void appendTo(long opNumber) {
		appendTo(opNumber, 0);
	}

	void appendTo(long opNumber, long view) {
		while (this.state.log.opNumber() < opNumber) {
			this.state.log.append(entry(view, this.state.log.opNumber() + 1));
		}
	}

	void executeTo(long opNumber) {
		appendTo(opNumber);
		this.state.commit(opNumber);
		this.execution.execute(Integer.MAX_VALUE);
	}

	/**
	 * Execute entries, and do the background work that comes of each at once. It costs
	 * little.
	 */
	void runTo(long opNumber) {
		while (this.execution.executedNumber() < opNumber) {
			this.nanos += 100;
			executeTo(this.execution.executedNumber() + 1);
			work();
		}
	}

	/**
	 * Do the background work.
	 */
	void work() {
		while (!this.work.isEmpty()) {
			this.work.remove().run();
		}
	}

	Checkpoint latest() {
		return Objects.requireNonNull(this.checkpoints.latest());
	}

	/**
	 * A counter of the service.
	 */
	long counter(String key) {
		this.maps.beginQuery();
		try {
			return Objects.requireNonNullElse(this.counters.get(key), 0L);
		}
		finally {
			this.maps.endQuery();
		}
	}

	List<PeerMessage> takeSent() {
		List<PeerMessage> taken = List.copyOf(this.sent);
		this.sent.clear();
		return taken;
	}

	private void executed(Entry entry) {
		this.checkpoints.executed(entry);
	}

	@Override
	public <T> void run(Supplier<T> work, Consumer<T> done, Consumer<Throwable> failed) {
		this.work.add(() -> {
			T result;
			try {
				result = work.get();
			}
			catch (Throwable ex) {
				failed.accept(ex);
				return;
			}
			done.accept(result);
		});
	}

	@Override
	public void send(int memberId, PeerMessage message) {
		this.sent.add(message);
	}

	@Override
	public void reply(long origin, ClientMessage message) {
		throw new AssertionError("A backup does not reply: " + message);
	}

	@Override
	public long monotonicNanos() {
		return this.nanos;
	}

	@Override
	public long wallClockNanos() {
		return this.nanos;
	}

	@Override
	public boolean knows(byte[] command) {
		return true;
	}

	@Override
	public byte[] apply(Viewstamp viewstamp, long timestampNanos, byte[] command) {
		this.maps.beginCommand();
		long count = Objects.requireNonNullElse(this.counters.get(Entries.text(command)), 0L) + 1;
		this.counters.put(Entries.text(command), count);
		this.maps.commitCommand();
		return Entries.bytes(Long.toString(count));
	}

	@Override
	public byte[] query(byte[] query) {
		return query;
	}

	@Override
	public Snapshot snapshot() {
		this.nanos++;
		return this.maps.snapshot();
	}

	@Override
	public void restore(Snapshot snapshot) {
		this.maps.restore((snapshot == Snapshot.EMPTY) ? this.empty : snapshot);
	}

	@Override
	public CheckpointCodec checkpointCodec() {
		return this.maps.checkpointCodec();
	}

}
