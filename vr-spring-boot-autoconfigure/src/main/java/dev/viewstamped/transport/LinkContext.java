package dev.viewstamped.transport;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;

/**
 * What all links of a transport share.
 */
final class LinkContext {

	private static final Log logger = LogFactory.getLog(LinkContext.class);

	private static final int WORKERS = 4;

	private static final long IDLE_WORKER_SECONDS = 5;

	private final TransportSettings settings;

	private final Roster roster;

	private final SharedSecret secret;

	private final RandomGenerator random;

	private final LongSupplier nanoTime;

	private final Runnable onRead;

	private final TransportMeter meter = new TransportMeter();

	private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();

	private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	private final OpenWires wires;

	private final ScheduledThreadPoolExecutor timer;

	private final ThreadPoolExecutor workers;

	private volatile boolean closed;

	LinkContext(TransportSettings settings, MemberAddresses addresses, RandomGenerator random, LongSupplier nanoTime,
			Runnable onRead) {
		this.settings = settings;
		this.roster = new Roster(settings, addresses);
		this.secret = new SharedSecret(settings.secret());
		this.random = random;
		this.nanoTime = nanoTime;
		this.onRead = onRead;
		this.wires = new OpenWires(nanoTime);
		this.timer = new ScheduledThreadPoolExecutor(1, daemons("vr-timer"));
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
		this.workers = new ThreadPoolExecutor(WORKERS, WORKERS, IDLE_WORKER_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), daemons("vr-closer"));
		this.workers.allowCoreThreadTimeOut(true);
		Duration timeout = settings.ioTimeout();
		every(timeout.dividedBy(2), () -> this.wires.abandonStuck(timeout.toNanos()));
	}

	TransportSettings settings() {
		return this.settings;
	}

	SharedSecret secret() {
		return this.secret;
	}

	TransportMeter meter() {
		return this.meter;
	}

	OpenWires wires() {
		return this.wires;
	}

	Roster roster() {
		return this.roster;
	}

	Identity identity() {
		return this.roster.identity();
	}

	RandomGenerator random() {
		return this.random;
	}

	long nanoTime() {
		return this.nanoTime.getAsLong();
	}

	/**
	 * Say that the calling thread waits for more to arrive.
	 */
	void read() {
		this.onRead.run();
	}

	byte[] nonce() {
		byte[] nonce = new byte[HandshakeFrames.NONCE_BYTES];
		this.random.nextBytes(nonce);
		return nonce;
	}

	long jitter(long boundNanos) {
		return this.random.nextLong(boundNanos);
	}

	/**
	 * The address of a member now.
	 * @param memberId the member
	 * @return its base path; {@code null} while it is not known
	 */
	@Nullable URI address(int memberId) {
		return this.roster.address(memberId);
	}

	/**
	 * The address of a member as people read it.
	 * @param memberId the member
	 * @return host and port
	 */
	String describeAddress(int memberId) {
		return this.roster.describeAddress(memberId);
	}

	ScheduledFuture<?> after(Duration delay, Runnable task) {
		return this.timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Do something again and again, also after it has failed.
	 * @param period the time between the end of one run and the next
	 * @param task what to do
	 */
	void every(Duration period, Runnable task) {
		this.timer.scheduleWithFixedDelay(() -> {
			try {
				task.run();
			}
			catch (RuntimeException ex) {
				logger.warn("A task of the transport failed", ex);
			}
		}, 0, period.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Do what may block for a while on a thread made for it.
	 * @param task what to do
	 */
	void blocking(Runnable task) {
		try {
			this.workers.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	/**
	 * A thread that reads from a link. It inherits nothing from whoever makes it.
	 * @param name its name
	 * @param task what it does
	 * @return the thread
	 */
	Thread reader(String name, Runnable task) {
		Thread thread = new Thread(null, task, name, 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(this.classLoader);
		return thread;
	}

	void add(Conversation conversation) {
		this.conversations.add(conversation);
		if (this.closed) {
			conversation.cut(CloseStatus.GOING_AWAY, "closed");
		}
	}

	void remove(Conversation conversation) {
		this.conversations.remove(conversation);
	}

	void cutAll(String why) {
		this.conversations.forEach((conversation) -> conversation.cut(CloseStatus.GOING_AWAY, why));
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Cut all links and wait until the other ends were told, or the time for a send is
	 * over; then give up what is left of the connections.
	 */
	void close() {
		this.closed = true;
		this.timer.shutdownNow();
		cutAll("closed");
		this.workers.shutdown();
		try {
			if (!this.workers.awaitTermination(this.settings.ioTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
				this.workers.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			endWires();
		}
	}

	private void endWires() {
		try {
			this.wires.end(Conversation.FAREWELL.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	static ThreadFactory daemons(String name) {
		ThreadFactory threads = Executors.defaultThreadFactory();
		return (task) -> {
			Thread thread = threads.newThread(task);
			thread.setName(name);
			thread.setDaemon(true);
			return thread;
		};
	}

}
