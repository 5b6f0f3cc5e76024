package dev.viewstamped.storage;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the journal has done, for any thread to read.
 */
final class JournalMeter {

	private final AtomicLong syncCount = new AtomicLong();

	private volatile long lastSyncNanos;

	private volatile long bytes;

	private volatile int segments;

	void synced(long nanos) {
		this.lastSyncNanos = nanos;
		this.syncCount.incrementAndGet();
	}

	void size(long newBytes, int newSegments) {
		this.bytes = newBytes;
		this.segments = newSegments;
	}

	long syncCount() {
		return this.syncCount.get();
	}

	long lastSyncNanos() {
		return this.lastSyncNanos;
	}

	long bytes() {
		return this.bytes;
	}

	int segments() {
		return this.segments;
	}

}
