package dev.viewstamped.runtime;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Completes the futures of callers away from the loop. One thread does it, as long as it
 * gets on; when a caller's continuation blocks it, another one takes over, so that the
 * continuation may wait for a result that comes later.
 */
final class CompletionThreads {

	private static final int MOST_THREADS = 64;

	private final Queue<Runnable> pending = new ConcurrentLinkedQueue<>();

	private final AtomicInteger runners = new AtomicInteger();

	private final AtomicLong completed = new AtomicLong();

	private final ExecutorService executor;

	private long completedAtLastTick;

	CompletionThreads() {
		AtomicInteger number = new AtomicInteger();
		this.executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "vr-client-" + number.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
	}

	/**
	 * Add a completion; it begins with the next {@link #flush()}. Loop thread only, as
	 * all methods.
	 * @param completion what completes a future
	 */
	void add(Runnable completion) {
		this.pending.add(completion);
	}

	/**
	 * Have someone run what was added.
	 */
	void flush() {
		if (!this.pending.isEmpty() && this.runners.get() == 0) {
			addRunner();
		}
	}

	/**
	 * Add a thread if the ones there are do not get on.
	 */
	void tick() {
		long now = this.completed.get();
		if (!this.pending.isEmpty() && now == this.completedAtLastTick && this.runners.get() < MOST_THREADS) {
			addRunner();
		}
		this.completedAtLastTick = now;
	}

	/**
	 * Let the threads end once all completions have run.
	 */
	void close() {
		if (!this.pending.isEmpty()) {
			addRunner();
		}
		this.executor.shutdown();
	}

	private void addRunner() {
		this.runners.incrementAndGet();
		this.executor.execute(this::run);
	}

	private void run() {
		do {
			try {
				drain();
			}
			finally {
				this.runners.decrementAndGet();
			}
		}
		while (!this.pending.isEmpty() && this.runners.compareAndSet(0, 1));
	}

	private void drain() {
		Runnable next = this.pending.poll();
		while (next != null) {
			next.run();
			this.completed.incrementAndGet();
			next = this.pending.poll();
		}
	}

}
