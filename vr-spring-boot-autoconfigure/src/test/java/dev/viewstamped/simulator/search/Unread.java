package dev.viewstamped.simulator.search;

import java.util.UUID;

import dev.viewstamped.message.GetState;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Hello;
import dev.viewstamped.message.HelloResponse;
import dev.viewstamped.message.IncarnationRequest;
import dev.viewstamped.message.IncarnationResponse;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Propose;
import dev.viewstamped.message.Recovery;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.message.Standing;

/**
 * Makes blank what no receiver reads, so that messages that come to the same are the
 * same.
 */
final class Unread {

	private static final int COORDINATOR = 0;

	private Unread() {
	}

	/**
	 * A message as its receiver reads it.
	 * @param to the receiver
	 * @param message the message
	 * @return the same for messages that make no difference to the receiver
	 */
	static PeerMessage blank(int to, PeerMessage message) {
		Header header = message.header();
		if (message instanceof Hello hello) {
			return new Hello(outsideGroup(header), Header.NO_GROUP, hello.nonce());
		}
		if (message instanceof HelloResponse response) {
			return blank(to, response);
		}
		if (message instanceof IncarnationResponse response) {
			return new IncarnationResponse(withoutView(header), response.nonce(), response.crashVector());
		}
		if (message instanceof GetState getState) {
			return new GetState(withoutView(header), getState.fromOpNumber());
		}
		if (message instanceof RecoveryResponse response && response.history() == null) {
			return new RecoveryResponse(header, response.nonce(), response.crashVector(), null, 0);
		}
		return message;
	}

	/**
	 * Only the coordinator reads who answered and what the token is, and only of those
	 * that have no state. Nobody tells a blank member from one that has consented.
	 */
	private static HelloResponse blank(int to, HelloResponse response) {
		boolean formed = response.standing() == Standing.FORMED;
		boolean read = to == COORDINATOR && !formed;
		return new HelloResponse(outsideGroup(response.header()), response.nonce(),
				read ? response.boot() : Header.NO_GROUP, read ? response.token() : Header.NO_GROUP,
				formed ? Standing.FORMED : Standing.BLANK, response.mayForm());
	}

	/**
	 * The identity that a message shows for the first time, if its sender made it up.
	 */
	static UUID identity(PeerMessage message) {
		if (message instanceof Hello hello) {
			return hello.nonce();
		}
		if (message instanceof HelloResponse response) {
			return response.token();
		}
		if (message instanceof IncarnationRequest request) {
			return request.nonce();
		}
		if (message instanceof Recovery recovery) {
			return recovery.nonce();
		}
		return (message instanceof Propose propose) ? propose.header().groupId() : Header.NO_GROUP;
	}

	private static Header outsideGroup(Header header) {
		return new Header(Header.NO_GROUP, 0, 0, header.from(), 0);
	}

	private static Header withoutView(Header header) {
		return new Header(header.groupId(), header.epoch(), 0, header.from(), header.incarnation());
	}

}
