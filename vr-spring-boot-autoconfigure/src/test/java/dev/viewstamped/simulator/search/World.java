package dev.viewstamped.simulator.search;

/**
 * A state of each replica, the messages that may arrive, what may still happen, and what
 * was seen so far.
 *
 * @param members the replicas
 * @param messages the messages
 * @param left how many submissions, restarts, heartbeats and time-outs are left
 * @param witness what must not be taken back
 * @param witnessNumber the same number for the same witness
 * @param depth steps from the start
 * @param node where the way to this world is written down
 */
record World(LocalState[] members, MessageSet messages, int[] left, Witness witness, int witnessNumber, int depth,
		int node) {

	static final int SUBMISSIONS = 0;

	static final int RESTARTS = 1;

	static final int HEARTBEATS = 2;

	static final int TIMEOUTS = 3;

	/**
	 * What may still be spent when one of a kind was.
	 */
	int[] leftAfter(int kind) {
		int[] result = this.left.clone();
		result[kind]--;
		return result;
	}

	/**
	 * The world without what may still happen in it.
	 */
	Key key() {
		return new Key(this.members[0].number(), this.members[1].number(), this.members[2].number(),
				this.witnessNumber);
	}

	/**
	 * Differs where worlds differ in their replicas or in what was seen.
	 */
	record Key(int first, int second, int third, int witness) {

		@Override
		public int hashCode() {
			return ((this.first * 31 + this.second) * 0x9E3779B1 + this.third) * 0x85EBCA77 + this.witness;
		}

	}

}
