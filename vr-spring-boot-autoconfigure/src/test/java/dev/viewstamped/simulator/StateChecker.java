package dev.viewstamped.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.viewstamped.message.Header;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * What must hold in all replicas together, looked at after each step of any of them.
 */
final class StateChecker {

	private final Map<UUID, CanonicalLog> canons = new HashMap<>();

	private final Map<Integer, Life> lives = new HashMap<>();

	private final Map<ViewKey, LifeKey> primaries = new HashMap<>();

	private final Map<LifeKey, Long> acknowledgedViews = new HashMap<>();

	private final Map<String, Long> committedCommands = new HashMap<>();

	private final LogChecker logs = new LogChecker();

	private final Listener listener;

	StateChecker(Listener listener) {
		this.listener = listener;
	}

	/**
	 * The commands that a group has executed.
	 * @param groupId the group
	 * @return the commands
	 */
	CanonicalLog canon(UUID groupId) {
		return this.canons.computeIfAbsent(groupId, (id) -> new CanonicalLog());
	}

	/**
	 * A replica was dropped.
	 * @param memberId its member id
	 */
	void crashed(int memberId) {
		this.lives.remove(memberId);
		this.logs.crashed(memberId);
	}

	/**
	 * A replica sent a message.
	 * @param message the message
	 */
	void sent(PeerMessage message) {
		if (message instanceof PrepareOk) {
			Header header = message.header();
			this.acknowledgedViews.merge(new LifeKey(header.groupId(), header.from(), 0), header.view(), Math::max);
		}
		this.logs.sent(message);
	}

	/**
	 * Look at a replica that made a step.
	 * @param memberId its member id
	 * @param lifeNumber 1 for its first process, and so on
	 * @param report its report
	 * @param applied all that this life has executed
	 */
	void observe(int memberId, int lifeNumber, ReplicaReport report, List<Applied> applied) {
		Life life = this.lives.computeIfAbsent(memberId, (id) -> new Life(lifeNumber));
		checkNumbers(report, life.last);
		while (life.checked < applied.size()) {
			checkApplied(life, report, applied.get(life.checked++));
		}
		if (!report.groupId().equals(Header.NO_GROUP)) {
			checkExecuted(life, report);
		}
		if (report.status() == Status.NORMAL) {
			checkNormal(life, report);
		}
		else {
			check(report.role() == Role.NONE, "ROLE", "member %d is %s in status %s", memberId, report.role(),
					report.status());
		}
		this.logs.observe(memberId, report);
		life.last = report;
	}

	private void checkNumbers(ReplicaReport report, @Nullable ReplicaReport last) {
		int id = report.memberId();
		check(report.executedNumber() <= report.commitNumber() && report.commitNumber() <= report.opNumber(),
				"EXECUTED-COMMIT-OP", "member %d has executed %d, commit %d, op %d", id, report.executedNumber(),
				report.commitNumber(), report.opNumber());
		check(report.quorumNeeded() == report.configuration().size() / 2 + 1, "QUORUM", "member %d needs %d of %d", id,
				report.quorumNeeded(), report.configuration().size());
		if (last == null) {
			return;
		}
		check(report.view() >= last.view(), "MONOTONE-VIEW", "member %d went from view %d to %d", id, last.view(),
				report.view());
		check(report.commitNumber() >= last.commitNumber(), "MONOTONE-COMMIT", "member %d went from commit %d to %d",
				id, last.commitNumber(), report.commitNumber());
		check(report.executedNumber() >= last.executedNumber(), "MONOTONE-EXECUTED",
				"member %d went from executed %d to %d", id, last.executedNumber(), report.executedNumber());
	}

	private void checkApplied(Life life, ReplicaReport report, Applied applied) {
		int id = report.memberId();
		CanonicalLog canon = canon(report.groupId());
		long op = applied.opNumber();
		check(op > life.lastApplied, "APPLIED-ONCE", "member %d applied op %d after op %d", id, op, life.lastApplied);
		check(canon.floor(op - 1) <= life.lastApplied, "NO-GAP", "member %d applied op %d after op %d, without op %d",
				id, op, life.lastApplied, canon.floor(op - 1));
		Applied known = canon.get(op);
		if (known == null) {
			checkNew(id, report.groupId(), canon, applied);
		}
		else {
			check(known.equals(applied), "AGREEMENT", "member %d applied %s, another one %s", id, applied, known);
		}
		life.lastApplied = op;
	}

