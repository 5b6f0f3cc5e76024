package dev.viewstamped.transport;

/**
 * A frame that no process of this version sends.
 */
final class MalformedFrameException extends Exception {

	private static final long serialVersionUID = 1L;

	MalformedFrameException(String message) {
		super(message, null, false, false);
	}

}
