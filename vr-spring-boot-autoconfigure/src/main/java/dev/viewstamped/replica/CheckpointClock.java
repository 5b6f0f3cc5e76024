package dev.viewstamped.replica;

import dev.viewstamped.message.Entry;

/**
 * Says at which entries a checkpoint is due: a function of the executed log and of the
 * entry at which one was due before, so that all members take theirs at the same entries.
 * <p>
 * Op-numbers, bytes of commands and replicated time are cut into slots of the settings'
 * lengths. A checkpoint is due when op-number or bytes have come into another slot since
 * the last time, and the time has too. Slots do not depend on when counting began, so
 * members whose settings differed for a while come to agree again once they are the same.
 * Replicated time may stand still for long, when the primary's clock was ahead; a
 * checkpoint is then due after many slots of the others.
 */
final class CheckpointClock {

	/** No checkpoint is due. */
	static final int NOT_DUE = -1;

	/** Replicated time stands still: there must be one. */
	static final int OVERDUE = Long.SIZE;

	private static final int OVERDUE_SLOTS = 64;

	private final CheckpointOptions options;

	private long payloadBytes;

	private long lastOpNumber;

	private long lastPayloadBytes;

	private long lastTimestampNanos;

	CheckpointClock(CheckpointOptions options) {
		this.options = options;
	}

	/**
	 * Bytes of all commands in the executed log.
	 */
	long payloadBytes() {
		return this.payloadBytes;
	}

	/**
	 * An entry was executed.
	 * @return {@link #NOT_DUE}, or the rank of the checkpoint that is due. Those of rank
	 * {@code n} at least come once in 2 to the power of n slots of time, so that replicas
	 * that take few of them take what the others take too
	 */
	int executed(Entry entry) {
		this.payloadBytes += entry.payload().length;
		long ops = slot(entry.opNumber(), this.options.intervalOps())
				- slot(this.lastOpNumber, this.options.intervalOps());
		long bytes = slot(this.payloadBytes, this.options.intervalBytes())
				- slot(this.lastPayloadBytes, this.options.intervalBytes());
		if (ops == 0 && bytes == 0) {
			return NOT_DUE;
		}
		int rank = rank(slot(this.lastTimestampNanos, this.options.intervalNanos()),
				slot(entry.timestampNanos(), this.options.intervalNanos()));
		if (Math.max(ops, bytes) >= OVERDUE_SLOTS) {
			rank = OVERDUE;
		}
		if (rank != NOT_DUE) {
			restart(entry.opNumber(), entry.timestampNanos(), this.payloadBytes);
		}
		return rank;
	}

	/**
	 * Go on from a checkpoint.
	 */
	void restart(long opNumber, long timestampNanos, long bytes) {
		this.payloadBytes = bytes;
		this.lastOpNumber = opNumber;
		this.lastPayloadBytes = bytes;
		this.lastTimestampNanos = timestampNanos;
	}

	/** The highest bit in which two slots of time differ. */
	private static int rank(long before, long now) {
		return Long.SIZE - 1 - Long.numberOfLeadingZeros(before ^ now);
	}

	private static long slot(long value, long length) {
		return value / Math.max(1, length);
	}

}
