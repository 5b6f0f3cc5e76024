package dev.viewstamped.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.viewstamped.replica.Background;
import org.jspecify.annotations.Nullable;

/**
 * Does the work of one life of a replica on threads of its own, which give way to those
 * that serve: one for long work, one for short work, a few for queries. Results come back
 * through the mailbox. Once closed, it begins no more work and hands over no more
 * results.
 */
final class BackgroundThreads implements Background, AutoCloseable {

	private static final long IDLE_SECONDS = 60;

	private final Mailbox<Event> mailbox;

	private final ExecutorService executor;

	private final @Nullable BackgroundThreads shortWork;

	private final @Nullable BackgroundThreads queries;

	private volatile boolean closed;

	/**
	 * Create a background without any work.
	 * @param mailbox where results go
	 */
	BackgroundThreads(Mailbox<Event> mailbox) {
		this(mailbox, oneAtATime("vr-background"), new BackgroundThreads(mailbox, oneAtATime("vr-pages"), null, null),
				new BackgroundThreads(mailbox, severalAtATime("vr-query-"), null, null));
	}

	private BackgroundThreads(Mailbox<Event> mailbox, ExecutorService executor, @Nullable BackgroundThreads shortWork,
			@Nullable BackgroundThreads queries) {
		this.mailbox = mailbox;
		this.executor = executor;
		this.shortWork = shortWork;
		this.queries = queries;
	}

	private static ExecutorService oneAtATime(String name) {
		return Executors.newSingleThreadExecutor((task) -> {
			Thread thread = daemon(task, name);
			thread.setPriority(Thread.MIN_PRIORITY);
			return thread;
		});
	}

	/** What waits is bounded by whoever hands it over. */
	private static ExecutorService severalAtATime(String prefix) {
		int threads = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
		AtomicInteger number = new AtomicInteger();
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> daemon(task, prefix + number.incrementAndGet()));
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	private static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
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

	@Override
	public Background forQueries() {
		return (this.queries != null) ? this.queries : this;
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
		if (this.queries != null) {
			this.queries.close();
		}
	}

}
