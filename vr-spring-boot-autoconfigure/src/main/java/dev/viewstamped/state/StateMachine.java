package dev.viewstamped.state;

import dev.viewstamped.Viewstamp;

/**
 * The service as the protocol sees it: the up-call of VR Revisited §4.1 step 5. Called on
 * the replica's loop thread only.
 */
public interface StateMachine {

	/**
	 * Whether the service has a handler for the command. Asked before the command gets a
	 * place in the log: a committed command without a handler stops the replica.
	 * @param command a command; not to be changed
	 * @return {@code true} if {@link #apply} can execute it
	 */
	boolean knows(byte[] command);

	/**
	 * Execute a committed command. The same calls in the same order give the same results
	 * on every replica. A handler's exception is a result; what this method throws stops
	 * the replica.
	 * @param viewstamp identity of the command's log entry
	 * @param timestampNanos replicated time of the entry, nanoseconds of the Unix epoch
	 * @param command the command; not to be changed
	 * @return the result
	 */
	byte[] apply(Viewstamp viewstamp, long timestampNanos, byte[] command);

	/**
	 * Answer a query from the state as it is now. A handler's exception is a result; what
	 * this method throws stops the replica.
	 * @param query the query; not to be changed
	 * @return the result
	 */
	byte[] query(byte[] query);

	/**
	 * Answer a query from the state as it is now, or have it worked out elsewhere from a
	 * snapshot of that state, if the query may take long and needs nothing else. What the
	 * work throws has no effect on the replica.
	 * @param query the query; not to be changed
	 * @return the answer
	 */
	default Answer answer(byte[] query) {
		return Answer.of(query(query));
	}

	/**
	 * The state as it is now, which later commands do not change. Takes a moment for each
	 * map, however large it is.
	 * @return the snapshot
	 */
	Snapshot snapshot();

	/**
	 * Take the state of a snapshot in place of the present one. Takes a moment for each
	 * map, however large it is.
	 * @param snapshot a snapshot of this service, of a checkpoint of another replica, or
	 * {@link Snapshot#EMPTY}
	 */
	void restore(Snapshot snapshot);

	/**
	 * What makes checkpoints of this service's snapshots. May be asked for and used on
	 * any thread once the service has started.
	 * @return the codec
	 */
	CheckpointCodec checkpointCodec();

}
