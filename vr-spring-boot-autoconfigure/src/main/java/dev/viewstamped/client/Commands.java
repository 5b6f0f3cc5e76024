package dev.viewstamped.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.viewstamped.CommandFailedException;
import dev.viewstamped.CommandOutcomeUnknownException;
import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.VrException;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Refused;
import dev.viewstamped.message.Refused.Reason;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;

/**
 * The commands of a session: those in flight, at most a window of them, and those that
 * wait for a place in it. VR Revisited §4.1 with a window of one is the paper's client.
 */
final class Commands {

	/**
	 * Refusals as busy after which a command is rejected, if nothing but refusals came:
	 * enough to ride out a burst, few enough that an overloaded group says so quickly.
	 */
	static final int MAX_BUSY_REFUSALS = 3;

	private final ClientOptions options;

	private final Routing routing;

	private final Registration registration;

	private final Backoff backoff;

	private final IdleAcknowledgement idle;

	private final PendingTable<PendingRequest> inFlight = new PendingTable<>();

	private final CommandQueue queue;

	private long lastNumber;

	private long acknowledged;

	private long attentionNanos;

	private long repliedNanos;

	private boolean dispatching;

	Commands(ClientOptions options, Routing routing, Registration registration, Backoff backoff, long now) {
		this.options = options;
		this.routing = routing;
		this.registration = registration;
		this.backoff = backoff;
		this.idle = new IdleAcknowledgement(options.acknowledgeAfterIdleNanos(), routing, registration, now);
		this.attentionNanos = now;
		this.queue = new CommandQueue(now);
		this.repliedNanos = now;
		this.inFlight.ensureRoomFor(options.window());
	}

	int size() {
		return this.inFlight.size() + this.queue.size();
	}

	boolean hasQueued() {
		return !this.queue.isEmpty();
	}

	void submit(PendingRequest request, long now) {
		if (this.queue.size() >= this.options.maxQueued()) {
			request.completion()
				.failed(new CommandRejectedException("The client is busy: " + this.queue.size()
						+ " commands wait already, as many as may; the command was not sent and did not happen,"
						+ " try later", true));
			return;
		}
		this.queue.add(request);
		dispatch(now);
	}

	/**
	 * Send what waits, as far as session, window and network allow.
	 * @param now the time
	 */
	void dispatch(long now) {
		if (this.dispatching) {
			// Called from within a transmission below: the loop there goes on
			return;
		}
		this.dispatching = true;
		try {
			boolean sent = true;
			while (sent && this.registration.isOpen() && !isWindowFull()) {
				PendingRequest request = this.queue.poll();
				if (request == null) {
					return;
				}
				if (request.isExpired(now)) {
					request.completion().failed(endQueued(request, now));
				}
				else {
					sent = begin(request, now);
				}
			}
		}
		finally {
			this.dispatching = false;
		}
	}

	void onReply(Reply reply, long now) {
		PendingRequest request = this.inFlight.get(reply.requestNumber());
		if (request == null) {
			return;
		}
		finish(request);
		this.repliedNanos = now;
		this.idle.acknowledged(request.acknowledgedAtFirst());
		dispatch(now);
		switch (reply.outcome()) {
			case EXECUTED -> request.completion().succeeded(reply);
			case RESULT_TOO_LARGE -> request.completion()
				.failed(new CommandFailedException("result-too-large", "The command at op-number "
						+ reply.viewstamp().opNumber()
						+ " was executed, and its result is larger than the group keeps; return less from its handler"));
			case TOO_MANY_SESSIONS -> request.completion().failed(notExecuted(request, reply));
		}
	}

	void onRefused(Refused refused, long now) {
		if (refused.requestNumber() == 0) {
			this.idle.refused(refused.attempt());
			return;
		}
		PendingRequest request = this.inFlight.get(refused.requestNumber());
		if (request == null || !request.refused(refused.attempt(), refused.reason())) {
			return;
		}
		if (request.isCertainlyNotLogged() && isFinal(request, refused.reason())) {
			finish(request);
			dispatch(now);
			request.completion().failed(request.end("Gave up", now));
		}
		else if (refused.attempt() == request.attempts()) {
			int patience = (refused.reason() == Reason.NO_PRIMARY) ? 0 : Math.max(0, request.busyRefusals() - 1);
			request.latestRefused(refused.reason(), now + this.backoff.afterRefusal(patience));
			noteInFlight(request);
		}
	}

	void tick(long now) {
		if (!this.inFlight.isEmpty() && now - this.attentionNanos >= 0) {
			attend(now);
		}
		for (PendingRequest request : this.queue.removeExpired(now)) {
			request.completion().failed(endQueued(request, now));
		}
		dispatch(now);
		if (size() == 0) {
			this.idle.tick(this.acknowledged, now);
		}
	}

	/**
	 * Send again at the next tick what is in flight: another replica is the primary now.
	 * @param now the time
	 */
	void sendAgain(long now) {
		for (long number = this.acknowledged + 1; number <= this.lastNumber; number++) {
			PendingRequest request = this.inFlight.get(number);
			if (request != null) {
				request.redirect(now);
				noteInFlight(request);
			}
		}
	}

