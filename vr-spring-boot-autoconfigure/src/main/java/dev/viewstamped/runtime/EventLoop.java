package dev.viewstamped.runtime;

import java.time.Duration;

import dev.viewstamped.replica.Time;

import org.jspecify.annotations.Nullable;

/**
 * One thread that owns what is not thread-safe: it hands over events in their order, lets
 * batches out, and ticks. When it did not run for long, what waits in the mailbox is too
 * old to be believed.
 *
 * @param <E> the type of the events
 */
final class EventLoop<E> {

	static final long TICK_NANOS = 5_000_000;

	private static final int BATCH = 1024;

	private final Mailbox<E> mailbox;

	private final Body<E> body;

	private final Time time;

	private final long gapNanos;

	private final Thread thread;

	private volatile boolean running = true;

	private long lastSeenNanos;

	private long lastTickNanos;

	/**
	 * Create a loop.
	 * @param name name of its thread
	 * @param mailbox where the events are put
	 * @param body what the thread does
	 * @param time the clock
	 * @param gapNanos time without the loop running that counts as a gap
	 */
	EventLoop(String name, Mailbox<E> mailbox, Body<E> body, Time time, long gapNanos) {
		this.mailbox = mailbox;
		this.body = body;
		this.time = time;
		this.gapNanos = gapNanos;
		this.thread = new Thread(this::run, name);
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	boolean isRunning() {
		return this.running;
	}

	/**
	 * Let the current round be the last one. Does not wait.
	 */
	void requestStop() {
		this.running = false;
		this.mailbox.wake();
	}

	/**
	 * Let the current round end and wait for the thread.
	 * @param timeout how long to wait
	 * @return whether the thread has ended
	 */
	boolean stop(Duration timeout) {
		requestStop();
		if (this.thread.getState() == Thread.State.NEW) {
			return true;
		}
		try {
			this.thread.join(Math.max(1, timeout.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return !this.thread.isAlive();
	}

	private void run() {
		Throwable failure = null;
		try {
			this.body.start();
			// The first batch is a part of the start too: it does for the first time all
			// that is done in each round, after whatever was found on disk
			boolean more = this.body.flush();
			this.lastSeenNanos = this.time.monotonicNanos();
			this.lastTickNanos = this.lastSeenNanos;
			while (this.running) {
				if (!more) {
					this.mailbox.await(TICK_NANOS);
				}
				more = round();
			}
		}
		catch (Throwable ex) {
			this.running = false;
			failure = ex;
		}
		this.body.end(this.mailbox, failure);
	}

	/**
	 * Hand over a batch of events, and tick when it is time.
	 * @return whether there is more to do at once
	 */
	boolean round() {
		checkGap();
		for (int i = 0; i < BATCH; i++) {
			E event = this.mailbox.poll();
			if (event == null) {
				break;
			}
			this.body.handle(event);
			checkGap();
		}
		if (this.lastSeenNanos - this.lastTickNanos >= TICK_NANOS) {
			this.lastTickNanos = this.lastSeenNanos;
			this.body.tick();
		}
		boolean more = this.body.flush();
		return more || !this.mailbox.isEmpty();
	}

	private void checkGap() {
		long now = this.time.monotonicNanos();
		long sinceNanos = now - this.lastSeenNanos;
		this.lastSeenNanos = now;
		if (sinceNanos > this.gapNanos) {
			this.body.gap(this.mailbox, sinceNanos);
			this.lastSeenNanos = this.time.monotonicNanos();
		}
	}

	/**
	 * What a loop does, all of it on the loop's thread.
	 *
	 * @param <E> the type of the events
	 */
	interface Body<E> {

		/**
		 * The first call.
		 */
		void start();

		/**
		 * An event.
		 * @param event the event
		 */
		void handle(E event);

		/**
		 * Some milliseconds have passed.
		 */
		void tick();

		/**
		 * The events at hand have been handed over.
		 * @return whether there is more to do without further events
		 */
		boolean flush();

		/**
		 * The loop did not run for long.
		 * @param mailbox what has waited meanwhile
		 * @param nanos for how long it did not
		 */
		void gap(Mailbox<E> mailbox, long nanos);

		/**
		 * The last call.
		 * @param mailbox what nobody took
		 * @param failure what ended the loop; {@code null} if it was asked to
		 */
		void end(Mailbox<E> mailbox, @Nullable Throwable failure);

	}

}
