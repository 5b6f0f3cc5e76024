package dev.viewstamped.client;

import java.util.List;
import java.util.UUID;

import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorRequest;
import dev.viewstamped.message.Refused.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks, on its way.
 */
final class PendingOperation extends Pending {

	private static final byte[] NO_PAYLOAD = {};

	private final OperatorCommand command;

	private final long expectedEpoch;

	private final List<String> members;

	private final Completion<OperatorReply> completion;

	private boolean outstanding;

	private @Nullable String lastRefusal;

	PendingOperation(OperatorCommand command, long expectedEpoch, List<String> members, long timeoutNanos, long now,
			Completion<OperatorReply> completion) {
		super(NO_PAYLOAD, timeoutNanos, now);
		this.command = command;
		this.expectedEpoch = expectedEpoch;
		this.members = members;
		this.completion = completion;
	}

	Completion<OperatorReply> completion() {
		return this.completion;
	}

	OperatorRequest request(UUID client) {
		return new OperatorRequest(client, number(), this.command, this.expectedEpoch, this.members);
	}

	/**
	 * Whether it may be sent again now. To ask twice to hand over is to ask the next
	 * primary too, so that is not sent again unless it certainly was not done.
	 * @return {@code true} if it may
	 */
	boolean mayRepeat() {
		return this.command != OperatorCommand.HAND_OVER || !this.outstanding;
	}

	@Override
	void transmitting(long now, Backoff backoff) {
		super.transmitting(now, backoff);
		this.outstanding = true;
	}

	@Override
	void notTransmitted(long retryAtNanos) {
		super.notTransmitted(retryAtNanos);
		this.outstanding = false;
	}

	/**
	 * Record that a replica knew no primary.
	 * @param why what it said
	 * @param retryAtNanos when to ask again
	 */
	void refused(String why, long retryAtNanos) {
		this.outstanding = false;
		this.lastRefusal = why;
		latestRefused(Reason.NO_PRIMARY, retryAtNanos);
	}

	ReplicaUnavailableException unanswered(String why, long now) {
		String waited = why + " after " + waitedMillis(now) + " ms without an answer of a primary to " + this.command
				+ "; ";
		if (attempts() == 0) {
			return new ReplicaUnavailableException(waited + "no replica was connected, so nothing was done");
		}
		String last = (this.lastRefusal != null) ? ". The last word was: " + this.lastRefusal : "";
		String doubt = (this.command != OperatorCommand.REPORT)
				? ". It may be under way nevertheless: look before " + "asking again" : "";
		return new ReplicaUnavailableException(waited + "it was sent " + attempts() + " time(s)" + doubt + last);
	}

}
