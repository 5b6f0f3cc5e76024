package dev.viewstamped.replica;

import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Evicted;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Reply.Outcome;
import dev.viewstamped.state.Answer;
import dev.viewstamped.state.StateMachine;

import org.jspecify.annotations.Nullable;

/**
 * Executes committed entries in order (§4.1 steps 5 and 7), keeps the client table and,
 * at the primary, replies.
 */
final class Execution {

	private static final long MAX_NANOS = 20_000_000;

	private static final byte[] NOTHING = {};

	private static final Set<Operation> GROUP_OPERATIONS = Set.of(Operation.ADMIT, Operation.RECONFIGURE,
			Operation.CHECK_EPOCH);

	private final ReplicaState state;

	private final StateMachine stateMachine;

	private final Routes routes;

	private final ClientTable clientTable;

	private final InFlight inFlight;

	private final Consumer<Entry> whenExecuted;

	private long executedNumber;

	/** What was committed when this life first became normal; -1 before. */
	private long firstCommitNumber = -1;

	/**
	 * @param whenExecuted told of each entry after it was executed
	 */
	Execution(ReplicaState state, StateMachine stateMachine, Routes routes, Consumer<Entry> whenExecuted) {
		this.state = state;
		this.stateMachine = stateMachine;
		this.routes = routes;
		this.whenExecuted = whenExecuted;
		this.inFlight = new InFlight(state.options.clientWindow());
		this.clientTable = new ClientTable(state.options, this.inFlight::evicted);
	}

	long executedNumber() {
		return this.executedNumber;
	}

	/**
	 * Whether this life has executed what was committed when it recovered. Until then its
	 * state is one that the member had left behind long before it restarted.
	 */
	boolean hasCaughtUp() {
		return this.firstCommitNumber >= 0 && this.executedNumber >= this.firstCommitNumber;
	}

	/**
	 * What was committed when this life first became normal.
	 */
	long firstCommitNumber() {
		return this.firstCommitNumber;
	}

	ClientTable clientTable() {
		return this.clientTable;
	}

	InFlight inFlight() {
		return this.inFlight;
	}

	/**
	 * The replica became normal: its log was replaced after what is committed.
	 */
	void becameNormal() {
		if (this.firstCommitNumber < 0) {
			this.firstCommitNumber = this.state.commitNumber();
		}
		this.inFlight.rebuild(this.state.log, this.executedNumber);
	}

	/**
	 * The state became that of a checkpoint, in place of executing what led to it.
	 * @param opNumber the last op-number in it
	 * @param clients the client table
	 * @param membership who takes part then
	 */
	void install(long opNumber, ClientTableSnapshot clients, Membership membership) {
		this.executedNumber = opNumber;
		this.state.participants.executed(membership);
		this.clientTable.restore(clients);
		this.inFlight.rebuild(this.state.log, opNumber);
	}

	/**
	 * Execute committed entries, until it has taken so long that the loop has to see to
	 * its other work.
	 * @param budget how many at most
	 * @return whether there are more
	 */
	boolean execute(int budget) {
		int left = budget;
		long beginNanos = this.state.time.monotonicNanos();
		while (this.executedNumber < this.state.commitNumber() && this.state.status() != Status.STOPPED) {
			boolean longEnough = left < budget && this.state.time.monotonicNanos() - beginNanos > MAX_NANOS;
			if (left-- == 0 || longEnough) {
				return true;
			}
			if (this.executedNumber == 0) {
				this.state.participants.executed(executedMembership());
			}
			Entry entry = this.state.log.get(this.executedNumber + 1);
			execute(entry);
			if (this.state.status() != Status.STOPPED) {
				this.executedNumber++;
				this.inFlight.executed(entry);
				this.whenExecuted.accept(entry);
			}
		}
		return false;
	}

	/**
	 * Answer a query from the state as it is now.
	 * @return {@code null} if that stopped the replica
	 */
	@Nullable Answer query(byte[] query) {
		try {
			return this.stateMachine.answer(query);
		}
		catch (Throwable ex) {
			stop("A query could not be answered", ex);
			return null;
		}
	}

	boolean knows(byte[] command) {
		return this.stateMachine.knows(command);
	}

