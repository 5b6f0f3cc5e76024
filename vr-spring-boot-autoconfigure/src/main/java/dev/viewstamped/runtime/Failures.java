package dev.viewstamped.runtime;

import dev.viewstamped.replica.Condition;
import dev.viewstamped.storage.StorageException;

/**
 * Says in words what has ended a loop.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * What has ended the loop of a replica.
	 * @param failure what was thrown
	 * @return the condition
	 */
	static Condition condition(Throwable failure) {
		if (failure instanceof StorageException ex) {
			return new Condition(Condition.STORAGE_ERROR, ex.getMessage() + ". " + ex.getCure());
		}
		return new Condition(Condition.HANDLER_ERROR, "The replica was stopped by " + failure
				+ ". The log of this application has the details; restart it once the cause is mended");
	}

}
