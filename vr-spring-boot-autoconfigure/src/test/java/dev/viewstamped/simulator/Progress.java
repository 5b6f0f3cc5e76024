package dev.viewstamped.simulator;

import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.replica.TransferReport;

import org.jspecify.annotations.Nullable;

/**
 * Counts what members did so that the group can live long: checkpoints, logs that were
 * cut, transfers of state, and restarts from a disk.
 */
final class Progress {

	private final SortedMap<Kind, Long> counts = new TreeMap<>();

	/**
	 * A process has made a step.
	 * @param before its report of the step before, {@code null} at its first step
	 * @param now its report
	 * @param restored states that it was given in the step
	 */
	void stepped(@Nullable ReplicaReport before, ReplicaReport now, int restored) {
		if (before == null) {
			return;
		}
		count(Kind.CHECKPOINT_TAKEN, now.checkpoints().taken() - before.checkpoints().taken());
		count(Kind.LOG_CUT, (now.firstOpNumber() > before.firstOpNumber() && restored == 0) ? 1 : 0);
		count(Kind.TRANSFER_FINISHED, restored);
		count(Kind.EPOCH_BEGUN, now.configuration().epoch() - before.configuration().epoch());
		count(Kind.RETIRED, (now.status() == Status.RETIRED && before.status() != Status.RETIRED) ? 1 : 0);
		TransferReport last = before.transfer();
		TransferReport transfer = now.transfer();
		if (transfer != null && last == null) {
			count(Kind.TRANSFER_BEGUN, 1);
		}
		else if (transfer != null && last != null) {
			count(Kind.TRANSFER_MOVED, (transfer.opNumber() != last.opNumber()) ? 1 : 0);
			count(Kind.PAGE_FETCHED, Math.max(0, transfer.pages() - last.pages()));
		}
	}

	void count(Kind kind, long more) {
		if (more > 0) {
			this.counts.merge(kind, more, Long::sum);
		}
	}

	SortedMap<Kind, Long> counts() {
		return new TreeMap<>(this.counts);
	}

	/**
	 * What is counted.
	 */
	enum Kind {

		CHECKPOINT_TAKEN, LOG_CUT, TRANSFER_BEGUN, TRANSFER_MOVED, PAGE_FETCHED, TRANSFER_FINISHED, DISK_TAKEN_UP,
		DISK_NOT_TRUSTED, JOINED, EPOCH_BEGUN, RELOCATED, RETIRED;

		String text() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

	}

}
