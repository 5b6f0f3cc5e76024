package dev.viewstamped.simulator.search;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A state of each replica, the messages on their way, what may still happen, and what was
 * seen so far.
 *
 * @param members the replicas
 * @param messages numbers of the messages, ascending, with repetitions
 * @param left how many submissions, restarts, heartbeats, time-outs and duplicates are
 * left
 * @param witness what must not be taken back
 * @param witnessNumber the same number for the same witness
 * @param depth steps from the start
 * @param node where the way to this world is written down
 */
record World(LocalState[] members, int[] messages, int[] left, Witness witness, int witnessNumber, int depth,
		int node) {

	static final int SUBMISSIONS = 0;

	static final int RESTARTS = 1;

	static final int HEARTBEATS = 2;

	static final int TIMEOUTS = 3;

	static final int DUPLICATES = 4;

	/**
	 * Differs where worlds differ in their replicas or in what was seen.
	 */
	LocalStates.Digest digest() {
		ByteBuffer buffer = ByteBuffer.allocate(4 * (this.members.length + 1));
		for (LocalState member : this.members) {
			buffer.putInt(member.number());
		}
		buffer.putInt(this.witnessNumber);
		return LocalStates.Digest.of(buffer.array());
	}

	static int[] without(int[] messages, int index) {
		int[] result = Arrays.copyOf(messages, messages.length - 1);
		System.arraycopy(messages, index + 1, result, index, result.length - index);
		return result;
	}

	/**
	 * Messages that were on their way, and others.
	 * @param messages the first ones
	 * @param more the others
	 * @param once whether the same message counts only once
	 * @return all, ascending
	 */
	static int[] with(int[] messages, int[] more, boolean once) {
		if (more.length == 0) {
			return messages;
		}
		int[] result = Arrays.copyOf(messages, messages.length + more.length);
		System.arraycopy(more, 0, result, messages.length, more.length);
		Arrays.sort(result);
		return once ? Arrays.stream(result).distinct().toArray() : result;
	}

}
