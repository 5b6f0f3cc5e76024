package dev.viewstamped.replica;

import java.util.random.RandomGenerator;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.state.StateMachine;
import org.jspecify.annotations.Nullable;

/**
 * One replica of the group: the entry point of the protocol. It knows no thread, clock or
 * socket: inputs go in, messages and up-calls come out through ports, and the same inputs
 * give the same outputs. Not thread-safe: every call is made by the thread of the loop
 * that owns it.
 */
public final class Replica {

	/**
	 * Origin of messages of the client in the same process. Clients at links have
	 * positive origins.
	 */
	public static final long LOCAL_ORIGIN = 0;

	private static final int EXECUTION_BUDGET = 2000;

	private final ReplicaState state;

	private final Contacts contacts;

	private final Routes routes;

	private final Execution execution;

	private final Checkpoints checkpoints;

	private final StateTransfer stateTransfer;

	private final PageServer pageServer;

	private final NormalCase normalCase;

	private final Requests requests;

	private final HandOver handOver;

	private final Reconfiguration reconfiguration;

	private final Operators operators;

	private final Joining joining;

	private final Following following;

	private final ChangeReport changeReport;

	private final Exchange exchange;

	private final Reporting reporting;

	private final Reads reads;

	private final LocalReads localReads;

	private final ViewChange viewChange;

	private final Storage storage;

	private final Restart restart;

	private final Genesis genesis;

	private final Recovery recovery;

	private final GroupFence fence;

	private final Epochs epochs;

	private final Conditions conditions;

	private final ClientMessages clients;

	private final Dispatch dispatch;

	/**
	 * Create a replica that has no state yet.
	 * @param options its settings
	 * @param network where its messages go
	 * @param time its clocks
	 * @param random its random source, for identities and jitter
	 * @param stateMachine the service
	 * @param background does what takes long
	 * @param storage where promises are kept
	 */
	public Replica(ReplicaOptions options, Network network, Time time, RandomGenerator random,
			StateMachine stateMachine, Background background, Storage storage) {
		this.storage = storage;
		this.state = new ReplicaState(options, network, time, random, storage);
		this.contacts = new Contacts(this.state);
		this.routes = new Routes(this.state);
		this.execution = new Execution(this.state, stateMachine, this.routes, this::executed);
		Askers askers = new Askers(this.state);
		this.checkpoints = new Checkpoints(this.state, stateMachine, background, this.execution, askers);
		this.stateTransfer = new StateTransfer(this.state, this.checkpoints, new Sources(this.state, this.contacts),
				background.forShortWork(), stateMachine::checkpointCodec, this::becameNormal);
		this.pageServer = new PageServer(this.state, this.checkpoints, askers, background.forShortWork());
		this.normalCase = new NormalCase(this.state, this.stateTransfer);
		Answers answers = new Answers(this.state, this.execution, this.routes, background.forQueries());
		Grant grant = new Grant(this.state);
		this.reads = new Reads(this.state, answers, this.execution, this.normalCase, grant);
		this.viewChange = new ViewChange(this.state, this.contacts, this.normalCase, this.stateTransfer, this.reads,
				grant);
		this.exchange = new Exchange(this.state, this.contacts, this.normalCase, this.viewChange);
		this.epochs = new Epochs(this.state, this.contacts, this.stateTransfer, this.normalCase, this.reads,
				this::becameNormal, this.exchange::changed);
		this.handOver = new HandOver(this.state, this.contacts, this.normalCase, this.viewChange);
		this.requests = new Requests(this.state, this.routes, this.execution, this.normalCase, this.handOver);
		this.localReads = new LocalReads(this.state, this.execution, answers, this.reads, this.requests);
		OperatorReplies replies = new OperatorReplies(this.routes, this::change);
		this.reconfiguration = new Reconfiguration(this.state, this.contacts, this.execution, this.normalCase,
				this.reads, this.handOver, replies);
		this.operators = new Operators(this.state, this.requests, this.normalCase, this.reconfiguration, this.handOver,
				replies);
		this.joining = new Joining(this.state, this.contacts, this.requests, this.execution, this.normalCase,
				this.reconfiguration);
		this.following = new Following(this.state, this.contacts);
		this.changeReport = new ChangeReport(this.state, this.contacts, this.normalCase, this.reconfiguration);
		this.restart = new Restart(this.state, this.checkpoints, this.execution, this.viewChange, this.epochs,
				this::becameNormal);
		this.genesis = new Genesis(this.state, this::becameNormal);
		this.recovery = new Recovery(this.state, this.stateTransfer);
		this.fence = new GroupFence(this.state, this.contacts);
		this.reporting = new Reporting(this.state, this.contacts, this.normalCase, this.execution, this.checkpoints,
				this.stateTransfer, this.fence, this.genesis, this.changeReport);
		this.conditions = new Conditions(this.state, this.contacts, this.genesis, this.recovery, this.stateTransfer,
				this.execution, this.normalCase, this.epochs);
		this.clients = new ClientMessages(this.state, this.contacts, this.routes, this.requests, this.reads,
				this.localReads, this.joining, this.operators);
		this.dispatch = new Dispatch(this.state, this.contacts, this.normalCase, this.viewChange, this.stateTransfer,
				this.pageServer, this.genesis, this.recovery, this.reads, this.checkpoints, this.fence,
				new EpochGate(this.state, this.contacts, this.epochs, this.viewChange), this.clients::on);
	}

