package dev.viewstamped.runtime;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * Queue of what a loop has to do, bounded in events and in bytes: any thread puts, only
 * the loop's thread takes. The loop is woken only if it sleeps, so a busy loop costs its
 * callers nothing.
 *
 * @param <E> the type of the events
 */
final class Mailbox<E> {

	private final Queue<E> events = new ConcurrentLinkedQueue<>();

	private final AtomicInteger size = new AtomicInteger();

	private final AtomicLong bytes = new AtomicLong();

	private final ToLongFunction<E> weigher;

	private volatile @Nullable Thread sleeper;

	/**
	 * Create an empty mailbox.
	 * @param weigher how many bytes an event keeps in memory; the same for as long as the
	 * event is in the mailbox
	 */
	Mailbox(ToLongFunction<E> weigher) {
		this.weigher = weigher;
	}

	/**
	 * Put an event, however many there are.
	 * @param event the event
	 */
	void put(E event) {
		offer(event, Integer.MAX_VALUE, Long.MAX_VALUE);
	}

	/**
	 * Put an event unless there is too much, and wake the loop.
	 * @param event the event
	 * @param limit how many events there may be with this one
	 * @param byteLimit how many bytes there may be with this one
	 * @return {@code false} if there is too much
	 */
	boolean offer(E event, int limit, long byteLimit) {
		boolean added = add(event, limit, byteLimit);
		if (added) {
			wake();
		}
		return added;
	}

	/**
	 * Put an event unless there is too much, and leave it to the caller to {@link #wake()
	 * wake} the loop.
	 * @param event the event
	 * @param limit how many events there may be with this one
	 * @param byteLimit how many bytes there may be with this one
	 * @return {@code false} if there is too much
	 */
	boolean add(E event, int limit, long byteLimit) {
		if (this.size.incrementAndGet() > limit) {
			this.size.decrementAndGet();
			return false;
		}
		long weight = this.weigher.applyAsLong(event);
		if (weight > 0 && this.bytes.addAndGet(weight) > byteLimit) {
			this.bytes.addAndGet(-weight);
			this.size.decrementAndGet();
			return false;
		}
		this.events.add(event);
		return true;
	}

	/**
	 * Wake the loop if it sleeps.
	 */
	void wake() {
		Thread thread = this.sleeper;
		if (thread != null) {
			this.sleeper = null;
			LockSupport.unpark(thread);
		}
	}

	/**
	 * Sleep until there is an event, someone wakes the loop, or time is up.
	 * @param nanos the time
	 */
	void await(long nanos) {
		this.sleeper = Thread.currentThread();
		if (this.events.isEmpty()) {
			LockSupport.parkNanos(this, nanos);
		}
		this.sleeper = null;
	}

	/**
	 * Take the next event.
	 * @return the event; {@code null} if there is none
	 */
	@Nullable E poll() {
		E event = this.events.poll();
		if (event != null) {
			this.size.decrementAndGet();
			long weight = this.weigher.applyAsLong(event);
			if (weight > 0) {
				this.bytes.addAndGet(-weight);
			}
		}
		return event;
	}

	/**
	 * Take all events that are there now.
	 * @param consumer what to do with each
	 */
	void drain(Consumer<E> consumer) {
		for (int left = this.size.get(); left > 0; left--) {
			E event = poll();
			if (event == null) {
				return;
			}
			consumer.accept(event);
		}
	}

	boolean isEmpty() {
		return this.events.isEmpty();
	}

	int size() {
		return this.size.get();
	}

	long bytes() {
		return this.bytes.get();
	}

}
