package dev.viewstamped.message;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.Viewstamp;

/**
 * The viewstamps of a whole log in a few numbers: for each view that added entries, the
 * last op-number that it added. It stands where the paper sends the log itself (§4.2,
 * §5.3): two histories tell the op-number up to which two logs are the same, and entries
 * are pulled by op-number. The 1988 paper knew the idea under this name.
 * <p>
 * A history need not reach back to the first entry. What is before its beginning is in a
 * checkpoint (§5.1), so it is committed, and in every log that a later view can have.
 *
 * @param begin identity of the entry after which the history begins,
 * {@link Viewstamp#ZERO} if it is that of the whole log
 * @param runs the runs after that entry by ascending op-number
 */
public record History(Viewstamp begin, List<Run> runs) {

	/**
	 * Of an empty log.
	 */
	public static final History EMPTY = new History(List.of());

	/**
	 * The entries that one view added.
	 *
	 * @param epoch the epoch
	 * @param view the view
	 * @param lastOpNumber the last op-number that the view added
	 */
	public record Run(long epoch, long view, long lastOpNumber) {

		private boolean sameView(Run other) {
			return this.epoch == other.epoch && this.view == other.view;
		}

		private Viewstamp viewstamp(long opNumber) {
			return new Viewstamp(this.epoch, this.view, opNumber);
		}

	}

	public History {
		runs = List.copyOf(runs);
		for (int i = 0; i < runs.size(); i++) {
			Run run = runs.get(i);
			Viewstamp before = (i == 0) ? begin : runs.get(i - 1).viewstamp(runs.get(i - 1).lastOpNumber());
			// The view of the entry before the beginning may have added more
			boolean ascends = run.epoch() > before.epoch() || (run.epoch() == before.epoch()
					&& (run.view() > before.view() || (i == 0 && run.view() == before.view())));
			if (!ascends || run.lastOpNumber() <= before.opNumber()) {
				throw new IllegalArgumentException("Runs of a history must ascend: " + runs + " after " + begin);
			}
		}
	}

	/**
	 * The history of a log from its first entry on.
	 * @param runs the runs by ascending op-number; empty for an empty log
	 */
	public History(List<Run> runs) {
		this(Viewstamp.ZERO, runs);
	}

	/**
	 * Op-number of the last entry.
	 * @return the op-number, 0 for an empty log
	 */
	public long opNumber() {
		return this.runs.isEmpty() ? this.begin.opNumber() : this.runs.get(this.runs.size() - 1).lastOpNumber();
	}

	/**
	 * The viewstamp at an op-number.
	 * @param opNumber an op-number from that of {@link #begin()} to {@link #opNumber()}
	 * @return the viewstamp, {@link Viewstamp#ZERO} at 0
	 * @throws IllegalArgumentException if it is not known
	 */
	public Viewstamp viewstamp(long opNumber) {
		if (opNumber < this.begin.opNumber() || opNumber > opNumber()) {
			throw new IllegalArgumentException("No op " + opNumber + " in " + this);
		}
		return (opNumber == this.begin.opNumber()) ? this.begin : this.runs.get(runOf(opNumber)).viewstamp(opNumber);
	}

	/**
	 * Whether the entry is known to belong to the log of this history.
	 * @param entry an entry
	 * @return {@code true} if the viewstamps agree; {@code false} for entries before the
	 * beginning
	 */
	public boolean contains(Entry entry) {
		return contains(entry.viewstamp());
	}

	/**
	 * Whether an entry is known to belong to the log of this history.
	 * @param viewstamp identity of the entry
	 * @return {@code true} if the viewstamps agree; {@code false} for entries before the
	 * beginning
	 */
	public boolean contains(Viewstamp viewstamp) {
		long opNumber = viewstamp.opNumber();
		return opNumber >= this.begin.opNumber() && opNumber <= opNumber() && viewstamp(opNumber).equals(viewstamp);
	}

	/**
	 * The op-number up to which two logs are known to be the same.
	 * @param other the history of the other log
	 * @return the last op-number at which the viewstamps agree; 0 if at none, or if one
	 * history begins where the other has ended or has another entry
	 */
	public long commonWith(History other) {
		Viewstamp later = (this.begin.opNumber() > other.begin.opNumber()) ? this.begin : other.begin;
		if (!contains(later) || !other.contains(later)) {
			return 0;
		}
		long common = later.opNumber();
		int i = runOf(common + 1);
		int j = other.runOf(common + 1);
		while (i < this.runs.size() && j < other.runs.size()) {
			Run mine = this.runs.get(i);
			Run theirs = other.runs.get(j);
			if (!mine.sameView(theirs)) {
				break;
			}
			common = Math.min(mine.lastOpNumber(), theirs.lastOpNumber());
			if (mine.lastOpNumber() != theirs.lastOpNumber()) {
				break;
			}
			i++;
			j++;
		}
		return common;
	}

	/**
	 * The op-number up to which this log and another are the same, where a part of this
	 * one is known to be committed.
	 * @param other the history of the other log, which is that of a later view
	 * @param committed op-number up to which this log is known to be committed
	 * @return as in {@link #commonWith(History)}; but {@code committed} if the other
	 * history begins after that and does not tell more: what is committed is in both
	 */
	public long commonWith(History other, long committed) {
		long common = commonWith(other);
		return (committed < other.begin.opNumber()) ? Math.max(common, committed) : common;
	}

	/**
	 * This history without what comes after an entry.
	 * @param opNumber an op-number from that of {@link #begin()} to {@link #opNumber()}
	 * @return the history up to it
	 */
	public History upTo(long opNumber) {
		if (opNumber == opNumber()) {
			return this;
		}
		Viewstamp last = viewstamp(opNumber);
		if (opNumber == this.begin.opNumber()) {
			return new History(last, List.of());
		}
		List<Run> kept = new ArrayList<>(this.runs.subList(0, runOf(opNumber)));
		kept.add(new Run(last.epoch(), last.view(), opNumber));
		return new History(this.begin, kept);
	}

	/**
	 * This history with a beginning so late that it has few runs.
	 * @param maxRuns how many runs at most
	 * @return the history of the latest entries
	 */
	public History latest(int maxRuns) {
		int dropped = this.runs.size() - maxRuns;
		if (dropped <= 0) {
			return this;
		}
		Run last = this.runs.get(dropped - 1);
		return new History(last.viewstamp(last.lastOpNumber()), this.runs.subList(dropped, this.runs.size()));
	}

	/**
	 * Index of the first run that reaches an op-number; the number of runs if none does.
	 */
	private int runOf(long opNumber) {
		int low = 0;
		int high = this.runs.size();
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (this.runs.get(middle).lastOpNumber() < opNumber) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

}
