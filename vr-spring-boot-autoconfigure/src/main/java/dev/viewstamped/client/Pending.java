package dev.viewstamped.client;

import org.jspecify.annotations.Nullable;

import dev.viewstamped.message.Refused.Reason;

/**
 * What waits for an answer until a deadline and is sent again meanwhile.
 */
abstract class Pending {

	/**
	 * Longest time-out. Keeps differences of two times within a {@code long}.
	 */
	static final long MAX_TIMEOUT_NANOS = Long.MAX_VALUE / 4;

	private static final long NANOS_PER_MILLI = 1_000_000;

	private final byte[] payload;

	private final long submittedNanos;

	private final long deadlineNanos;

	private long number;

	private int attempts;

	private int target = -1;

	private long sentNanos;

	private int silences;

	private long retryAtNanos;

	private @Nullable Reason latestRefusal;

	Pending(byte[] payload, long timeoutNanos, long now) {
		this.payload = payload;
		this.submittedNanos = now;
		this.deadlineNanos = now + Math.max(0, Math.min(timeoutNanos, MAX_TIMEOUT_NANOS));
		this.retryAtNanos = now;
	}

	byte[] payload() {
		return this.payload;
	}

	long submittedNanos() {
		return this.submittedNanos;
	}

	long deadlineNanos() {
		return this.deadlineNanos;
	}

	boolean isExpired(long now) {
		return now - this.deadlineNanos >= 0;
	}

	boolean isRetryDue(long now) {
		return now - this.retryAtNanos >= 0;
	}

	/**
	 * When the next thing is to be done about this.
	 * @return the earlier of deadline and retry
	 */
	long attentionNanos() {
		return (this.retryAtNanos - this.deadlineNanos < 0) ? this.retryAtNanos : this.deadlineNanos;
	}

	void retryAt(long nanos) {
		this.retryAtNanos = nanos;
	}

	long number() {
		return this.number;
	}

	void number(long number) {
		this.number = number;
	}

	/**
	 * Number of transmissions.
	 * @return how many there were
	 */
	int attempts() {
		return this.attempts;
	}

	/**
	 * Begin a transmission. Everything is recorded before the message leaves, since an
	 * answer may come before the network's call returns.
	 * @param now the time
	 * @param backoff how long to wait for an answer
	 */
	void transmitting(long now, Backoff backoff) {
		this.attempts++;
		this.sentNanos = now;
		this.latestRefusal = null;
		this.retryAtNanos = now + backoff.afterSilence(this.silences);
	}

	void transmitted(int target) {
		this.target = target;
	}

	/**
	 * Take back {@link #transmitting}: nothing left this process.
	 * @param retryAtNanos when to try again
	 */
	void notTransmitted(long retryAtNanos) {
		this.attempts--;
		this.retryAtNanos = retryAtNanos;
	}

	void forgetTransmissions(long now) {
		this.attempts = 0;
		this.target = -1;
		this.silences = 0;
		this.latestRefusal = null;
		this.retryAtNanos = now;
	}

	/**
	 * Send again soon, to where the primary is now.
	 * @param now the time
	 */
	void redirect(long now) {
		this.target = -1;
		this.silences = 0;
		this.retryAtNanos = now;
	}

	void latestRefused(Reason reason, long retryAtNanos) {
		this.latestRefusal = reason;
		this.retryAtNanos = retryAtNanos;
	}

	/**
	 * Choose where the next transmission goes to, from what became of the latest one.
	 * @param routing the routing
	 * @return the target, or -1 if none is connected
	 */
	int nextTarget(Routing routing) {
		if (this.attempts == 0 || this.target < 0) {
			return routing.first();
		}
		if (this.latestRefusal == null) {
			this.silences++;
			routing.silent(this.target, this.sentNanos);
			return routing.after(this.target);
		}
		if (this.latestRefusal == Reason.BUSY) {
			return routing.first();
		}
		routing.refused(this.target);
		return routing.after(this.target);
	}

	int target() {
		return this.target;
	}

	long waitedMillis(long now) {
		return (now - this.submittedNanos) / NANOS_PER_MILLI;
	}

}
