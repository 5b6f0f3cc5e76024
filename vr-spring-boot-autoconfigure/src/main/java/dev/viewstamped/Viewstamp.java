package dev.viewstamped;

/**
 * Identity of a log entry: the op-number together with the epoch and the view in which
 * the entry was made. Two entries of a group with the same viewstamp are the same entry.
 *
 * @param epoch the configuration's number, 0 for the first
 * @param view the view in which the primary made the entry
 * @param opNumber the position in the log, from 1; 0 is before the first entry
 */
public record Viewstamp(long epoch, long view, long opNumber) implements Comparable<Viewstamp> {

	/**
	 * What stands before the first entry.
	 */
	public static final Viewstamp ZERO = new Viewstamp(0, 0, 0);

	@Override
	public int compareTo(Viewstamp other) {
		int result = Long.compare(this.epoch, other.epoch);
		result = (result != 0) ? result : Long.compare(this.view, other.view);
		return (result != 0) ? result : Long.compare(this.opNumber, other.opNumber);
	}

	@Override
	public String toString() {
		return this.epoch + "." + this.view + "." + this.opNumber;
	}

}
