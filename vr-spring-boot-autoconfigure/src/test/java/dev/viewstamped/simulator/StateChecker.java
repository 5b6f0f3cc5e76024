package dev.viewstamped.simulator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.viewstamped.message.HelloResponse;
import dev.viewstamped.message.IncarnationResponse;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.simulator.ViewLog.View;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * What must hold in all replicas together, looked at after each step of any of them. The
 * name of a check begins with the number of the invariant in the protocol's notes.
 */
final class StateChecker {

	/** Entries that a primary makes itself: of newcomers, and where epochs end. */
	private static final int OWN_ENTRIES = 4;

	private final Map<Integer, Life> lives = new TreeMap<>();

	private final DurabilityChecker disks = new DurabilityChecker();

	private final EpochChecker epochs = new EpochChecker(this.disks);

	private final CommitChecker commits = new CommitChecker(this.disks, this.epochs);

	private final LogChecker logs = new LogChecker(this.commits, this.disks);

	private final ViewChecker views = new ViewChecker(this.disks);

	private final CheckpointChecker checkpoints = new CheckpointChecker();

	private final ExecutionChecker executions;

	private final Limits limits;

	private long changes;

	StateChecker(Listener listener, Limits limits) {
		this(listener, limits, Ballast.NONE);
	}

	StateChecker(Listener listener, Limits limits, Ballast writes) {
		this.executions = new ExecutionChecker(listener, writes);
		this.limits = limits;
	}

	/**
	 * The commands that a group has executed.
	 * @param groupId the group
	 * @return the commands
	 */
	CanonicalLog canon(UUID groupId) {
		return this.executions.canon(groupId);
	}

	/**
	 * What a group has committed, commands and all other entries.
	 * @param groupId the group
	 * @return the number of entries
	 */
	long committed(UUID groupId) {
		return this.commits.canon(groupId).size();
	}

	/**
	 * What a member's process has.
	 * @param memberId its member id
	 * @return its inside, {@code null} if it is not up
	 */
	@Nullable Inside inside(int memberId) {
		Life life = this.lives.get(memberId);
		return (life != null) ? life.inside() : null;
	}

	/**
	 * What is known of the epochs of groups.
	 */
	EpochChecker epochs() {
		return this.epochs;
	}

	/**
	 * What disks must have.
	 */
	DurabilityChecker disks() {
		return this.disks;
	}

	/**
	 * What the disk of a member had is lost.
	 * @param memberId the member
	 * @param had what it had
	 */
	void diskLost(int memberId, Kept had) {
		this.changes++;
		this.commits.diskLost(memberId, had);
	}

	/**
	 * A process was started.
	 * @param memberId its member id
	 * @param lifeNumber 1 for its first process, and so on
	 * @param inside what it has; {@code null} if only its reports are to be looked at
	 */
	void started(int memberId, int lifeNumber, @Nullable Inside inside) {
		this.changes++;
		Life life = new Life(memberId, lifeNumber, inside);
		this.lives.put(memberId, life);
		this.commits.started(life);
	}

	/**
	 * A replica was dropped.
	 * @param memberId its member id
	 */
	void crashed(int memberId) {
		this.changes++;
		Life life = this.lives.remove(memberId);
		if (life != null) {
			this.commits.crashed(life);
			this.executions.crashed(life);
		}
	}

	/**
	 * A replica sent a message.
	 * @param message the message
	 */
	void sent(PeerMessage message) {
		this.views.sent(message);
		Life life = this.lives.get(message.header().from());
		this.epochs.sent(life, message);
		this.logs.sent(life, message);
		this.disks.sent((life != null) ? life.inside() : null, message);
		this.checkpoints.sent(message);
	}

	/**
	 * A message arrives at a replica.
	 * @param memberId its member id
	 * @param message the message
	 * @param delivery hands it over
	 */
	void deliver(int memberId, PeerMessage message, Runnable delivery) {
		Life life = this.lives.get(memberId);
		Inside inside = (life != null) ? life.inside() : null;
		if (life == null || inside == null || !isFromDeadLife(inside, message)) {
			if (life != null) {
				this.views.delivered(life, message);
				this.epochs.delivered(life, message);
			}
			delivery.run();
			return;
		}
		List<Object> before = inside.variables();
		delivery.run();
		List<Object> after = inside.variables();
		check(before.equals(after), "S14-DEAD-INCARNATION",
				"member %d knows that the sender of %s is dead; %s became %s", memberId, message, before, after);
	}

	/**
	 * Look at a replica that made a step, and was given no state.
	 * @param memberId its member id
	 * @param lifeNumber 1 for its first process, and so on
	 * @param report its report
	 * @param applied all that this life has executed
	 */
	void observe(int memberId, int lifeNumber, ReplicaReport report, List<Applied> applied) {
		observe(memberId, lifeNumber, report, Executed.all(applied));
	}

