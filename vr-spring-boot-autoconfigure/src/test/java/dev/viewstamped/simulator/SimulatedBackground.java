package dev.viewstamped.simulator;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.viewstamped.replica.Background;

/**
 * The background of one process. Work takes a random time, one piece after the other, and
 * is done when its result is due. Work and results are gone with the process.
 */
final class SimulatedBackground implements Background {

	private final EventQueue events;

	private final RandomGenerator random;

	private final long meanNanos;

	private final Consumer<Runnable> loop;

	private final boolean ordered;

	private long busyUntilNanos;

	private long doneCount;

	/**
	 * Create a background.
	 * @param events runs the work
	 * @param random decides how long it takes
	 * @param meanNanos mean of that
	 * @param loop takes results to the loop of the process, unless it has died
	 */
	SimulatedBackground(EventQueue events, RandomGenerator random, long meanNanos, Consumer<Runnable> loop) {
		this(events, random, meanNanos, loop, true);
	}

	private SimulatedBackground(EventQueue events, RandomGenerator random, long meanNanos, Consumer<Runnable> loop,
			boolean ordered) {
		this.ordered = ordered;
		this.events = events;
		this.random = random;
		this.meanNanos = meanNanos;
		this.loop = loop;
	}

	@Override
	public <T> void run(Supplier<T> work, Consumer<T> done, Consumer<Throwable> failed) {
		// The strict logarithm is the same on every JDK and processor
		long nanos = (long) (-StrictMath.log(1 - this.random.nextDouble()) * this.meanNanos);
		long now = this.events.nowNanos();
		this.busyUntilNanos = (this.ordered ? Math.max(this.busyUntilNanos, now) : now) + nanos;
		this.events.after(this.busyUntilNanos - now, () -> this.loop.accept(() -> {
			T result;
			try {
				result = work.get();
			}
			catch (RuntimeException ex) {
				failed.accept(ex);
				return;
			}
			this.doneCount++;
			done.accept(result);
		}));
	}

	@Override
	public Background forQueries() {
		return new SimulatedBackground(this.events, this.random, this.meanNanos, this.loop, false);
	}

	/**
	 * How much work was done.
	 * @return the number of results
	 */
	long doneCount() {
		return this.doneCount;
	}

}
