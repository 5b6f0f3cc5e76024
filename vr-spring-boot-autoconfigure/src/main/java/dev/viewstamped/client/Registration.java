package dev.viewstamped.client;

import java.util.UUID;
import java.util.random.RandomGenerator;

import dev.viewstamped.message.Header;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Refused;
import dev.viewstamped.message.Refused.Reason;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Reply.Outcome;
import dev.viewstamped.message.Request;

/**
 * Who the client is to the group: a random identity that is never used again, and the
 * session that a REGISTER opens for it. Takes the place of the paper's client recovery
 * (VR Revisited §4.5).
 */
final class Registration {

	private static final byte[] NO_PAYLOAD = {};

	private final Routing routing;

	private final Backoff backoff;

	private final RandomGenerator random;

	private UUID client;

	private UUID groupId = Header.NO_GROUP;

	private long session;

	private Transmissions transmissions;

	private int rejections;

	private boolean busy;

	Registration(Routing routing, Backoff backoff, RandomGenerator random, long now) {
		this.routing = routing;
		this.backoff = backoff;
		this.random = random;
		this.client = new UUID(random.nextLong(), random.nextLong());
		this.transmissions = new Transmissions(now);
	}

	UUID client() {
		return this.client;
	}

	UUID groupId() {
		return this.groupId;
	}

	long session() {
		return this.session;
	}

	boolean isOpen() {
		return this.session != 0;
	}

	/**
	 * Whether the last word on a session was that the group has no room for it now.
	 * @return {@code true} if so
	 */
	boolean isBusy() {
		return this.busy;
	}

	/**
	 * Send REGISTER if it is time to.
	 * @param now the time
	 */
	void register(long now) {
		Transmissions current = this.transmissions;
		if (isOpen() || !current.isRetryDue(now)) {
			return;
		}
		int target = current.nextTarget(this.routing);
		current.transmitting(now, this.backoff);
		Request request = new Request(Header.NO_GROUP, this.client, 0, 0, 0, current.attempts(), Operation.REGISTER,
				NO_PAYLOAD);
		int taken = this.routing.send(target, request);
		if (taken >= 0) {
			current.transmitted(taken);
		}
		else {
			current.notTransmitted(now + this.backoff.afterRefusal(0));
		}
	}

	/**
	 * Send again at the next tick what is in flight: another replica is the primary now.
	 * @param now the time
	 */
	void sendAgain(long now) {
		if (!isOpen() && this.transmissions.attempts() > 0) {
			this.transmissions.redirect(now);
		}
	}

	/**
	 * Take the answer to REGISTER.
	 * @param reply the answer
	 * @param now the time
	 * @return whether the session is open; if not, the client has a new identity
	 */
	boolean onReply(Reply reply, long now) {
		if (reply.outcome() == Outcome.EXECUTED) {
			this.groupId = reply.groupId();
			this.session = reply.viewstamp().opNumber();
			this.rejections = 0;
			this.busy = false;
			return true;
		}
		// The group remembers nothing of this identity, and late copies of this answer
		// must not be taken for the answer to the next REGISTER
		renew(now);
		this.busy = true;
		this.transmissions.retryAt(now + this.backoff.afterSilence(this.rejections++));
		return false;
	}

	void onRefused(Refused refused, long now) {
		if (isOpen() || refused.attempt() != this.transmissions.attempts()) {
			return;
		}
		this.busy = refused.reason() == Reason.BUSY;
		int refusals = (refused.reason() == Reason.NO_PRIMARY) ? 0 : this.transmissions.attempts();
		this.transmissions.latestRefused(refused.reason(), now + this.backoff.afterRefusal(refusals));
	}

	/**
	 * Give up identity and session, and take a new identity.
	 * @param now the time
	 */
	void renew(long now) {
		this.client = new UUID(this.random.nextLong(), this.random.nextLong());
		this.groupId = Header.NO_GROUP;
		this.session = 0;
		this.busy = false;
		this.transmissions = new Transmissions(now);
	}

	/**
	 * The transmissions of REGISTER under one identity.
	 */
	private static final class Transmissions extends Pending {

		private Transmissions(long now) {
			super(NO_PAYLOAD, MAX_TIMEOUT_NANOS, now);
		}

	}

}
