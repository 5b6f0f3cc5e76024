package dev.viewstamped.message;

import java.util.List;

import dev.viewstamped.Viewstamp;

/**
 * The viewstamps of a whole log in a few numbers: for each view that added entries, the
 * last op-number that it added. It stands where the paper sends the log itself (§4.2,
 * §5.3): two histories tell the op-number up to which two logs are the same, and entries
 * are pulled by op-number. The 1988 paper knew the idea under this name.
 *
 * @param runs the runs by ascending op-number; empty for an empty log
 */
public record History(List<Run> runs) {

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

		boolean sameView(Run other) {
			return this.epoch == other.epoch && this.view == other.view;
		}

	}

	public History {
		runs = List.copyOf(runs);
		for (int i = 1; i < runs.size(); i++) {
			Run before = runs.get(i - 1);
			Run run = runs.get(i);
			boolean ascends = run.epoch() > before.epoch()
					|| (run.epoch() == before.epoch() && run.view() > before.view());
			if (!ascends || run.lastOpNumber() <= before.lastOpNumber()) {
				throw new IllegalArgumentException("Runs of a history must ascend: " + runs);
			}
		}
	}

	/**
	 * Op-number of the last entry.
	 * @return the op-number, 0 for an empty log
	 */
	public long opNumber() {
		return this.runs.isEmpty() ? 0 : this.runs.get(this.runs.size() - 1).lastOpNumber();
	}

	/**
	 * The viewstamp at an op-number.
	 * @param opNumber an op-number from 0 to {@link #opNumber()}
	 * @return the viewstamp, {@link Viewstamp#ZERO} at 0
	 */
	public Viewstamp viewstamp(long opNumber) {
		if (opNumber == 0) {
			return Viewstamp.ZERO;
		}
		for (Run run : this.runs) {
			if (opNumber <= run.lastOpNumber()) {
				return new Viewstamp(run.epoch(), run.view(), opNumber);
			}
		}
		throw new IllegalArgumentException("No op " + opNumber + " in " + this);
	}

	/**
	 * Whether the entry belongs to the log of this history.
	 * @param entry an entry
	 * @return {@code true} if the viewstamps agree
	 */
	public boolean contains(Entry entry) {
		return entry.opNumber() <= opNumber() && viewstamp(entry.opNumber()).equals(entry.viewstamp());
	}

	/**
	 * The op-number up to which two logs are the same.
	 * @param other the history of the other log
	 * @return the last op-number at which the viewstamps agree, 0 if at none
	 */
	public long commonWith(History other) {
		long common = 0;
		int i = 0;
		int j = 0;
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

}
