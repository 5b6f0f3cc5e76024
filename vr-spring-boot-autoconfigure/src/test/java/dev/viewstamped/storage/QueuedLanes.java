package dev.viewstamped.storage;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps tasks until a test has them run, in the order in which they came.
 */
final class QueuedLanes implements StorageLanes {

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	@Override
	public void execute(Lane lane, Runnable task) {
		this.tasks.add(task);
	}

	void runAll() {
		run(Integer.MAX_VALUE);
	}

	void run(int count) {
		for (int i = 0; i < count && !this.tasks.isEmpty(); i++) {
			this.tasks.remove().run();
		}
	}

	@Override
	public void pause(long nanos) {
	}

	@Override
	public long nanoTime() {
		return 0;
	}

	@Override
	public long currentTimeMillis() {
		return 1_000;
	}

	@Override
	public void close() {
		this.tasks.clear();
	}

}
