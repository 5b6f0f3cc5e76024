package dev.viewstamped.transport;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.transport.HandshakeFrames.Proof;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;

/**
 * The links that others dialled: one to each other member, to send on, and one to each
 * client, for both directions. Bounds those that have proven nothing yet.
 */
final class AcceptedLinks {

	private static final Log logger = LogFactory.getLog(AcceptedLinks.class);

	private static final int MAX_UNPROVEN = 64;

	private static final int MAX_CLIENTS = 256;

	private static final int MAX_STRANGERS = 64;

	private final LinkContext context;

	private final MemberFence fence;

	private final Conditions conditions;

	private final TransportListener listener;

	private final MessageCodec<PeerMessage> peerCodec = new MessageCodec<>(PeerMessageCodec.types());

	private final MessageCodec<ClientMessage> clientCodec = new MessageCodec<>(ClientMessageCodec.types());

	private final Set<Conversation> unproven = ConcurrentHashMap.newKeySet();

	private final IntConsumer onPeer;

	private final Map<Integer, Peer> peers = new ConcurrentHashMap<>();

	private final Map<Long, SendingLink<ClientMessage>> clients = new ConcurrentHashMap<>();

	private final AtomicLong lastClient = new AtomicLong();

	private volatile boolean open;

	/**
	 * No links yet.
	 * @param context what all links share
	 * @param fence decides which process is a member
	 * @param conditions told what becomes of handshakes
	 * @param listener takes what clients send
	 * @param onPeer told when there is a link to another replica
	 */
	AcceptedLinks(LinkContext context, MemberFence fence, Conditions conditions, TransportListener listener,
			IntConsumer onPeer) {
		this.context = context;
		this.fence = fence;
		this.conditions = conditions;
		this.listener = listener;
		this.onPeer = onPeer;
	}

	void open() {
		this.open = true;
	}

	/**
	 * Begin a conversation with whoever has connected.
	 * @param clientEndpoint whether at the endpoint for clients
	 * @return the conversation; {@code null} if there is no room
	 */
	@Nullable Conversation begin(boolean clientEndpoint) {
		if (!this.open || this.context.isClosed() || this.unproven.size() >= MAX_UNPROVEN) {
			return null;
		}
		AcceptedConversation conversation = new AcceptedConversation(this.context, this, clientEndpoint);
		this.unproven.add(conversation);
		conversation.expire();
		return conversation;
	}

	/**
	 * The link to a member.
	 * @param memberId the member
	 * @return the link; {@code null} if there is none
	 */
	@Nullable SendingLink<PeerMessage> peer(int memberId) {
		Peer peer = this.peers.get(memberId);
		return (peer != null) ? peer.link() : null;
	}

	/**
	 * Those that have dialled and are not in the roster.
	 * @return their ids
	 */
	Set<Integer> strangers() {
		Set<Integer> strangers = new TreeSet<>(this.peers.keySet());
		strangers.removeAll(this.context.roster().others());
		return strangers;
	}

	/**
	 * The link to a client.
	 * @param id the link's id
	 * @return the link; {@code null} if it is gone
	 */
	@Nullable SendingLink<ClientMessage> client(long id) {
		return this.clients.get(id);
	}

	/**
	 * End the link to another process than the one that answers at a member's address.
	 * @param memberId the member
	 * @param boot the process that answers
	 */
	void endUnless(int memberId, UUID boot) {
		Peer peer = this.peers.get(memberId);
		if (peer != null && !peer.boot().equals(boot)) {
			peer.link().conversation().cut(CloseStatus.POLICY_VIOLATION, "another process is member " + memberId);
		}
	}

	void ended(AcceptedConversation conversation) {
		this.unproven.remove(conversation);
	}

