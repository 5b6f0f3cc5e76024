package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Request;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;

/**
 * What a replica has to take requests and to execute its log, normal in view 0, where
 * member 0 is primary. The test is the rest of the group.
 */
final class LoneReplica implements Network, Time, StateMachine {

	static final UUID GROUP = new UUID(7, 7);

	static final long ORIGIN = 5;

	final List<ClientMessage> replies = new ArrayList<>();

	final List<PeerMessage> sent = new ArrayList<>();

	final List<String> executed = new ArrayList<>();

	final List<Entry> whenExecuted = new ArrayList<>();

	final ReplicaState state;

	final Routes routes;

	final Execution execution;

	final Checkpoints checkpoints;

	final StateTransfer stateTransfer;

	final NormalCase normalCase;

	final Requests requests;

	long wallClockNanos;

	/** How long each command takes. */
	long nanosPerCommand;

	private long monotonicNanos;

	LoneReplica(int memberId) {
		this.state = new ReplicaState(Entries.options(memberId), this, this, new Random(1), Storage.NONE);
		this.routes = new Routes(this.state);
		this.execution = new Execution(this.state, this, this.routes, this.whenExecuted::add);
		Background background = Checkpointing.atOnce();
		this.checkpoints = new Checkpoints(this.state, this, background, this.execution, new Askers(this.state));
		Contacts contacts = new Contacts(this.state);
		this.stateTransfer = new StateTransfer(this.state, this.checkpoints, new Sources(this.state, contacts),
				background, this::checkpointCodec, this::becameNormal);
		this.normalCase = new NormalCase(this.state, this.stateTransfer);
		Grant grant = new Grant(this.state);
		Reads reads = new Reads(this.state,
				new Answers(this.state, this.execution, this.routes, Checkpointing.atOnce()), this.execution,
				this.normalCase, grant);
		ViewChange viewChange = new ViewChange(this.state, contacts, this.normalCase, this.stateTransfer, reads, grant);
		this.requests = new Requests(this.state, this.routes, this.execution, this.normalCase,
				new HandOver(this.state, contacts, this.normalCase, viewChange));
		this.state.join(GROUP, 0, this.state.crashVector());
		this.state.becomeNormal(0);
		becameNormal();
	}

	void becameNormal() {
		this.execution.becameNormal();
		this.normalCase.enteredView();
	}

	/**
	 * Entries come into the log; their clients are known.
	 */
	void append(Entry... entries) {
		for (Entry entry : entries) {
			this.routes.learn(entry.client(), ORIGIN);
			this.state.log.append(entry);
		}
	}

	/**
	 * All that is in the log is committed and executed.
	 */
	void executeAll() {
		this.state.commit(this.state.log.opNumber());
		this.execution.execute(Integer.MAX_VALUE);
	}

	void executeAll(Entry... entries) {
		append(entries);
		executeAll();
	}

	void request(UUID client, long session, long requestNumber, long acknowledged, String payload) {
		request(new Request(GROUP, client, session, requestNumber, acknowledged, 3, Operation.COMMAND,
				Entries.bytes(payload)));
	}

	void request(Request request) {
		this.requests.on(ORIGIN, request);
	}

	<T extends ClientMessage> T onlyReply(Class<T> type) {
		if (this.replies.size() != 1) {
			throw new AssertionError("There should be one reply: " + this.replies);
		}
		return type.cast(this.replies.get(0));
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
		return new TextService().checkpointCodec();
	}

	@Override
	public void send(int memberId, PeerMessage message) {
		this.sent.add(message);
	}

	@Override
	public void reply(long origin, ClientMessage message) {
		this.replies.add(message);
	}

	@Override
	public long monotonicNanos() {
		return this.monotonicNanos;
	}

	@Override
	public long wallClockNanos() {
		return this.wallClockNanos;
	}

	@Override
	public boolean knows(byte[] command) {
		return !Entries.text(command).equals("nonsense");
	}

	@Override
	public byte[] apply(Viewstamp viewstamp, long timestampNanos, byte[] command) {
		this.executed.add(Entries.text(command));
		this.monotonicNanos += this.nanosPerCommand;
		return Entries.bytes(this.executed.size() + Entries.text(command));
	}

	@Override
	public byte[] query(byte[] query) {
		return query;
	}

}