	/**
	 * Forget the session. Commands that are certainly not logged wait for the next one.
	 * @param now the time
	 * @return the commands that may be logged
	 */
	List<PendingRequest> leaveSession(long now) {
		List<PendingRequest> unknown = new ArrayList<>();
		for (long number = this.lastNumber; number > this.acknowledged; number--) {
			PendingRequest request = this.inFlight.get(number);
			if (request != null) {
				this.inFlight.remove(request);
				if (request.isCertainlyNotLogged()) {
					request.moveToNewSession(now);
					this.queue.putBack(request);
				}
				else {
					unknown.add(request);
				}
			}
		}
		this.lastNumber = 0;
		this.acknowledged = 0;
		this.idle.reset();
		Collections.reverse(unknown);
		return unknown;
	}

	/**
	 * Fail everything.
	 * @param why the reason
	 * @param now the time
	 */
	void failAll(String why, long now) {
		List<PendingRequest> all = new ArrayList<>(size());
		for (long number = this.acknowledged + 1; number <= this.lastNumber; number++) {
			PendingRequest request = this.inFlight.get(number);
			if (request != null) {
				this.inFlight.remove(request);
				all.add(request);
			}
		}
		for (PendingRequest request = this.queue.poll(); request != null; request = this.queue.poll()) {
			all.add(request);
		}
		for (PendingRequest request : all) {
			request.completion().failed(request.end(why, now));
		}
	}

	private boolean begin(PendingRequest request, long now) {
		request.number(++this.lastNumber);
		request.acknowledgedAtFirst(this.acknowledged);
		this.inFlight.put(request);
		if (transmit(request, now)) {
			return true;
		}
		// Nothing left this process, so the number is still unused
		this.inFlight.remove(request);
		this.lastNumber--;
		this.queue.putBack(request);
		return false;
	}

	private boolean transmit(PendingRequest request, long now) {
		int target = request.nextTarget(this.routing);
		request.transmitting(now, this.backoff);
		this.idle.active(now);
		Request message = new Request(this.registration.groupId(), this.registration.client(),
				this.registration.session(), request.number(), this.acknowledged, request.attempts(), Operation.COMMAND,
				request.payload());
		int taken = this.routing.send(target, message);
		if (taken >= 0) {
			request.transmitted(taken);
		}
		else {
			request.notTransmitted(now + this.backoff.afterRefusal(0));
		}
		noteInFlight(request);
		return taken >= 0;
	}

	private void finish(PendingRequest request) {
		this.inFlight.remove(request);
		while (this.acknowledged < this.lastNumber && this.inFlight.get(this.acknowledged + 1) == null) {
			this.acknowledged++;
		}
	}

	private boolean isWindowFull() {
		return this.lastNumber - this.acknowledged >= this.options.window();
	}

	private boolean isFinal(PendingRequest request, Reason reason) {
		return switch (reason) {
			case TOO_LARGE, UNKNOWN_COMMAND -> true;
			case BUSY -> request.busyRefusals() >= MAX_BUSY_REFUSALS;
			case NO_PRIMARY -> false;
		};
	}

	private void attend(long now) {
		this.attentionNanos = now + Pending.MAX_TIMEOUT_NANOS;
		List<PendingRequest> expired = new ArrayList<>(0);
		for (long number = this.acknowledged + 1; number <= this.lastNumber; number++) {
			PendingRequest request = this.inFlight.get(number);
			if (request == null) {
				continue;
			}
			if (request.isExpired(now)) {
				finish(request);
				expired.add(request);
			}
			else if (request.isRetryDue(now)) {
				transmit(request, now);
			}
			else {
				noteInFlight(request);
			}
		}
		for (PendingRequest request : expired) {
			request.completion().failed(request.end("Timed out", now));
		}
	}

	private VrException endQueued(PendingRequest request, long now) {
		String waited = "Timed out after " + request.waitedMillis(now) + " ms: the command waited ";
		if (!this.registration.isOpen()) {
			return (this.registration.isBusy())
					? new CommandRejectedException(waited + "for a session, and the group has no room for another one;"
							+ " it was not sent and did not happen, try later", true)
					: new ReplicaUnavailableException(
							waited + "for a session, and no primary answered;" + " it was not sent and did not happen");
		}
		if (isWindowFull() && this.repliedNanos - request.submittedNanos() > 0) {
			return new CommandRejectedException(
					waited + "behind the " + this.options.window()
							+ " commands that may be in flight together; it was not sent and did not happen, try later",
					true);
		}
		return new ReplicaUnavailableException(waited + "for a replica that takes it, and none was connected or"
				+ " answered the " + this.inFlight.size() + " commands in flight; it was not sent and did not happen");
	}

	private static VrException notExecuted(PendingRequest request, Reply reply) {
		// Another transmission may get into the log yet, and be executed
		return (request.isLoggedAtMostOnce())
				? new CommandRejectedException("The group answered " + reply.outcome() + " to request "
						+ request.number() + "; the command did not happen", true)
				: new CommandOutcomeUnknownException(
						"The group answered " + reply.outcome() + " to one of " + request.attempts()
								+ " transmissions of request " + request.number() + "; the command may have happened");
	}

	private void noteInFlight(PendingRequest request) {
		long nanos = request.attentionNanos();
		if (nanos - this.attentionNanos < 0) {
			this.attentionNanos = nanos;
		}
	}

}