	/**
	 * Called when the other end has proven the secret.
	 * @param conversation the conversation with it
	 * @param wire the connection
	 * @param role what it wants
	 * @param proof what it said of itself
	 * @throws IOException if it could not be answered
	 * @throws MalformedFrameException if it contradicts itself
	 */
	void proven(AcceptedConversation conversation, Wire wire, LinkRole role, Proof proof)
			throws IOException, MalformedFrameException {
		this.unproven.remove(conversation);
		Identity own = this.context.identity();
		Identity other = proof.identity();
		Refusal refusal = IdentityCheck.compare(own, other);
		// A client takes any member: it learns from the handshake which one this is
		if (refusal == null && role != LinkRole.CLIENT) {
			refusal = IdentityCheck.compare(proof.dialled(), proof.expectedMemberId(), own.memberId(),
					own.memberCount());
		}
		if (refusal == null && role == LinkRole.PEER && !hasRoomFor(other.memberId())) {
			refusal = new Refusal(RefusalReason.BUSY,
					MAX_STRANGERS + " replicas of other epochs are connected already");
		}
		if (refusal != null) {
			this.conditions.accepted(other.memberId(), refusal);
			conversation.refuse(wire, proof, refusal);
			return;
		}
		if ((role == LinkRole.CLIENT) != (other.memberId() == TransportSettings.NO_MEMBER)) {
			throw new MalformedFrameException("a " + role + " with member id " + other.memberId());
		}
		switch (role) {
			case PROBE -> conversation.accept(wire, proof);
			case CLIENT -> acceptClient(conversation, wire, proof);
			case PEER -> admitPeer(conversation, wire, proof);
		}
	}

	private boolean hasRoomFor(int memberId) {
		return this.context.roster().contains(memberId) || this.peers.containsKey(memberId)
				|| strangers().size() < MAX_STRANGERS;
	}

	private void admitPeer(AcceptedConversation conversation, Wire wire, Proof proof) {
		Identity other = proof.identity();
		this.fence.admit(other.memberId(), other.boot()).whenComplete((refusal, ex) -> {
			try {
				if (refusal.isPresent()) {
					conversation.refuse(wire, proof, refusal.get());
				}
				else {
					acceptPeer(conversation, wire, proof);
				}
			}
			catch (IOException sendFailure) {
				conversation.cut(CloseStatus.SERVER_ERROR, "sending failed");
			}
		});
	}

	private void acceptPeer(AcceptedConversation conversation, Wire wire, Proof proof) throws IOException {
		int memberId = proof.identity().memberId();
		SendingLink<PeerMessage> link = new SendingLink<>(conversation, wire, this.peerCodec,
				Integer.toString(memberId));
		conversation.accept(wire, proof);
		link.start();
		Peer peer = new Peer(link, proof.identity().boot());
		Peer before = this.peers.put(memberId, peer);
		conversation.establish(null, () -> endPeer(memberId, peer));
		this.conditions.accepted(memberId, null);
		if (before != null) {
			before.link().conversation().cut(CloseStatus.NORMAL, "replaced by a newer link");
		}
		else {
			logger.debug("Sending to member " + memberId);
		}
		this.onPeer.accept(memberId);
	}

	private void endPeer(int memberId, Peer peer) {
		peer.link().close();
		if (this.peers.remove(memberId, peer)) {
			logger.debug("Not sending to member " + memberId + " any more");
		}
	}

	private void acceptClient(AcceptedConversation conversation, Wire wire, Proof proof) throws IOException {
		if (this.clients.size() >= MAX_CLIENTS) {
			conversation.refuse(wire, proof,
					new Refusal(RefusalReason.BUSY, MAX_CLIENTS + " clients are connected already"));
			return;
		}
		long id = this.lastClient.incrementAndGet();
		SendingLink<ClientMessage> link = new SendingLink<>(conversation, wire, this.clientCodec, "client-" + id);
		this.clients.put(id, link);
		conversation.establish((frame) -> {
			List<ClientMessage> messages = this.clientCodec.read(frame);
			conversation.deliver(messages, (message) -> this.listener.onClientMessage(id, message));
		}, () -> endClient(id, link));
		conversation.accept(wire, proof);
		link.start();
	}

	private void endClient(long id, SendingLink<ClientMessage> link) {
		link.close();
		if (this.clients.remove(id, link)) {
			this.listener.onClientClosed(id);
		}
	}

	private record Peer(SendingLink<PeerMessage> link, UUID boot) {

	}

}
