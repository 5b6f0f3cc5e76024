package dev.viewstamped.transport;

import org.jspecify.annotations.Nullable;

/**
 * A dial that led to no link.
 */
final class DialFailedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final boolean silent;

	private final transient @Nullable Refusal refusal;

	private DialFailedException(String message, boolean silent, @Nullable Refusal refusal) {
		super(message, null, false, false);
		this.silent = silent;
		this.refusal = refusal;
	}

	static DialFailedException of(String problem) {
		return new DialFailedException(problem, false, null);
	}

	static DialFailedException noAnswer() {
		return new DialFailedException("no answer", true, null);
	}

	static DialFailedException refused(Refusal refusal) {
		return new DialFailedException("handshake refused: " + refusal.text(), false, refusal);
	}

	/**
	 * Whether nothing answered in time.
	 * @return {@code true} if so
	 */
	boolean isSilent() {
		return this.silent;
	}

	/**
	 * Why one of the ends refused the other.
	 * @return the refusal; {@code null} if neither did
	 */
	@Nullable Refusal refusal() {
		return this.refusal;
	}

}
