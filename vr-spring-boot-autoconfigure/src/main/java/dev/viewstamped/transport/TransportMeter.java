package dev.viewstamped.transport;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a transport does.
 */
final class TransportMeter {

	private final LongAdder sent = new LongAdder();

	private final LongAdder received = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder malformed = new LongAdder();

	void sent(int messages) {
		this.sent.add(messages);
	}

	void received() {
		this.received.increment();
	}

	void dropped(int messages) {
		this.dropped.add(messages);
	}

	void malformed() {
		this.malformed.increment();
	}

	TransportCounters counters() {
		return new TransportCounters(this.sent.sum(), this.received.sum(), this.dropped.sum(), this.malformed.sum());
	}

}
