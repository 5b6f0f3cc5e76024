package dev.viewstamped.client;

import org.jspecify.annotations.Nullable;

import dev.viewstamped.CommandOutcomeUnknownException;
import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.VrException;
import dev.viewstamped.message.Refused.Reason;
import dev.viewstamped.message.Reply;

/**
 * A command on its way. Knows which of its transmissions were refused: only if all were
 * did the command certainly not happen.
 */
final class PendingRequest extends Pending {

	private final Completion<Reply> completion;

	/** Every attempt up to this one was refused. */
	private int refusedUpTo;

	/** Refused attempts beyond, bit 0 for the first one. */
	private long refusedBeyond;

	private @Nullable Reason lastRefusal;

	private int busyRefusals;

	private long acknowledgedAtFirst;

	PendingRequest(byte[] command, long timeoutNanos, long now, Completion<Reply> completion) {
		super(command, timeoutNanos, now);
		this.completion = completion;
	}

	Completion<Reply> completion() {
		return this.completion;
	}

	int busyRefusals() {
		return this.busyRefusals;
	}

	/**
	 * What the first transmission acknowledged: whichever transmission was executed, the
	 * group knows at least this.
	 * @return the request number
	 */
	long acknowledgedAtFirst() {
		return this.acknowledgedAtFirst;
	}

	void acknowledgedAtFirst(long acknowledged) {
		this.acknowledgedAtFirst = acknowledged;
	}

	/**
	 * Record the refusal of a transmission.
	 * @param attempt number of the transmission
	 * @param reason why it was refused
	 * @return {@code false} if there was no such transmission, or its refusal is known
	 */
	boolean refused(int attempt, Reason reason) {
		int bit = attempt - this.refusedUpTo - 1;
		if (bit < 0 || attempt > attempts()) {
			return false;
		}
		// A refusal too far ahead is left out: the outcome is then unknown, never wrong
		if (bit >= Long.SIZE || (this.refusedBeyond & (1L << bit)) != 0) {
			return false;
		}
		this.refusedBeyond |= 1L << bit;
		int run = Long.numberOfTrailingZeros(~this.refusedBeyond);
		this.refusedUpTo += run;
		this.refusedBeyond = (run < Long.SIZE) ? this.refusedBeyond >>> run : 0;
		this.lastRefusal = reason;
		if (reason == Reason.BUSY) {
			this.busyRefusals++;
		}
		return true;
	}

	/**
	 * Whether no transmission can have, or can get, a place in the log.
	 * @return {@code true} if there was none or all were refused
	 */
	boolean isCertainlyNotLogged() {
		return this.refusedUpTo == attempts();
	}

	/**
	 * Whether one transmission, and no more, may have a place in the log.
	 * @return {@code true} if all others were refused
	 */
	boolean isLoggedAtMostOnce() {
		return attempts() - this.refusedUpTo - Long.bitCount(this.refusedBeyond) <= 1;
	}

	/**
	 * Prepare to be sent in another session, which is safe only for a command that is
	 * certainly not logged.
	 * @param now the time
	 */
	void moveToNewSession(long now) {
		forgetTransmissions(now);
		this.refusedUpTo = 0;
		this.refusedBeyond = 0;
		this.lastRefusal = null;
		this.busyRefusals = 0;
	}

	/**
	 * How the command ends when it has had one answer or more, all of them refusals, or
	 * none at all.
	 * @param why what ended it
	 * @param now the time
	 * @return the exception
	 */
	VrException end(String why, long now) {
		if (!isCertainlyNotLogged()) {
			return new CommandOutcomeUnknownException(why + " after " + waitedMillis(now) + " ms and " + attempts()
					+ " transmission(s) of the command without a reply; the command may have happened");
		}
		if (this.lastRefusal == null) {
			return new ReplicaUnavailableException(
					why + " after " + waitedMillis(now) + " ms; the command was not sent and did not happen");
		}
		String refused = why + " after " + waitedMillis(now) + " ms and " + attempts()
				+ " transmission(s) of the command, each of them refused: ";
		return switch (this.lastRefusal) {
			case BUSY -> new CommandRejectedException(
					refused + "the group is busy; the command did not happen, try later", true);
			case NO_PRIMARY ->
				new ReplicaUnavailableException(refused + "no primary is known; the command did not happen");
			case TOO_LARGE -> new CommandRejectedException(
					refused + "its " + payload().length
							+ " bytes are more than 'vr.limits.command-size' allows there; the command did not happen",
					CommandRejectedException.Reason.TOO_LARGE);
			case UNKNOWN_COMMAND -> new CommandRejectedException(
					refused + "the replica has no handler for it, add one to every replica; the command did not happen",
					CommandRejectedException.Reason.UNKNOWN_COMMAND);
		};
	}

}
