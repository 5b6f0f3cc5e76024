package dev.viewstamped.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.viewstamped.replica.Background;

/**
 * Does the work of one life of a replica on a thread of its own, which gives way to those
 * that serve. Results come back through the mailbox. Once closed, it begins no more work
 * and hands over no more results.
 */
final class BackgroundThread implements Background, AutoCloseable {

	private final Mailbox<Event> mailbox;

	private final ExecutorService executor;

	private volatile boolean closed;

	/**
	 * Create a background without any work.
	 * @param mailbox where results go
	 */
	BackgroundThread(Mailbox<Event> mailbox) {
		this.mailbox = mailbox;
		this.executor = Executors.newSingleThreadExecutor((task) -> {
			Thread thread = new Thread(task, "vr-background");
			thread.setDaemon(true);
			thread.setPriority(Thread.MIN_PRIORITY);
			return thread;
		});
	}

	@Override
	public <T> void run(Supplier<T> work, Consumer<T> done, Consumer<Throwable> failed) {
		if (!this.closed) {
			this.executor.execute(() -> work(work, done, failed));
		}
	}

	private <T> void work(Supplier<T> work, Consumer<T> done, Consumer<Throwable> failed) {
		if (this.closed) {
			return;
		}
		try {
			T result = work.get();
			hand(() -> done.accept(result));
		}
		catch (Throwable ex) {
			hand(() -> failed.accept(ex));
		}
	}

	private void hand(Runnable end) {
		this.mailbox.put(new Event.Done(() -> {
			if (!this.closed) {
				end.run();
			}
		}));
	}

	/**
	 * Begin no more work. What is being worked at goes on and has no effect. Called on
	 * the loop, as {@link #run}.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.executor.shutdown();
	}

}
