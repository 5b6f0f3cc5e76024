package dev.viewstamped.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import dev.viewstamped.simulator.SimulatedDirectory.ProcessDied;
import dev.viewstamped.storage.StorageLanes;

/**
 * The threads of one process's storage. A task is done at one instant, when it would have
 * ended, except that a task of the background lets others be done whenever it pauses.
 */
final class SimulatedLanes implements StorageLanes {

	private static final long MILLI = 1_000_000L;

	private static final int MAX_LAST_OPERATIONS = 12;

	private final EventQueue events;

	private final RandomGenerator random;

	private final long meanNanos;

	private final Consumer<Runnable> process;

	private final Map<Lane, Deque<Runnable>> tasks = new EnumMap<>(Lane.class);

	private final Map<Lane, Long> busyUntilNanos = new EnumMap<>(Lane.class);

	/** Tasks whose time has come while the disk hung. */
	private final Deque<Lane> overdue = new ArrayDeque<>();

	private boolean hanging;

	private boolean closed;

	/**
	 * Create the threads.
	 * @param events runs the tasks
	 * @param random decides how long they take
	 * @param meanNanos mean of that
	 * @param process runs what is due, unless the process has died, and later if it is
	 * paused
	 */
	SimulatedLanes(EventQueue events, RandomGenerator random, long meanNanos, Consumer<Runnable> process) {
		this.events = events;
		this.random = random;
		this.meanNanos = meanNanos;
		this.process = process;
		for (Lane lane : Lane.values()) {
			this.tasks.put(lane, new ArrayDeque<>());
			this.busyUntilNanos.put(lane, 0L);
		}
	}

	@Override
	public void execute(Lane lane, Runnable task) {
		if (this.closed) {
			return;
		}
		tasks(lane).addLast(task);
		// The strict logarithm is the same on every JDK and processor
		long nanos = (long) (-StrictMath.log(1 - this.random.nextDouble()) * this.meanNanos);
		long begin = Math.max(this.events.nowNanos(), Objects.requireNonNull(this.busyUntilNanos.get(lane)));
		this.busyUntilNanos.put(lane, begin + nanos);
		this.events.after(begin + nanos - this.events.nowNanos(), () -> this.process.accept(() -> runNext(lane)));
	}

	@Override
	public void pause(long nanos) {
		while (this.random.nextBoolean() && !tasks(Lane.COMMIT).isEmpty()) {
			runNext(Lane.COMMIT);
		}
	}

	@Override
	public long nanoTime() {
		return this.events.nowNanos();
	}

	@Override
	public long currentTimeMillis() {
		return this.events.nowNanos() / MILLI;
	}

	@Override
	public void close() {
		this.closed = true;
		this.tasks.values().forEach(Deque::clear);
	}

	/**
	 * Begin no more tasks.
	 */
	void hang() {
		this.hanging = true;
	}

	/**
	 * Begin those that are overdue, and all others in time.
	 */
	void goOn() {
		this.hanging = false;
		List<Lane> due = List.copyOf(this.overdue);
		this.overdue.clear();
		due.forEach((lane) -> this.events.after(0, () -> this.process.accept(() -> runNext(lane))));
	}

	/**
	 * The process dies in the midst of what it was doing.
	 * @param directory what its tasks use
	 */
	void die(SimulatedDirectory directory) {
		directory.dieAfter(this.random.nextInt(MAX_LAST_OPERATIONS));
		try {
			while (!this.hanging && this.random.nextInt(4) != 0) {
				runNext(this.random.nextBoolean() ? Lane.COMMIT : Lane.BACKGROUND);
			}
		}
		catch (ProcessDied ex) {
			this.closed = true;
		}
		close();
		directory.close();
	}

	private void runNext(Lane lane) {
		if (this.hanging) {
			this.overdue.addLast(lane);
			return;
		}
		Runnable task = tasks(lane).pollFirst();
		if (task != null) {
			task.run();
		}
	}

	private Deque<Runnable> tasks(Lane lane) {
		return Objects.requireNonNull(this.tasks.get(lane));
	}

}
