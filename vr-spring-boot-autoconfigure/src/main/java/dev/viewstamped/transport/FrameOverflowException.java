package dev.viewstamped.transport;

/**
 * What was written does not fit in the outgoing buffer. Without a stack trace, since a
 * stalled link meets it with every message.
 */
final class FrameOverflowException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	FrameOverflowException(String message) {
		super(message, null, false, false);
	}

}
