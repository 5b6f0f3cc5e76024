package dev.viewstamped;

/**
 * The handler threw an exception. The command ran on every replica and its changes to
 * replicated maps were undone.
 */
@SuppressWarnings("serial")
public class CommandFailedException extends VrException {

	private final String code;

	/**
	 * Create an exception.
	 * @param code code of the failure, free of class names
	 * @param message what the handler said
	 */
	public CommandFailedException(String code, String message) {
		super(message, null);
		this.code = code;
	}

	/**
	 * Code of the failure, derived from the exception's kind and free of class names: for
	 * example {@code illegal-argument}.
	 * @return the code
	 */
	public String getCode() {
		return this.code;
	}

}
