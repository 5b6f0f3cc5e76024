package dev.viewstamped.transport;

import org.jspecify.annotations.Nullable;

/**
 * A dial that led to no link.
 */
final class DialFailedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final boolean silent;

	private final boolean nobodyListens;

	private final transient @Nullable Refusal refusal;

	private DialFailedException(String message, boolean silent, boolean nobodyListens, @Nullable Refusal refusal) {
		super(message, null, false, false);
		this.silent = silent;
		this.nobodyListens = nobodyListens;
		this.refusal = refusal;
	}

	static DialFailedException of(String problem) {
		return new DialFailedException(problem, false, false, null);
	}

	static DialFailedException nobodyListens(String problem) {
		return new DialFailedException(problem, false, true, null);
	}

	static DialFailedException noAnswer() {
		return new DialFailedException("no answer", true, false, null);
	}

	static DialFailedException refused(Refusal refusal) {
		return new DialFailedException("handshake refused: " + refusal.text(), false, false, refusal);
	}

	/**
	 * Whether nothing answered in time.
	 * @return {@code true} if so
	 */
	boolean isSilent() {
		return this.silent;
	}

	/**
	 * Whether the machine answered that no process listens there.
	 * @return {@code true} if so
	 */
	boolean nobodyListens() {
		return this.nobodyListens;
	}

	/**
	 * Why one of the ends refused the other.
	 * @return the refusal; {@code null} if neither did
	 */
	@Nullable Refusal refusal() {
		return this.refusal;
	}

}
