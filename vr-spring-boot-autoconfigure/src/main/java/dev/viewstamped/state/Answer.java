package dev.viewstamped.state;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a query from the state of one moment: at hand, or still to be worked out
 * from values that nobody changes, on any thread and at any time.
 */
public final class Answer {

	private final byte @Nullable [] result;

	private final @Nullable Supplier<byte[]> work;

	private Answer(byte @Nullable [] result, @Nullable Supplier<byte[]> work) {
		this.result = result;
		this.work = work;
	}

	/**
	 * An answer that is at hand.
	 * @param result what the service returned
	 * @return the answer
	 */
	public static Answer of(byte[] result) {
		return new Answer(result, null);
	}

	/**
	 * An answer that is still to be worked out.
	 * @param work gives what the service returns; called once, on any thread
	 * @return the answer
	 */
	public static Answer by(Supplier<byte[]> work) {
		return new Answer(null, work);
	}

	/**
	 * What the service returned.
	 * @return the result; {@code null} if it is still to be worked out
	 */
	public byte @Nullable [] result() {
		return this.result;
	}

	/**
	 * What works the answer out.
	 * @return the work; {@code null} if the result is at hand
	 */
	public @Nullable Supplier<byte[]> work() {
		return this.work;
	}

}
