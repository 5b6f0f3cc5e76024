package dev.viewstamped.simulator;

import java.util.List;
import java.util.UUID;

import dev.viewstamped.message.Entry;
import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.Promises;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.CommitChecker.Committed;
import dev.viewstamped.simulator.ViewLog.View;

import org.jspecify.annotations.Nullable;

/**
 * A member: what its process has, what the process before had when it died, and in
 * durable mode what its disk has.
 */
final class Holder {

	/** Op-number up to which commits were looked at. */
	long committed;

	private final @Nullable DiskModel disk;

	private @Nullable Life life;

	private @Nullable Inside inside;

	/** Op-number up to which the log has what is committed. */
	private long agreed;

	private @Nullable Lost lost;

	/** The view whose log the process had after the step before. */
	private @Nullable View logView;

	Holder(@Nullable DiskModel disk) {
		this.disk = disk;
	}

	@Nullable Inside inside() {
		return this.inside;
	}

	void begin(Life started, Inside startedInside) {
		this.life = started;
		this.inside = startedInside;
		this.committed = 0;
		this.agreed = 0;
		this.logView = null;
	}

	/**
	 * The view whose log the process had when it learned that an entry is committed. What
	 * ends an epoch is executed in the step in which the next one begins.
	 */
	View logViewAt(Entry entry, Inside log) {
		View now = View.ofLog(log);
		View before = this.logView;
		if (entry.epoch() == now.epoch()) {
			return now;
		}
		return (before != null && before.epoch() == entry.epoch()) ? before
				: new View(log.groupId(), entry.epoch(), entry.view());
	}

	void stepped(Inside log) {
		this.logView = View.ofLog(log);
	}

	/**
	 * The process died, and with it what was in memory only.
	 */
	void end() {
		boolean hadState = this.life != null && Life.hasState(this.life.last());
		if (this.inside != null && hadState && this.disk == null) {
			this.lost = new Lost(this.inside.groupId(), this.inside.history(), this.agreed);
		}
		this.life = null;
		this.inside = null;
	}

	/**
	 * The disk was lost.
	 * @param had what was on it
	 */
	void diskLost(Kept had) {
		Promises promises = had.promises();
		if (promises != null) {
			this.lost = new Lost(promises.groupId(), had);
		}
	}

	void agree(UUID groupId, List<Committed> canon) {
		if (this.inside != null && this.inside.groupId().equals(groupId)) {
			extend(this.inside, canon);
		}
		if (this.lost != null && this.lost.groupId().equals(groupId)) {
			this.lost.extend(canon);
		}
	}

	private void extend(Inside log, List<Committed> canon) {
		if (this.agreed > 0 && !(log.opNumber() >= this.agreed && has(log, canon, this.agreed))) {
			throw new InvariantViolation("S11-NO-COMMITTED-OP-REMOVED",
					"a log had " + canon.get((int) this.agreed - 1) + ", and is now " + log.history());
		}
		while (this.agreed < Math.min(canon.size(), log.opNumber()) && has(log, canon, this.agreed + 1)) {
			this.agreed++;
		}
	}

	private static boolean has(Inside log, List<Committed> canon, long opNumber) {
		Entry known = canon.get((int) opNumber - 1).entry();
		return (opNumber > log.baseOpNumber()) ? CommitChecker.same(log.entry(opNumber), known)
				: opNumber < log.history().begin().opNumber() || log.history().contains(known);
	}

	/**
	 * The first step with state of a process ends the loss of the one before. What was
	 * committed in later views than its own is not asked of it.
	 */
	void recovers(ReplicaReport report, List<Committed> canon) {
		Lost before = this.lost;
		boolean hasLog = report.status() == Status.NORMAL || report.status() == Status.VIEW_CHANGE;
		if (before == null || this.inside == null || !hasLog) {
			return;
		}
		// In durable mode memory alone promises nothing
		if (this.disk == null || this.disk.isUsed()) {
			this.lost = null;
		}
		if (before.groupId().equals(report.groupId())) {
			extend(this.inside, canon);
			before.extend(canon);
			long op = before.agreed();
			View log = View.ofLog(this.inside);
			while (op > this.agreed && log.isBefore(canon.get((int) op - 1).view())) {
				op--;
			}
			if (this.agreed < op) {
				throw new InvariantViolation("S15-RECOVERED-LOG",
						"member " + report.memberId() + " recovered without " + canon.get((int) op - 1)
								+ ", which it had before it crashed; its log: " + this.inside.history());
			}
		}
	}

	/**
	 * How much of what is committed the member has; in durable mode, on its disk.
	 */
	long heldNumber(UUID groupId, List<Committed> canon) {
		long held = 0;
		if (this.disk != null) {
			held = agreedOnDisk(this.disk.kept(), groupId, canon);
		}
		else if (this.inside != null && this.life != null && this.life.hasStateOf(groupId)) {
			held = this.agreed;
		}
		if (this.lost != null && this.lost.groupId().equals(groupId)) {
			this.lost.extend(canon);
			held = Math.max(held, this.lost.agreed());
		}
		return held;
	}

	private static long agreedOnDisk(Kept kept, UUID groupId, List<Committed> canon) {
		Promises promises = kept.promises();
		return (promises != null && promises.groupId().equals(groupId)) ? kept.agreed(canon) : 0;
	}

}
