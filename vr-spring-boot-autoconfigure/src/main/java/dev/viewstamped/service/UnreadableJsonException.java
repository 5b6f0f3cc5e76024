package dev.viewstamped.service;

/**
 * Bytes that do not make a value of the expected type. The message is the same on every
 * replica.
 */
@SuppressWarnings("serial")
class UnreadableJsonException extends RuntimeException {

	UnreadableJsonException(String message) {
		super(message);
	}

}
