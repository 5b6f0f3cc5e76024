package dev.viewstamped.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.viewstamped.message.Header;
import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.ReplicaReport;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * All replicas of a group execute the same commands in the same order, each once, with
 * the results of a model, and so have the same client table.
 */
final class ExecutionChecker {

	private final StateChecker.Listener listener;

	private final Ballast writes;

	private final Map<UUID, CanonicalLog> canons = new HashMap<>();

	private final Map<String, Long> commands = new HashMap<>();

	private final Map<Integer, Progress> progress = new HashMap<>();

	private final Map<TableKey, Long> clientTables = new HashMap<>();

	ExecutionChecker(StateChecker.Listener listener, Ballast writes) {
		this.listener = listener;
		this.writes = writes;
	}

	CanonicalLog canon(UUID groupId) {
		return this.canons.computeIfAbsent(groupId, (id) -> new CanonicalLog(this.writes));
	}

	void crashed(Life life) {
		this.progress.remove(life.memberId());
	}

	/**
	 * Look at a replica that made a step.
	 * @param life the process
	 * @param report its report
	 * @param executed all that the process has executed
	 */
	void observe(Life life, ReplicaReport report, Executed executed) {
		Progress own = this.progress.computeIfAbsent(life.memberId(), (id) -> new Progress());
		if (executed.restored().count() != own.restored) {
			checkRestored(own, report, executed.restored());
		}
		while (own.checked < executed.applied().size()) {
			checkApplied(own, report, executed.applied().get(own.checked++));
		}
		if (!report.groupId().equals(Header.NO_GROUP)) {
			checkExecuted(own, report);
			Inside inside = life.inside();
			if (inside != null && report.executedNumber() > own.tableChecked) {
				own.tableChecked = report.executedNumber();
				checkClientTable(report, inside.clientTableDigest());
			}
		}
	}

	private void checkRestored(Progress own, ReplicaReport report, Restored restored) {
		own.restored = restored.count();
		own.checked = 0;
		check(restored.opNumber() >= own.lastApplied, "S4-MONOTONE-EXECUTED",
				"member %d applied op %d, and was given the state of op %d", report.memberId(), own.lastApplied,
				restored.opNumber());
		check(canon(report.groupId()).isState(restored), "S9-RESTORED-STATE",
				"member %d was given a state that the group never had: %s", report.memberId(), restored);
		own.lastApplied = restored.opNumber();
	}

	private void checkApplied(Progress own, ReplicaReport report, Applied applied) {
		int id = report.memberId();
		CanonicalLog canon = canon(report.groupId());
		long op = applied.opNumber();
		check(op > own.lastApplied, "S10-APPLIED-ONCE", "member %d applied op %d after op %d", id, op, own.lastApplied);
		long before = canon.floor(op - 1);
		check(before <= own.lastApplied, "S1-NO-GAP", "member %d applied op %d after op %d, without op %d", id, op,
				own.lastApplied, before);
		Applied known = canon.get(op);
		if (known == null) {
			checkNew(id, report.groupId(), canon, applied);
		}
		else {
			check(known.equals(applied), "S1-AGREEMENT", "member %d applied %s, another one %s", id, applied, known);
		}
		own.lastApplied = op;
	}

	private void checkNew(int id, UUID groupId, CanonicalLog canon, Applied applied) {
		long op = applied.opNumber();
		Applied last = canon.last();
		check(last == null || last.opNumber() < op, "S1-AGREEMENT", "member %d applied %s at an op that others skipped",
				id, applied);
		check(canon.maxExecutedNumber() < op, "S1-AGREEMENT", "member %d applied %s; another one executed up to %d", id,
				applied, canon.maxExecutedNumber());
		if (last != null) {
			check(applied.timestampNanos() > last.timestampNanos(), "S8-TIMESTAMPS", "%s comes after %s", applied,
					last);
			check(applied.viewstamp().compareTo(last.viewstamp()) > 0
					&& (applied.viewstamp().epoch() > last.viewstamp().epoch()
							|| applied.viewstamp().view() >= last.viewstamp().view()),
					"S8-VIEWS", "%s comes after %s", applied, last);
		}
		Long before = this.commands.put(applied.command(), op);
		check(before == null, "S10-EXACTLY-ONCE", "'%s' was executed at op %d and at op %d", applied.command(), before,
				op);
		canon.append(applied);
		check(canon.lastModelResult().equals(applied.result()), "S9-RESULT", "member %d returned '%s', the model '%s'",
				id, applied.result(), canon.lastModelResult());
		this.listener.committed(groupId, applied);
	}

	private void checkExecuted(Progress own, ReplicaReport report) {
		CanonicalLog canon = canon(report.groupId());
		canon.executedUpTo(report.executedNumber());
		check(own.lastApplied <= report.executedNumber(), "S4-APPLIED-EXECUTED", "member %d applied op %d, executed %d",
				report.memberId(), own.lastApplied, report.executedNumber());
		long last = canon.floor(report.executedNumber());
		check(last == own.lastApplied, "S1-NO-GAP", "member %d executed up to %d and applied op %d last, without op %d",
				report.memberId(), report.executedNumber(), own.lastApplied, last);
	}

	private void checkClientTable(ReplicaReport report, long digest) {
		Long known = this.clientTables.putIfAbsent(new TableKey(report.groupId(), report.executedNumber()), digest);
		check(known == null || known == digest, "S9-SAME-CLIENT-TABLE",
				"the client table of member %d is not that of others that have executed up to %d", report.memberId(),
				report.executedNumber());
	}

	private static final class Progress {

		private int restored;

		private int checked;

		private long lastApplied;

		private long tableChecked;

	}

	private record TableKey(UUID groupId, long executedNumber) {

	}

}
