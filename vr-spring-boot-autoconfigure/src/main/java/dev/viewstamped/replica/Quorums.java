package dev.viewstamped.replica;

import java.util.Arrays;

/**
 * Sizes of quorums, computed from the size of the group: any two quorums of a group have
 * a member in common, for even sizes too.
 *
 * @param size number of members: the paper's K
 */
record Quorums(int size) {

	/**
	 * How many members must agree to commit, to change the view and to confirm it.
	 */
	int needed() {
		return this.size / 2 + 1;
	}

	/**
	 * How many others must answer a member that recovers.
	 */
	int neededOthersToRecover() {
		return Math.min(needed(), this.size - 1);
	}

	/**
	 * The greatest value that a quorum has reached.
	 * @param values what each member has reached; the array is reordered
	 */
	long reachedByQuorum(long[] values) {
		Arrays.sort(values);
		return values[values.length - needed()];
	}

}
