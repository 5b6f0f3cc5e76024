package dev.viewstamped;

import org.jspecify.annotations.Nullable;

/**
 * Base of the exceptions that {@link VrOperations} throws. The subclass says whether the
 * command may have happened.
 */
@SuppressWarnings("serial")
public abstract class VrException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause the cause, if there is one
	 */
	protected VrException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
