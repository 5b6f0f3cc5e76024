package dev.viewstamped.transport;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Message;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.replica.Condition;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;

/**
 * The links of a replica. It dials every other member and receives on the links that it
 * dialled; it sends on the links that it accepted, which may come from any replica of the
 * group. Who the others are, and who this one is, may change. Links are best effort: what
 * does not fit in a link's queue, or was on a link that broke, is lost and counted.
 * <p>
 * {@link #send}, {@link #reply} and {@link #flush} belong to the loop's thread; the other
 * methods may be called by any thread.
 */
public final class ReplicaTransport implements AutoCloseable {

	private static final Duration STRANGER_PERIOD = Duration.ofSeconds(5);

	private final LinkContext context;

	private final TransportListener listener;

	private final Connector connector;

	private final Conditions conditions;

	private final MemberFence fence;

	private final AcceptedLinks accepted;

	private final OwnAddress ownAddress;

	private final MessageCodec<PeerMessage> codec = new MessageCodec<>(PeerMessageCodec.types());

	private final PeerDialers dialers;

	private final List<SendingLink<?>> unflushed = new ArrayList<>();

	/**
	 * A transport that has not been started.
	 * @param settings what this process is
	 * @param addresses where the members are
	 * @param listener takes what is received
	 * @param random for jitter and challenges; must be unpredictable where a secret is
	 * set, and safe for use by several threads
	 * @param nanoTime a monotonic clock in nanoseconds
	 */
	public ReplicaTransport(TransportSettings settings, MemberAddresses addresses, TransportListener listener,
			RandomGenerator random, LongSupplier nanoTime) {
		this.context = new LinkContext(settings, addresses, random, nanoTime, listener::onRead);
		this.listener = listener;
		this.connector = new Connector(this.context);
		this.conditions = new Conditions(this.context);
		MemberFence fence = new MemberFence(this.context, this::probe, this::onProcess);
		this.fence = fence;
		this.accepted = new AcceptedLinks(this.context, fence, this.conditions, listener, this::onPeer);
		this.ownAddress = new OwnAddress(this.context, this.conditions, () -> probe(this.context.roster().memberId()),
				listener::onSuperseded);
		DialListener dialListener = new DialListener();
		this.dialers = new PeerDialers(this.context.roster(), (memberId) -> new Dialer(this.context, this.connector,
				LinkRole.PEER, memberId, this::receive, dialListener));
	}

	/**
	 * The handler of {@code <path>/peer}.
	 * @return the handler
	 */
	public WebSocketHandler peerHandler() {
		return new ConversationHandler(this.context, () -> this.accepted.begin(false));
	}

	/**
	 * The handler of {@code <path>/client}.
	 * @return the handler
	 */
	public WebSocketHandler clientHandler() {
		return new ConversationHandler(this.context, () -> this.accepted.begin(true));
	}

	/**
	 * Begin to dial. Links are accepted from here on.
	 */
	public void start() {
		this.accepted.open();
		this.dialers.start();
		this.ownAddress.start();
		this.context.every(STRANGER_PERIOD, () -> this.accepted.strangers().forEach(this.listener::onStranger));
	}

	/**
	 * Be another member, or another life of the member, from now on. All links are made
	 * anew. With {@link TransportSettings#NO_MEMBER} nobody is dialled, and no link of
	 * another replica is accepted. Does not block.
	 * @param memberId the member id
	 * @param boot identity of the life: random, never used by another one
	 */
	public void become(int memberId, UUID boot) {
		this.context.roster().become(memberId, boot);
		this.ownAddress.renew();
		this.dialers.follow();
		reset();
	}

	/**
	 * Have links to these replicas from now on, instead of those that there were before;
	 * at first the other members of the first configuration. Where members of the first
	 * configuration are is asked at each dial nevertheless. Does not block.
	 * @param others the other replicas
	 * @param former ids of those among them that take no part in the group any more: once
	 * their links are lost, these are dialled rarely
	 */
	public void exchangeWith(List<Member> others, Set<Integer> former) {
		this.context.roster().others(others, former);
		this.fence.forgetOthers();
		this.dialers.follow();
	}

	/**
	 * Have links to these replicas from now on, all of which take part in the group.
	 * @param others the other replicas
	 */
	public void exchangeWith(List<Member> others) {
		exchangeWith(others, Set.of());
	}

	/**
	 * Queue a message for another member, or drop it. Never blocks or throws.
	 * @param memberId the member
	 * @param message the message
	 */
	public void send(int memberId, PeerMessage message) {
		offer(this.accepted.peer(memberId), message);
	}

