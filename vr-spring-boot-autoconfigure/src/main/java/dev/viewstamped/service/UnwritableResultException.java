package dev.viewstamped.service;

/**
 * A handler returned what cannot be written as JSON.
 */
@SuppressWarnings("serial")
class UnwritableResultException extends RuntimeException {

	UnwritableResultException(String message, Throwable cause) {
		super(message, cause);
	}

}
