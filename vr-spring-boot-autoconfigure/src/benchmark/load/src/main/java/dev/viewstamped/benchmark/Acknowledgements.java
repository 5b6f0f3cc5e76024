package dev.viewstamped.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import dev.viewstamped.benchmark.LoadResult.Gap;

/**
 * What is known of the acknowledgements of one measurement. Safe for use by all lanes.
 */
final class Acknowledgements {

	private static final long NANOS_PER_MICRO = 1000;

	/** Shorter gaps are not looked at, which spares lanes the lock. */
	private static final long MIN_GAP_NANOS = 1_000_000;

	private final ConcurrentHistogram latency = new ConcurrentHistogram(LoadResult.emptyHistogram());

	private final LongAdder count = new LongAdder();

	private final AtomicLong lastNanos = new AtomicLong();

	private final List<Long> perSecond = new ArrayList<>();

	private final long startEpochMicros = System.currentTimeMillis() * 1000;

	private final long startNanos = System.nanoTime();

	private long counted;

	private long elapsedNanos;

	private long gapNanos;

	private Gap gap = Gap.NONE;

	Acknowledgements() {
		this.lastNanos.set(this.startNanos);
	}

	void record(long sentNanos, long nowNanos) {
		this.latency.recordValue(Math.max(0, nowNanos - sentNanos));
		this.count.increment();
		long last = this.lastNanos.get();
		this.lastNanos.lazySet(nowNanos);
		if (nowNanos - last > MIN_GAP_NANOS) {
			longGap(last, nowNanos);
		}
	}

	private synchronized void longGap(long last, long now) {
		if (now - last > this.gapNanos) {
			this.gapNanos = now - last;
			this.gap = new Gap(epochMicros(last), epochMicros(now));
		}
	}

	private long epochMicros(long nanos) {
		return this.startEpochMicros + (nanos - this.startNanos) / NANOS_PER_MICRO;
	}

	/**
	 * End the measurement: what was not acknowledged by now is a gap, too.
	 */
	void end() {
		long now = System.nanoTime();
		longGap(this.lastNanos.get(), now);
		this.elapsedNanos = now - this.startNanos;
	}

	/**
	 * End a second.
	 */
	void tick() {
		long now = this.count.sum();
		this.perSecond.add(now - this.counted);
		this.counted = now;
	}

	double elapsedSeconds() {
		return this.elapsedNanos / 1e9;
	}

	Histogram latency() {
		return this.latency;
	}

	List<Long> perSecond() {
		return List.copyOf(this.perSecond);
	}

	synchronized Gap gap() {
		return this.gap;
	}

}
