package dev.viewstamped.state;

import dev.viewstamped.Viewstamp;

/**
 * The service as the protocol sees it: the up-call of VR Revisited §4.1 step 5. Called on
 * the replica's loop thread only.
 */
public interface StateMachine {

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

}