	private void execute(Entry entry) {
		if (entry.operation() == Operation.REGISTER) {
			register(entry);
			return;
		}
		if (GROUP_OPERATIONS.contains(entry.operation())) {
			change(entry);
			return;
		}
		Session session = this.clientTable.find(entry.client(), entry.session());
		if (session == null) {
			this.inFlight.evicted(entry.client());
			reply(new Evicted(this.state.groupId(), entry.client(), entry.session()));
			return;
		}
		this.clientTable.acknowledge(session, entry);
		if (entry.operation() == Operation.COMMAND && !session.isFinished(entry.requestNumber())) {
			command(session, entry);
		}
	}

	/**
	 * Who takes part after the entry that was executed last.
	 */
	Membership executedMembership() {
		return (this.executedNumber == 0) ? Membership.first(firstConfiguration())
				: this.state.participants.executedMembership();
	}

	/**
	 * The configuration before the first entry: a replica that came to the group in a
	 * later epoch learns it from the reconfiguration that ended it.
	 */
	private Configuration firstConfiguration() {
		for (long op = 1; this.state.epoch() > 0 && op <= this.state.log.opNumber(); op++) {
			Entry entry = this.state.log.get(op);
			if (entry.operation() == Operation.RECONFIGURE) {
				return MembershipPayload.Change.decode(entry.payload()).replaced();
			}
		}
		return this.state.configuration;
	}

	private void change(Entry entry) {
		try {
			this.state.participants.executed(membershipAfter(this.state.participants.executedMembership(), entry));
		}
		catch (IllegalArgumentException ex) {
			stop("Committed op " + entry.opNumber() + " could not be read", ex);
		}
	}

	/**
	 * Who takes part after an entry. No up-call to the service (§7.1).
	 */
	static Membership membershipAfter(Membership before, Entry entry) {
		if (entry.operation() == Operation.ADMIT) {
			return MembershipPayload.Admission.decode(entry.payload()).applyTo(before);
		}
		if (entry.operation() == Operation.RECONFIGURE) {
			MembershipPayload.Change change = MembershipPayload.Change.decode(entry.payload());
			return (change.next().epoch() == before.epoch() + 1) ? change.applyTo(before, entry.viewstamp()) : before;
		}
		return (entry.operation() != Operation.CHECK_EPOCH) ? before
				: new Membership(before.configuration(), before.incarnations(), before.oldConfiguration(),
						before.epochStart(), before.standbys(), before.nextMemberId(),
						Math.max(before.checkedEpoch(), entry.epoch()));
	}

	private void command(Session session, Entry entry) {
		StoredReply stored = session.find(entry.requestNumber());
		if (stored == null) {
			byte[] result = apply(entry);
			if (result == null) {
				return;
			}
			stored = this.clientTable.store(session, entry, result);
		}
		reply(entry.client(), stored);
	}

	private byte @Nullable [] apply(Entry entry) {
		try {
			return this.stateMachine.apply(entry.viewstamp(), entry.timestampNanos(), entry.payload());
		}
		catch (Throwable ex) {
			stop("Committed op " + entry.opNumber() + " could not be executed", ex);
			return null;
		}
	}

	private void register(Entry entry) {
		Session session;
		try {
			session = this.clientTable.register(entry);
		}
		catch (IllegalArgumentException ex) {
			stop("Committed op " + entry.opNumber() + " could not be read", ex);
			return;
		}
		Viewstamp opened = (session != null) ? session.opened() : entry.viewstamp();
		reply(entry.client(), 0, opened, (session != null) ? Outcome.EXECUTED : Outcome.TOO_MANY_SESSIONS, NOTHING);
	}

	/**
	 * Send a stored reply, also to a request that came again.
	 */
	void reply(UUID client, StoredReply stored) {
		reply(client, stored.requestNumber(), stored.viewstamp(), stored.outcome(), stored.result());
	}

	/**
	 * Tell a client that registers again of the session that it has.
	 */
	void replyRegistered(Session session) {
		reply(session.client(), 0, session.opened(), Outcome.EXECUTED, NOTHING);
	}

	private void reply(UUID client, long requestNumber, Viewstamp viewstamp, Outcome outcome, byte[] result) {
		if (this.state.isPrimary()) {
			this.routes.reply(new Reply(this.state.groupId(), client, this.state.epoch(), this.state.view(),
					requestNumber, viewstamp, outcome, result));
		}
	}

	private void reply(Evicted evicted) {
		if (this.state.isPrimary()) {
			this.routes.reply(evicted);
		}
	}

	private void stop(String what, Throwable ex) {
		this.state.stop(new Condition(Condition.HANDLER_ERROR, what + ": " + ex
				+ ". This replica has stopped so that its state does not differ from the others'. "
				+ "Mend the handler, or install the version that knows the command, and restart this replica."));
	}

}
