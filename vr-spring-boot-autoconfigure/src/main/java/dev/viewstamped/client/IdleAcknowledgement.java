package dev.viewstamped.client;

import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Request;

/**
 * Tells the group, when no command has done so for a while, which replies it need not
 * keep. To lose this costs no more than their memory, so nobody waits for an answer.
 */
final class IdleAcknowledgement {

	private static final int MAX_ATTEMPTS = 3;

	private static final byte[] NO_PAYLOAD = {};

	private final long idleNanos;

	private final Routing routing;

	private final Registration registration;

	private long activeNanos;

	private long knownToGroup;

	private long knownBefore;

	private int attempts;

	IdleAcknowledgement(long idleNanos, Routing routing, Registration registration, long now) {
		this.idleNanos = Math.min(idleNanos, Pending.MAX_TIMEOUT_NANOS);
		this.routing = routing;
		this.registration = registration;
		this.activeNanos = now;
	}

	void active(long now) {
		this.activeNanos = now;
		this.attempts = 0;
	}

	void acknowledged(long requestNumber) {
		this.knownToGroup = Math.max(this.knownToGroup, requestNumber);
	}

	void refused(int attempt) {
		if (attempt == this.attempts && attempt < MAX_ATTEMPTS) {
			this.knownToGroup = this.knownBefore;
		}
	}

	void reset() {
		this.knownToGroup = 0;
		this.knownBefore = 0;
		this.attempts = 0;
	}

	/**
	 * Acknowledge if that is due. Called while no command is pending.
	 * @param acknowledged number up to which all requests are finished
	 * @param now the time
	 */
	void tick(long acknowledged, long now) {
		if (!this.registration.isOpen() || acknowledged <= this.knownToGroup
				|| now - this.activeNanos < this.idleNanos) {
			return;
		}
		this.activeNanos = now;
		this.knownBefore = this.knownToGroup;
		this.knownToGroup = acknowledged;
		this.attempts++;
		Request request = new Request(this.registration.groupId(), this.registration.client(),
				this.registration.session(), 0, acknowledged, this.attempts, Operation.ACKNOWLEDGE, NO_PAYLOAD);
		if (this.routing.send(this.routing.first(), request) < 0) {
			this.attempts--;
			this.knownToGroup = this.knownBefore;
		}
	}

}
