package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Ping;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.Request;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;

/**
 * A replica whose disk is a {@link ScriptedStorage}. The test is the rest of the group.
 */
final class DurableReplica implements Network, Time, StateMachine {

	static final UUID GROUP = new UUID(7, 7);

	static final long TIMEOUT_NANOS = 1000;

	private static final long ORIGIN = 5;

	/** What was sent and not looked at yet, but for signs of life. */
	final List<PeerMessage> sent = new ArrayList<>();

	final List<ClientMessage> replies = new ArrayList<>();

	final ScriptedStorage storage;

	final Replica replica;

	private final int size;

	private long nowNanos = 1;

	DurableReplica(int memberId, int size, ScriptedStorage storage) {
		this.size = size;
		this.storage = storage;
		ReplicaOptions options = new ReplicaOptions(memberId, new UUID(0, 1), configuration(size), true,
				TIMEOUT_NANOS / 10, TIMEOUT_NANOS, 100, 100, 1 << 16, 10, 10, 1 << 16, 0, 1 << 16,
				Checkpointing.never());
		this.replica = new Replica(options, this, this, new Random(1), this, Checkpointing.atOnce(), storage);
		this.replica.start();
	}

	/**
	 * A member that has restarted with a disk of the given content.
	 */
	static DurableReplica restarted(int memberId, int size, long view, long lastNormalView, long commitNumber,
			Entry... entries) {
		return new DurableReplica(memberId, size, new ScriptedStorage(
				new StoredState(promises(size, view, lastNormalView, commitNumber), null, List.of(entries))));
	}

	static Promises promises(int size, long view, long lastNormalView, long commitNumber) {
		return new Promises(GROUP, configuration(size), view, lastNormalView, 0, CrashVector.of(new long[size]),
				commitNumber);
	}

	static Configuration configuration(int size) {
		List<Member> members = new ArrayList<>();
		for (int id = 0; id < size; id++) {
			members.add(new Member(id, "member" + id));
		}
		return new Configuration(0, members);
	}

	static Header header(long view, int from) {
		return new Header(GROUP, 0, view, from, 0);
	}

	static Entry entry(long view, long opNumber) {
		return new Entry(0, view, opNumber, opNumber, Operation.REGISTER, new UUID(1, opNumber), 0, 0, 0,
				new SessionTerms(100, 1 << 20).encode());
	}

	/**
	 * The next process of the member, on what this one leaves if it crashes now.
	 */
	DurableReplica crash() {
		return new DurableReplica(this.replica.report().memberId(), this.size, this.storage.crash());
	}

	/** An input, and the end of the round of the loop. */
	void receive(PeerMessage message) {
		this.replica.onMessage(message);
		this.replica.flush();
	}

	void prepare(long view, Viewstamp parent, Entry... entries) {
		int primary = configuration(this.size).primary(view);
		receive(new Prepare(header(view, primary), parent, parent.opNumber(), List.of(entries)));
	}

	void prepareOk(long view, int from, long opNumber) {
		receive(new PrepareOk(header(view, from), opNumber));
	}

	void startViewChange(long view, int from) {
		receive(new StartViewChange(header(view, from), true));
	}

	void doViewChange(long view, int from, long lastNormalView, History history) {
		receive(new DoViewChange(header(view, from), CrashVector.of(new long[this.size]), lastNormalView, history, 0));
	}

	void register(UUID client) {
		takeRegistration(client);
		this.replica.flush();
	}

	/** An input, and not yet the end of the round of the loop. */
	void takeRegistration(UUID client) {
		this.replica.onClientMessage(ORIGIN, new Request(GROUP, client, 0, 0, 0, 1, Operation.REGISTER, new byte[0]));
	}

	/** Time passes, and the loop does not run. */
	void sleep(long durationNanos) {
		this.nowNanos += durationNanos;
	}

	void pass(long durationNanos) {
		this.nowNanos += durationNanos;
		this.replica.tick();
		this.replica.flush();
	}

	/** The next flush that is under way is done. */
	void stored() {
		stored(this.storage.complete());
	}

	void stored(long sequence) {
		this.replica.onStored(sequence);
		this.replica.flush();
	}

	/** All is done that was handed over, also what no flush has asked for yet. */
	void storedAhead() {
		stored(this.storage.completeAhead());
	}

	void storedAll() {
		while (!this.storage.isComplete()) {
			stored();
		}
	}

	/** What was sent since the last look, of some kind. */
	<T extends PeerMessage> List<T> sent(Class<T> type) {
		List<T> found = this.sent.stream().filter(type::isInstance).map(type::cast).toList();
		this.sent.removeIf(type::isInstance);
		return found;
	}

	ReplicaReport report() {
		return this.replica.report();
	}

	@Override
	public void send(int memberId, PeerMessage message) {
		if (!(message instanceof Ping)) {
			this.sent.add(message);
		}
	}

	@Override
	public void reply(long origin, ClientMessage message) {
		this.replies.add(message);
	}

	@Override
	public long monotonicNanos() {
		return this.nowNanos;
	}

	@Override
	public long wallClockNanos() {
		return this.nowNanos;
	}

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