	/**
	 * Begin: go on from what an earlier process has left in the storage, or else form a
	 * group with the other members, or recover the state from them.
	 */
	public void start() {
		this.state.nowNanos = this.state.time.monotonicNanos();
		StoredState stored = this.storage.load();
		if (stored != null) {
			this.restart.resume(stored);
		}
		else {
			this.following.start();
		}
		this.exchange.changed();
		tick();
	}

	/**
	 * A message from another member, proven to be its sender.
	 * @param message the message
	 */
	public void onMessage(PeerMessage message) {
		if (this.state.status() != Status.STOPPED) {
			this.state.nowNanos = this.state.time.monotonicNanos();
			this.exchange.notice();
			this.dispatch.on(message);
		}
	}

	/**
	 * A message from a client.
	 * @param origin where the answer goes
	 * @param message the message
	 */
	public void onClientMessage(long origin, ClientMessage message) {
		if (this.state.status() != Status.STOPPED) {
			this.state.nowNanos = this.state.time.monotonicNanos();
			this.clients.on(origin, message);
		}
	}

	/**
	 * The link of a client was closed.
	 * @param origin the link
	 */
	public void onClientClosed(long origin) {
		this.clients.forget(origin);
	}

	/**
	 * The link to a member was lost, and no process listens at its address any more. A
	 * hint that saves waiting: if the member is the primary, this replica votes to leave
	 * its view at once, unless the primary is heard again.
	 * @param memberId the member
	 */
	public void onPeerGone(int memberId) {
		if (this.state.status() != Status.STOPPED) {
			this.state.nowNanos = this.state.time.monotonicNanos();
			this.viewChange.onGone(memberId);
		}
	}

	/**
	 * A replica has made a link that is not among those that messages are exchanged with:
	 * if it was replaced, it may not know.
	 * @param memberId its id
	 */
	public void onStranger(int memberId) {
		if (this.state.status() != Status.STOPPED) {
			this.state.nowNanos = this.state.time.monotonicNanos();
			this.epochs.onStranger(memberId);
		}
	}

	/**
	 * Time has passed. To be called every few milliseconds.
	 */
	public void tick() {
		if (this.state.status() == Status.STOPPED) {
			return;
		}
		this.state.nowNanos = this.state.time.monotonicNanos();
		if (this.state.status() == Status.RECOVERING) {
			if (this.state.options.located() == null) {
				this.genesis.tick();
			}
			if (this.state.status() == Status.RECOVERING && !this.genesis.isBound()) {
				this.recovery.tick();
			}
		}
		this.stateTransfer.tick();
		this.pageServer.tick();
		this.viewChange.tick();
		this.contacts.tick();
		this.normalCase.tick();
		this.reads.tick();
		this.localReads.tick();
		this.epochs.tick();
		this.operators.proceed();
		this.following.tick();
		this.fence.tick();
		this.state.durability.tick();
	}

