package dev.viewstamped.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;

/**
 * What runs in this application: a replica, or a client of a group. Safe for use by any
 * thread.
 */
public interface VrNode {

	/**
	 * The node at a recent moment. Never blocks.
	 * @return the report
	 */
	NodeReport report();

	/**
	 * Give a replica whose state cannot be trusted a new life: it discards what it has
	 * and recovers from the other members. Never blocks.
	 * @return whether the repair has begun
	 */
	default RepairAnswer repair() {
		return new RepairAnswer(false, "There is no replica in this application that could be repaired");
	}

	/**
	 * Ask the primary for something, from whichever node this is. Never blocks.
	 * @param command what is asked
	 * @param expectedEpoch the epoch that is to end; of no meaning to other commands
	 * @param members addresses of the members of the new configuration; empty for other
	 * commands
	 * @param timeout how long to wait for an answer
	 * @return the answer to come. Fails with
	 * {@link dev.viewstamped.ReplicaUnavailableException} if no primary answered in time:
	 * a change may be under way nevertheless, which {@link OperatorCommand#REPORT} shows
	 */
	default CompletableFuture<OperatorReply> operate(OperatorCommand command, long expectedEpoch, List<String> members,
			Duration timeout) {
		return CompletableFuture
			.failedFuture(new ReplicaUnavailableException("There is no replica in this application"));
	}

}
