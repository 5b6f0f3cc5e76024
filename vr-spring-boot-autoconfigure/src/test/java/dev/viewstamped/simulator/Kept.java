package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Entry;
import dev.viewstamped.replica.Promises;
import dev.viewstamped.simulator.CommitChecker.Committed;
import dev.viewstamped.simulator.ViewLog.View;
import dev.viewstamped.state.Checkpoint;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * What a disk keeps after a number of calls of its storage: promises and a log, of which
 * the viewstamps are enough.
 */
final class Kept {

	private final int memberId;

	/** From op-number 1 on; {@code null} where a checkpoint stands for the entry. */
	private final List<@Nullable Viewstamp> log = new ArrayList<>();

	private @Nullable Promises promises;

	private long baseOpNumber;

	private long agreed;

	Kept(int memberId) {
		this.memberId = memberId;
	}

	@Nullable Promises promises() {
		return this.promises;
	}

	long opNumber() {
		return this.log.size();
	}

	/**
	 * The op-number up to which there is nothing but a checkpoint.
	 */
	long baseOpNumber() {
		return this.baseOpNumber;
	}

	/**
	 * An entry of the log.
	 * @param opNumber its op-number
	 * @return its identity, {@code null} if it is not there or known only as part of a
	 * checkpoint
	 */
	@Nullable Viewstamp viewstamp(long opNumber) {
		return (opNumber >= 1 && opNumber <= this.log.size()) ? this.log.get((int) opNumber - 1) : null;
	}

	/**
	 * How far the log has what is committed.
	 * @param canon what is committed
	 * @return the op-number
	 */
	long agreed(List<Committed> canon) {
		long most = Math.min(canon.size(), this.log.size());
		if (this.agreed < Math.min(this.baseOpNumber, most)
				&& canon.get((int) this.baseOpNumber - 1).entry().viewstamp().equals(viewstamp(this.baseOpNumber))) {
			this.agreed = this.baseOpNumber;
		}
		while (this.agreed < most
				&& canon.get((int) this.agreed).entry().viewstamp().equals(this.log.get((int) this.agreed))) {
			this.agreed++;
		}
		return this.agreed;
	}

	void append(Entry entry) {
		check(entry.opNumber() == opNumber() + 1, "S8-NO-GAP-ON-DISK", "member %d stores op %d after op %d",
				this.memberId, entry.opNumber(), opNumber());
		this.log.add(entry.viewstamp());
	}

	void promise(Promises next) {
		Promises before = this.promises;
		if (before != null && before.groupId().equals(next.groupId())) {
			check(!View.of(next).isBefore(View.of(before)) && !View.ofLog(next).isBefore(View.ofLog(before))
					&& next.incarnation() >= before.incarnation(), "S4-MONOTONE-ON-DISK",
					"member %d stores %s after %s", this.memberId, next, before);
		}
		check(next.lastNormalView() <= next.view(), "S4-LOG-VIEW", "member %d stores %s", this.memberId, next);
		this.promises = next;
	}

	void replace(long keep, List<Entry> suffix, Promises next) {
		check(keep <= opNumber(), "S8-NO-GAP-ON-DISK", "member %d keeps op %d of a log up to %d", this.memberId, keep,
				opNumber());
		cut(keep);
		suffix.forEach(this::append);
		promise(next);
	}

	void install(Checkpoint checkpoint, List<Entry> suffix, Promises next) {
		cut(0);
		for (long op = 1; op < checkpoint.opNumber(); op++) {
			this.log.add(null);
		}
		if (checkpoint.opNumber() > 0) {
			this.log.add(checkpoint.viewstamp());
		}
		this.baseOpNumber = checkpoint.opNumber();
		suffix.forEach(this::append);
		promise(next);
	}

	private void cut(long keep) {
		this.log.subList((int) keep, this.log.size()).clear();
		this.agreed = Math.min(this.agreed, keep);
		this.baseOpNumber = Math.min(this.baseOpNumber, keep);
	}

}
