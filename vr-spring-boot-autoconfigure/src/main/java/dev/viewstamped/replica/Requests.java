package dev.viewstamped.replica;

import java.util.UUID;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Evicted;
import dev.viewstamped.message.Forward;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Refused;
import dev.viewstamped.message.Refused.Reason;
import dev.viewstamped.message.Request;

import org.jspecify.annotations.Nullable;

/**
 * What a replica does with the requests of clients (§4.1 step 2): a backup hands them on,
 * the primary answers what it can and gives the rest a place in the log.
 */
final class Requests {

	private final ReplicaState state;

	private final Routes routes;

	private final Execution execution;

	private final NormalCase normalCase;

	private final HandOver handOver;

	Requests(ReplicaState state, Routes routes, Execution execution, NormalCase normalCase, HandOver handOver) {
		this.state = state;
		this.routes = routes;
		this.execution = execution;
		this.normalCase = normalCase;
		this.handOver = handOver;
	}

	void on(long origin, Request request) {
		if (this.state.isPrimary()) {
			this.routes.learn(request.client(), origin);
			admit(origin, request);
		}
		else if (canForward(origin)) {
			forward(origin, request);
		}
		else {
			refuse(origin, request, Reason.NO_PRIMARY);
		}
	}

	/**
	 * What another member handed on is not handed on again: it might go round in circles.
	 */
	boolean canForward(long origin) {
		boolean knowsPrimary = this.state.isBackup() || (this.state.isOut() && !this.state.isMember());
		return knowsPrimary && !Routes.isMember(origin);
	}

	void forward(long origin, ClientMessage message) {
		this.routes.learn(message.client(), origin);
		this.state.send(this.state.primary(), new Forward(this.state.header(), message));
	}

	void reply(long origin, ClientMessage message) {
		this.routes.reply(origin, message);
	}

	/**
	 * Whether the primary gives anything a place in the log: not the last primary of an
	 * epoch, since the reconfiguration is the epoch's last entry (§7.1), and not one that
	 * is about to give its role away.
	 */
	boolean takesMore() {
		return !this.normalCase.isSilent() && !this.state.participants.endsEpoch() && !this.handOver.isUnderWay();
	}

	private void admit(long origin, Request request) {
		Reason reason = admitOrAnswer(origin, request);
		if (reason != null) {
			refuse(origin, request, reason);
		}
	}

	/**
	 * @return why the request is refused, {@code null} if it was answered, is in the log,
	 * or got a place there
	 */
	private @Nullable Reason admitOrAnswer(long origin, Request request) {
		if (this.normalCase.isSilent()) {
			return Reason.NO_PRIMARY;
		}
		if (request.operation() == Operation.REGISTER) {
			return register(request);
		}
		UUID client = request.client();
		if (!request.groupId().equals(this.state.groupId())) {
			this.routes.reply(origin, new Evicted(this.state.groupId(), client, request.session()));
			return null;
		}
		Session session = this.execution.clientTable().find(client, request.session());
		if (session == null) {
			// A session is the op-number that opened it. One that is not executed here
			// may
			// well be open: this may be a primary that the group has left behind
			if (this.execution.executedNumber() < request.session()) {
				return Reason.NO_PRIMARY;
			}
			this.routes.reply(origin, new Evicted(this.state.groupId(), client, request.session()));
			return null;
		}
		if (request.operation() == Operation.COMMAND) {
			if (session.isFinished(request.requestNumber())) {
				return null;
			}
			StoredReply stored = session.find(request.requestNumber());
			if (stored != null) {
				this.execution.reply(client, stored);
				return null;
			}
			if (this.execution.inFlight().contains(client, request.requestNumber())) {
				return null;
			}
			if (session.isBeyondWindow(this.state.options.clientWindow(), request.requestNumber(),
					request.acknowledged())) {
				return Reason.BUSY;
			}
			if (request.payload().length > this.state.options.maxCommandBytes()) {
				return Reason.TOO_LARGE;
			}
			if (!this.execution.knows(request.payload())) {
				return Reason.UNKNOWN_COMMAND;
			}
		}
		return append(request);
	}

	private @Nullable Reason register(Request request) {
		Session session = this.execution.clientTable().find(request.client());
		if (session != null) {
			this.execution.replyRegistered(session);
			return null;
		}
		return this.execution.inFlight().isRegistering(request.client()) ? null : append(request);
	}

	private @Nullable Reason append(Request request) {
		if (!takesMore()) {
			return Reason.NO_PRIMARY;
		}
		if (!this.normalCase.hasRoom()) {
			return Reason.BUSY;
		}
		Log log = this.state.log;
		byte[] payload = (request.operation() == Operation.REGISTER) ? SessionTerms.of(this.state.options).encode()
				: request.payload();
		long timestampNanos = Math.max(log.lastTimestampNanos() + 1, this.state.time.wallClockNanos());
		Entry entry = new Entry(this.state.epoch(), this.state.view(), log.opNumber() + 1, timestampNanos,
				request.operation(), request.client(), request.session(), request.requestNumber(),
				request.acknowledged(), payload);
		this.state.durability.append(entry);
		this.execution.inFlight().add(entry);
		this.normalCase.appended();
		return null;
	}

	private void refuse(long origin, Request request, Reason reason) {
		this.routes.reply(origin, new Refused(request.client(), request.requestNumber(), request.attempt(), reason));
	}

}