	/**
	 * The inputs at hand have been handed over: send what was held back to make batches,
	 * and execute what is committed.
	 * @return whether there is more work to do without further input, by another call
	 */
	public boolean flush() {
		if (this.state.status() == Status.STOPPED) {
			return false;
		}
		this.normalCase.flush();
		if (this.state.durability.flush() || this.state.quorums.size() == 1) {
			this.normalCase.advanceCommit();
		}
		this.operators.proceed();
		long epoch = this.state.epoch();
		boolean more = this.execution.execute(EXECUTION_BUDGET);
		this.exchange.notice();
		this.reads.flush();
		this.localReads.flush();
		// A new epoch has begun with things to say
		return more || epoch != this.state.epoch();
	}

	/**
	 * The storage has made durable what was handed over until a flush. Never called from
	 * within a call to the storage.
	 * @param sequence the number that the flush returned
	 */
	public void onStored(long sequence) {
		if (this.state.status() != Status.STOPPED) {
			this.state.nowNanos = this.state.time.monotonicNanos();
			this.state.durability.stored(sequence);
			this.normalCase.advanceCommit();
		}
	}

	/**
	 * The loop did not run for longer than the view-change timeout: what the replica
	 * believes of the others may be long outdated.
	 */
	public void onGap() {
		this.state.nowNanos = this.state.time.monotonicNanos();
		this.contacts.forget();
		this.viewChange.restartSilence();
		this.reads.dropLease();
		this.following.onGap();
		this.state.durability.onGap();
	}

	/**
	 * Whether this life cannot go on and another one could: the group has gone to a later
	 * epoch in which this life has no place, since it is not the one with which the epoch
	 * began, or has no state. The owner of this replica ends this life and begins one
	 * with {@link ReplicaOptions#inGroup}, if its address is among the members there.
	 * Asked after each input.
	 * @return where the group is now; {@code null} while this life goes on
	 */
	public @Nullable GroupLocation relocation() {
		GroupLocation location = this.epochs.relocation();
		return (location != null) ? location : this.following.relocation();
	}

	/**
	 * Give the role of the primary to a backup that is up to date, if this replica has
	 * it: it begins the view change itself, so that nobody waits for a time-out. Nothing
	 * happens if it is not the primary or no backup is in contact.
	 */
	public void handOver() {
		if (this.state.status() != Status.STOPPED) {
			this.state.nowNanos = this.state.time.monotonicNanos();
			this.operators.handOver();
		}
	}

	/**
	 * The application is about to stop, as soon as the others can do without this
	 * replica. They are told, so that members that stop together do not wait for each
	 * other; nothing else changes.
	 */
	public void stopping() {
		this.contacts.stopping();
	}

	/**
	 * Stop for good. The replica ignores all further input.
	 * @param condition why
	 */
	public void stop(Condition condition) {
		this.state.stop(condition);
	}

	/**
	 * The replica at this moment.
	 * @return the report
	 */
	public ReplicaReport report() {
		this.state.nowNanos = this.state.time.monotonicNanos();
		return this.reporting.report(this.conditions.current());
	}

	private GroupChange change() {
		return this.changeReport.current();
	}

	private void executed(Entry entry) {
		if (entry.operation() == Operation.ADMIT || entry.operation() == Operation.RECONFIGURE
				|| entry.operation() == Operation.CHECK_EPOCH) {
			if (entry.operation() == Operation.ADMIT) {
				this.following.executed(this.state.participants.membership());
			}
			this.exchange.notice();
			this.epochs.executed(entry.operation());
		}
		this.checkpoints.executed(entry);
	}

	private void becameNormal() {
		this.exchange.notice();
		this.execution.becameNormal();
		this.normalCase.enteredView();
		this.epochs.enteredView();
		this.viewChange.enteredNormally();
		this.routes.announcePrimary();
	}

}
