package dev.viewstamped.storage;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread for each lane.
 */
public final class StorageThreads implements StorageLanes {

	private final Map<Lane, ExecutorService> executors = new EnumMap<>(Lane.class);

	private final CountDownLatch closing = new CountDownLatch(1);

	/**
	 * Start the threads.
	 * @param name begin of the threads' names
	 */
	public StorageThreads(String name) {
		for (Lane lane : Lane.values()) {
			String threadName = name + ((lane == Lane.COMMIT) ? "-storage" : "-checkpoint");
			this.executors.put(lane, new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
					(task) -> daemon(threadName, task), new ThreadPoolExecutor.DiscardPolicy()));
		}
	}

	private static Thread daemon(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	private ExecutorService executor(Lane lane) {
		ExecutorService executor = this.executors.get(lane);
		if (executor == null) {
			throw new IllegalArgumentException("No lane " + lane);
		}
		return executor;
	}

	@Override
	public void execute(Lane lane, Runnable task) {
		executor(lane).execute(task);
	}

	@Override
	public void pause(long nanos) {
		try {
			boolean closed = this.closing.await(nanos, TimeUnit.NANOSECONDS);
			if (closed) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public long currentTimeMillis() {
		return System.currentTimeMillis();
	}

	@Override
	public void close() {
		this.closing.countDown();
		// Not interrupted: that would close the files under the tasks
		this.executors.values().forEach(ExecutorService::shutdown);
		try {
			for (ExecutorService executor : this.executors.values()) {
				boolean ended = executor.awaitTermination(1, TimeUnit.MINUTES);
				if (!ended) {
					throw new StorageException("A write to the disk does not end", "Check the disk", null);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
