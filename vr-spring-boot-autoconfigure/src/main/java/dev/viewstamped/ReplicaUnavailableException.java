package dev.viewstamped;

/**
 * No primary was known in time, or a query could not be answered in time. The command did
 * not happen; it may be sent again.
 */
@SuppressWarnings("serial")
public class ReplicaUnavailableException extends VrException {

	/**
	 * Create an exception.
	 * @param message what was waited for
	 */
	public ReplicaUnavailableException(String message) {
		super(message, null);
	}

}
