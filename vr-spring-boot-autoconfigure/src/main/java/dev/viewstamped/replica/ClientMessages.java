package dev.viewstamped.replica;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Forward;
import dev.viewstamped.message.Join;
import dev.viewstamped.message.LocateGroup;
import dev.viewstamped.message.LocatePrimary;
import dev.viewstamped.message.OperatorRequest;
import dev.viewstamped.message.PrimaryLocation;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Request;

/**
 * Hands each message of a client to what answers it, whether it came from the client or
 * was forwarded by another replica.
 */
final class ClientMessages {

	private final ReplicaState state;

	private final Contacts contacts;

	private final Routes routes;

	private final Requests requests;

	private final Reads reads;

	private final LocalReads localReads;

	private final Joining joining;

	private final Operators operators;

	ClientMessages(ReplicaState state, Contacts contacts, Routes routes, Requests requests, Reads reads,
			LocalReads localReads, Joining joining, Operators operators) {
		this.state = state;
		this.contacts = contacts;
		this.routes = routes;
		this.requests = requests;
		this.reads = reads;
		this.localReads = localReads;
		this.joining = joining;
		this.operators = operators;
	}

	void on(long origin, ClientMessage message) {
		if (onFromAnywhere(origin, message)) {
			return;
		}
		if (message instanceof LocateGroup locate) {
			this.joining.on(origin, locate);
		}
		else if (message instanceof LocatePrimary) {
			// Without a quorum there may be a later view, or no primary at all
			boolean known = this.state.isNormal() && this.contacts.reachable() >= this.state.quorums.needed();
			int primary = known ? this.state.primary() : -1;
			this.state.network.reply(origin, new PrimaryLocation(this.state.groupId(), message.client(),
					this.state.epoch(), this.state.view(), primary));
		}
	}

	/**
	 * The link of a client was closed.
	 */
	void forget(long origin) {
		this.routes.forget(origin);
		this.reads.forget(origin);
		this.localReads.forget(origin);
		this.operators.forget(origin);
	}

	void on(Forward forward) {
		ClientMessage message = forward.message();
		long origin = Routes.ofMember(forward.header().from());
		if (!onFromAnywhere(origin, message)) {
			this.routes.deliver(message);
		}
	}

	private boolean onFromAnywhere(long origin, ClientMessage message) {
		if (message instanceof Request request) {
			this.requests.on(origin, request);
		}
		else if (message instanceof QueryRequest query) {
			onQuery(origin, query);
		}
		else if (message instanceof Join join) {
			this.joining.on(origin, join);
		}
		else if (message instanceof OperatorRequest operatorRequest) {
			this.operators.on(origin, operatorRequest);
		}
		else {
			return false;
		}
		return true;
	}

	private void onQuery(long origin, QueryRequest query) {
		if (query.consistency() == Consistency.STALE || query.consistency() == Consistency.CAUSAL) {
			this.localReads.on(origin, query);
		}
		else if (this.requests.canForward(origin)) {
			this.requests.forward(origin, query);
		}
		else {
			this.reads.on(origin, query);
		}
	}

}
