package dev.viewstamped.simulator.search;

import java.util.List;

import dev.viewstamped.message.Reply;
import org.jspecify.annotations.Nullable;

/**
 * What a step does to a replica.
 *
 * @param next the state after it
 * @param sent numbers of the messages that it sends
 * @param replies what it tells the client
 */
record Transition(LocalState next, int[] sent, List<Reply> replies) {

	boolean changesNothing(LocalState from) {
		return this.next == from && this.sent.length == 0 && this.replies.isEmpty();
	}

	/**
	 * Whether the replica only answers, and stays as it is.
	 */
	boolean onlySends(LocalState from) {
		return this.next == from && this.sent.length > 0;
	}

	/** An array is no value. */
	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return this.next.number();
	}

}
