package dev.viewstamped.simulator;

import java.util.PriorityQueue;

/**
 * What is going to happen, in order of time, and of arrival where times are equal.
 */
final class EventQueue {

	private final SimulatedTime time;

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private long sequence;

	EventQueue(SimulatedTime time) {
		this.time = time;
	}

	long nowNanos() {
		return this.time.nowNanos();
	}

	void after(long delayNanos, Runnable action) {
		this.events.add(new Event(this.time.nowNanos() + Math.max(0, delayNanos), this.sequence++, action));
	}

	/**
	 * Run the next event, if it is due by a time.
	 * @param limitNanos the time
	 * @return {@code false} if there is none; the time is then the limit
	 */
	boolean runNext(long limitNanos) {
		Event next = this.events.peek();
		if (next == null || next.timeNanos() > limitNanos) {
			this.time.advanceTo(limitNanos);
			return false;
		}
		this.events.poll();
		this.time.advanceTo(next.timeNanos());
		next.action().run();
		return true;
	}

	private record Event(long timeNanos, long sequence, Runnable action) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			return (this.timeNanos != other.timeNanos) ? Long.compare(this.timeNanos, other.timeNanos)
					: Long.compare(this.sequence, other.sequence);
		}

	}

}
