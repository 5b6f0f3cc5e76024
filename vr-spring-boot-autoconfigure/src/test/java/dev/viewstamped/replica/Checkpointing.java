package dev.viewstamped.replica;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Checkpoint settings and a background for tests in which no checkpoint is taken.
 */
public final class Checkpointing {

	private Checkpointing() {
	}

	/**
	 * Settings with which no checkpoint is ever due.
	 * @return the settings
	 */
	public static CheckpointOptions never() {
		return new CheckpointOptions(Integer.MAX_VALUE, Long.MAX_VALUE, 0, Integer.MAX_VALUE, Long.MAX_VALUE, 1 << 16,
				1 << 20);
	}

	/**
	 * A background that does all work at once.
	 * @return the background
	 */
	public static Background atOnce() {
		return new Background() {
			@Override
			public <T> void run(Supplier<T> work, Consumer<T> done, Consumer<Throwable> failed) {
				done.accept(work.get());
			}
		};
	}

}
