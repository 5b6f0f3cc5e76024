package dev.viewstamped.message;

import java.util.Arrays;

/**
 * The latest incarnation of each member that a replica has heard of. Quorums that are
 * used to learn state or promises must be consistent with one another's vectors (Michael,
 * Ports, Sharma, Szekeres: Recovering Shared Objects Without Stable Storage, DISC 2017).
 */
public final class CrashVector {

	private final long[] incarnations;

	private CrashVector(long[] incarnations) {
		this.incarnations = incarnations;
	}

	/**
	 * A vector of the given incarnations.
	 * @param incarnations the incarnation of each member id
	 * @return the vector
	 */
	public static CrashVector of(long... incarnations) {
		return new CrashVector(incarnations.clone());
	}

	/**
	 * The incarnation known of a member.
	 * @param memberId the member
	 * @return its incarnation, 0 if nothing is known
	 */
	public long get(int memberId) {
		return (memberId < this.incarnations.length) ? this.incarnations[memberId] : 0;
	}

	/**
	 * Length of the vector: one more than the greatest member id in it.
	 * @return the length
	 */
	public int length() {
		return this.incarnations.length;
	}

	/**
	 * The elementwise maximum of two vectors.
	 * @param other the other vector
	 * @return the merged vector; this one if the other adds nothing
	 */
	public CrashVector merge(CrashVector other) {
		CrashVector result = this;
		for (int i = 0; i < other.incarnations.length; i++) {
			result = result.with(i, other.incarnations[i]);
		}
		return result;
	}

	/**
	 * This vector with at least the given incarnation of a member.
	 * @param memberId the member
	 * @param incarnation the incarnation heard of
	 * @return a vector; this one if it knows that incarnation or a later one
	 */
	public CrashVector with(int memberId, long incarnation) {
		if (get(memberId) >= incarnation) {
			return this;
		}
		long[] copy = Arrays.copyOf(this.incarnations, Math.max(this.incarnations.length, memberId + 1));
		copy[memberId] = incarnation;
		return new CrashVector(copy);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof CrashVector vector && Arrays.equals(this.incarnations, vector.incarnations);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.incarnations);
	}

	@Override
	public String toString() {
		return Arrays.toString(this.incarnations);
	}

}