	/**
	 * Queue a message for a client, or drop it. Never blocks or throws.
	 * @param link the link that the client's message came from
	 * @param message the message
	 */
	public void reply(long link, ClientMessage message) {
		offer(this.accepted.client(link), message);
	}

	/**
	 * Let everything queued go out. Called at the end of a batch.
	 */
	public void flush() {
		this.unflushed.forEach(SendingLink::flush);
		this.unflushed.clear();
	}

	/**
	 * Drop all links with everything queued on them and dial anew, by name. Once this
	 * returns, nothing that came on the old links reaches the listener. Does not block.
	 */
	public void reset() {
		this.context.cutAll("reset");
		this.dialers.redial("reset");
		this.ownAddress.ask();
	}

	/**
	 * The links to the other members, by member id.
	 * @return a report of each
	 */
	public List<LinkReport> links() {
		return this.dialers.all().stream().map(this::report).toList();
	}

	/**
	 * What has been counted since the start.
	 * @return the counters
	 */
	public TransportCounters counters() {
		return this.context.meter().counters();
	}

	/**
	 * What peers' handshakes say against this member's configuration or theirs.
	 * @return the condition; {@code null} while there is none
	 */
	public @Nullable Condition condition() {
		return this.conditions.current();
	}

	/**
	 * Close all links, within a bounded time.
	 */
	@Override
	public void close() {
		this.dialers.close();
		this.context.close();
		this.connector.close();
	}

	private <M extends Message> void offer(@Nullable SendingLink<M> link, M message) {
		if (link == null) {
			this.context.meter().dropped(1);
		}
		else if (link.offer(message) && link.markUnflushed()) {
			this.unflushed.add(link);
		}
	}

	private FrameReceiver receive(DialledConversation conversation, Wire wire, Identity other) {
		int memberId = other.memberId();
		return (frame) -> {
			List<PeerMessage> messages = this.codec.read(frame);
			for (PeerMessage message : messages) {
				if (message.header().from() != memberId) {
					throw new MalformedFrameException(
							"member " + memberId + " sent a message of member " + message.header().from());
				}
			}
			conversation.deliver(messages, this.listener::onPeerMessage);
		};
	}

	private LinkReport report(Dialer dialer) {
		boolean connected = this.accepted.peer(dialer.memberId()) != null;
		String problem = dialer.problem();
		if (problem == null && !connected) {
			problem = "has not connected to this member yet";
		}
		return new LinkReport(dialer.memberId(), dialer.address(), connected, problem);
	}

	/**
	 * Ask which process answers at a member's address now.
	 */
	private CompletableFuture<Identity> probe(int memberId) {
		URI base = this.context.address(memberId);
		if (base == null) {
			return CompletableFuture.failedFuture(DialFailedException.of("address not known yet"));
		}
		DialledConversation conversation = new DialledConversation(this.context, LinkRole.PROBE, memberId,
				MemberAddresses.hostAndPort(base), (self, wire, other) -> (frame) -> {
					throw new MalformedFrameException("nothing is expected by a probe");
				});
		this.connector.connect(conversation, base, this.context.settings().dialTimeout().dividedBy(2));
		return conversation.outcome()
			.whenComplete((identity, failure) -> conversation.cut(CloseStatus.NORMAL, "probe"));
	}

	private void onProcess(int memberId, UUID boot) {
		this.accepted.endUnless(memberId, boot);
		this.dialers.redialUnless(memberId, boot);
	}

	private void onPeer(int memberId) {
		if (this.context.roster().contains(memberId)) {
			this.dialers.hurry(memberId);
		}
		else {
			this.listener.onStranger(memberId);
		}
	}

	/**
	 * Learns from how dials of peers end.
	 */
	private final class DialListener implements Dialer.Listener {

		@Override
		public void onAnswer(int memberId, UUID boot) {
			ReplicaTransport.this.conditions.dialled(memberId, null);
			ReplicaTransport.this.ownAddress.accepted();
			ReplicaTransport.this.fence.answered(memberId, boot);
		}

		@Override
		public void onFailure(int memberId, @Nullable Refusal refusal) {
			ReplicaTransport.this.conditions.dialled(memberId, refusal);
			if (refusal != null && refusal.reason() == RefusalReason.DUPLICATE_MEMBER) {
				ReplicaTransport.this.ownAddress.refused(refusal);
			}
		}

		@Override
		public void onGone(int memberId) {
			ReplicaTransport.this.listener.onPeerGone(memberId);
		}

	}

}