	/**
	 * Look at a replica that made a step.
	 * @param memberId its member id
	 * @param lifeNumber 1 for its first process, and so on
	 * @param report its report
	 * @param executed all that this life has executed
	 */
	void observe(int memberId, int lifeNumber, ReplicaReport report, Executed executed) {
		Life life = this.lives.computeIfAbsent(memberId, (id) -> new Life(id, lifeNumber, null));
		checkNumbers(report, life);
		checkBounds(report, life.last());
		this.executions.observe(life, report, executed);
		this.views.observe(life, report, this.lives.values());
		this.logs.observe(life, report);
		life.setLast(report);
		this.commits.observe(life, report);
		life.setComparedAt(changes());
	}

	/**
	 * Look at a replica that made a step, and is and has the same as after the step
	 * before. That was looked at, so nothing is left to do but to see that its log has
	 * what it had: provided that what it was compared with is also the same.
	 * @param memberId its member id
	 * @return {@code false} if it has to be looked at again
	 */
	boolean observeSame(int memberId) {
		Life life = this.lives.get(memberId);
		if (life == null || !life.isComparedAt(changes())) {
			return false;
		}
		this.commits.observeSame(life);
		return true;
	}

	/**
	 * How often anything has changed that all are compared with: processes, what is
	 * committed, and what is on disks. What others report is compared when they do.
	 */
	private long changes() {
		return this.changes + this.commits.additions() + this.disks.changes();
	}

	// Answers that tell of lives are facts, whoever tells them
	private static boolean isFromDeadLife(Inside inside, PeerMessage message) {
		return message.header().groupId().equals(inside.groupId())
				&& message.header().incarnation() < inside.knownIncarnation(message.header().from())
				&& !(message instanceof IncarnationResponse) && !(message instanceof HelloResponse);
	}

	private static void checkNumbers(ReplicaReport report, Life life) {
		int id = report.memberId();
		check(report.executedNumber() <= report.commitNumber() && report.commitNumber() <= report.opNumber(),
				"S4-EXECUTED-COMMIT-OP", "member %d has executed %d, commit %d, op %d", id, report.executedNumber(),
				report.commitNumber(), report.opNumber());
		check(report.quorumNeeded() == report.configuration().size() / 2 + 1, "S2-QUORUM", "member %d needs %d of %d",
				id, report.quorumNeeded(), report.configuration().size());
		Inside inside = life.inside();
		check(inside == null || inside.lastNormalView() <= report.view(), "S4-LOG-VIEW",
				"member %d is in view %d with a later view's log", id, report.view());
		if (inside != null) {
			life.knownLives().observe(inside, report);
		}
		ReplicaReport last = life.last();
		if (last == null) {
			return;
		}
		check(!View.of(report).isBefore(View.of(last)), "S4-MONOTONE-VIEW", "member %d went from %s to %s", id,
				View.of(last), View.of(report));
		check(report.commitNumber() >= last.commitNumber(), "S4-MONOTONE-COMMIT", "member %d went from commit %d to %d",
				id, last.commitNumber(), report.commitNumber());
		check(report.executedNumber() >= last.executedNumber(), "S4-MONOTONE-EXECUTED",
				"member %d went from executed %d to %d", id, last.executedNumber(), report.executedNumber());
	}

	private void checkBounds(ReplicaReport report, @Nullable ReplicaReport last) {
		check(report.checkpoints().divergences() == 0, "S9-SAME-CHECKPOINT",
				"member %d finds that its state differs from that of others", report.memberId());
		check(report.sessions() <= this.limits.sessions(), "S14-BOUNDED", "member %d has %d sessions",
				report.memberId(), report.sessions());
		boolean appended = last != null && last.role() == Role.PRIMARY && report.role() == Role.PRIMARY
				&& View.of(last).equals(View.of(report)) && last.opNumber() < report.opNumber();
		check(!appended || report.pendingRequests() <= this.limits.requestsInFlight() + OWN_ENTRIES, "S14-BOUNDED",
				"member %d, the primary, appended with %d requests in flight", report.memberId(),
				report.pendingRequests());
	}

	/**
	 * Told of each command that some replica is the first to execute.
	 */
	interface Listener {

		void committed(UUID groupId, Applied applied);

	}

	/**
	 * What a replica may not exceed.
	 *
	 * @param requestsInFlight uncommitted requests that a primary takes
	 * @param sessions sessions in the client table
	 */
	record Limits(int requestsInFlight, int sessions) {

	}

}
