package dev.viewstamped.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.viewstamped.replica.Background;
import org.jspecify.annotations.Nullable;

/**
 * Does the work of one life of a replica on threads of its own, which give way to those
 * that serve: one for long work, one for short work. Results come back through the
 * mailbox. Once closed, it begins no more work and hands over no more results.
 */
final class BackgroundThread implements Background, AutoCloseable {

	private final Mailbox<Event> mailbox;

	private final ExecutorService executor;

	private final @Nullable BackgroundThread shortWork;

	private volatile boolean closed;

	/**
	 * Create a background without any work.
	 * @param mailbox where results go
	 */
	BackgroundThread(Mailbox<Event> mailbox) {
		this(mailbox, "vr-background", new BackgroundThread(mailbox, "vr-pages", null));
	}

	private BackgroundThread(Mailbox<Event> mailbox, String name, @Nullable BackgroundThread shortWork) {
		this.mailbox = mailbox;
		this.shortWork = shortWork;
		this.executor = Executors.newSingleThreadExecutor((task) -> {
			Thread thread = new Thread(task, name);
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

	@Override
	public Background forShortWork() {
		return (this.shortWork != null) ? this.shortWork : this;
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
		if (this.shortWork != null) {
			this.shortWork.close();
		}
	}

}
