package dev.viewstamped.transport;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The connections that are not closed yet. None may be stuck for long, and those that
 * were accepted are bounded, also where the other ends never close them.
 */
final class OpenWires {

	/** More than the links that can be established, and those that are about to be. */
	private static final int MAX = 640;

	private final Set<WebSocketWire> wires = new HashSet<>();

	private final LongSupplier nanoTime;

	private boolean ended;

	/**
	 * No connections yet.
	 * @param nanoTime a monotonic clock in nanoseconds
	 */
	OpenWires(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Add a connection, which is given up if it comes too late.
	 * @param wire the connection
	 */
	void add(WebSocketWire wire) {
		if (!addUnlessEnded(wire)) {
			wire.abandon();
		}
	}

	private synchronized boolean addUnlessEnded(WebSocketWire wire) {
		return !this.ended && this.wires.add(wire);
	}

	synchronized void remove(WebSocketWire wire) {
		this.wires.remove(wire);
		notifyAll();
	}

	synchronized boolean isFull() {
		return this.wires.size() >= MAX;
	}

	/**
	 * Give up those that take no more.
	 * @param timeoutNanos how long a send may take
	 */
	void abandonStuck(long timeoutNanos) {
		all().forEach((wire) -> wire.abandonIfStuck(timeoutNanos));
	}

	/**
	 * Give up all of them, but wait a little for the other ends to close them first.
	 * @param patienceNanos how long to wait
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	void end(long patienceNanos) throws InterruptedException {
		try {
			awaitNone(patienceNanos);
		}
		finally {
			endNow();
		}
	}

	private void endNow() {
		synchronized (this) {
			this.ended = true;
		}
		all().forEach(WebSocketWire::abandon);
	}

	private synchronized void awaitNone(long patienceNanos) throws InterruptedException {
		long deadline = this.nanoTime.getAsLong() + patienceNanos;
		long left = patienceNanos;
		while (!this.wires.isEmpty() && left > 0) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
			left = deadline - this.nanoTime.getAsLong();
		}
	}

	private synchronized List<WebSocketWire> all() {
		return List.copyOf(this.wires);
	}

}