	private void checkNew(int id, UUID groupId, CanonicalLog canon, Applied applied) {
		long op = applied.opNumber();
		Applied last = canon.last();
		check(last == null || last.opNumber() < op, "AGREEMENT", "member %d applied %s at an op that others skipped",
				id, applied);
		check(canon.maxExecutedNumber() < op, "AGREEMENT", "member %d applied %s; another one executed up to %d", id,
				applied, canon.maxExecutedNumber());
		if (last != null) {
			check(applied.timestampNanos() > last.timestampNanos(), "TIMESTAMPS", "%s comes after %s", applied, last);
			check(applied.viewstamp().compareTo(last.viewstamp()) > 0
					&& applied.viewstamp().view() >= last.viewstamp().view(), "VIEWS", "%s comes after %s", applied,
					last);
		}
		Long before = this.committedCommands.put(applied.command(), op);
		check(before == null, "EXACTLY-ONCE", "'%s' was executed at op %d and at op %d", applied.command(), before, op);
		canon.append(applied);
		check(canon.lastModelResult().equals(applied.result()), "RESULT", "member %d returned '%s', the model '%s'", id,
				applied.result(), canon.lastModelResult());
		this.listener.committed(groupId, applied);
	}

	private void checkExecuted(Life life, ReplicaReport report) {
		CanonicalLog canon = canon(report.groupId());
		canon.executedUpTo(report.executedNumber());
		check(life.lastApplied <= report.executedNumber(), "APPLIED-EXECUTED", "member %d applied op %d, executed %d",
				report.memberId(), life.lastApplied, report.executedNumber());
		check(canon.floor(report.executedNumber()) == life.lastApplied, "NO-GAP",
				"member %d executed up to %d and applied op %d last, without op %d", report.memberId(),
				report.executedNumber(), life.lastApplied, canon.floor(report.executedNumber()));
	}

	private void checkNormal(Life life, ReplicaReport report) {
		int id = report.memberId();
		int primary = report.configuration().primary(report.view());
		UUID groupId = report.groupId();
		check(!groupId.equals(Header.NO_GROUP), "GROUP", "member %d is normal without a group", id);
		check(life.groupId == null || life.groupId.equals(groupId), "GROUP", "member %d went from group %s to %s", id,
				life.groupId, groupId);
		life.groupId = groupId;
		check(report.role() == ((primary == id) ? Role.PRIMARY : Role.BACKUP), "PRIMARY-OF-VIEW",
				"member %d is %s of view %d", id, report.role(), report.view());
		if (report.role() == Role.PRIMARY) {
			ViewKey view = new ViewKey(groupId, report.configuration().epoch(), report.view());
			LifeKey me = new LifeKey(groupId, id, life.number);
			LifeKey other = this.primaries.putIfAbsent(view, me);
			check(other == null || other.equals(me), "ONE-PRIMARY", "%s and %s are primaries of %s", other, me, view);
		}
		for (Life other : this.lives.values()) {
			check(other.last == null || other.last.status() != Status.NORMAL || other.last.memberId() == id
					|| other.last.groupId().equals(groupId), "ONE-GROUP",
					"member %d is normal in another group than member %d", id,
					(other.last != null) ? other.last.memberId() : -1);
		}
		if (life.last == null || life.last.status() != Status.NORMAL) {
			long view = this.acknowledgedViews.getOrDefault(new LifeKey(groupId, id, 0), 0L);
			check(report.view() >= view, "RECOVERED-VIEW", "member %d is normal in view %d and acknowledged in view %d",
					id, report.view(), view);
		}
	}

	/**
	 * Told of each command that some replica is the first to execute.
	 */
	interface Listener {

		void committed(UUID groupId, Applied applied);

	}

	private static final class Life {

		private final int number;

		private int checked;

		private long lastApplied;

		private @Nullable UUID groupId;

		private @Nullable ReplicaReport last;

		private Life(int number) {
			this.number = number;
		}

	}

	private record LifeKey(UUID groupId, int memberId, int life) {

	}

	private record ViewKey(UUID groupId, long epoch, long view) {

	}

}
