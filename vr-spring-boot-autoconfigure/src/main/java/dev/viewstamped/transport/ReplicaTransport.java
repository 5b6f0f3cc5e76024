package dev.viewstamped.transport;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Message;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.replica.Condition;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;

/**
 * The links of a replica. It dials every other member and receives on the links that it
 * dialled; it sends on the links that it accepted. Links are best effort: what does not
 * fit in a link's queue, or was on a link that broke, is lost and counted.
 * <p>
 * {@link #send}, {@link #reply} and {@link #flush} belong to the loop's thread; the other
 * methods may be called by any thread.
 */
public final class ReplicaTransport implements AutoCloseable {

	private final LinkContext context;

	private final TransportListener listener;

	private final Connector connector;

	private final Conditions conditions;

	private final AcceptedLinks accepted;

	private final OwnAddress ownAddress;

	private final MessageCodec<PeerMessage> codec = new MessageCodec<>(PeerMessageCodec.types());

	private final List<Dialer> dialers = new ArrayList<>();

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
		if (settings.memberId() == TransportSettings.NO_MEMBER) {
			throw new IllegalArgumentException("A replica needs a member id");
		}
		this.context = new LinkContext(settings, addresses, random, nanoTime);
		this.listener = listener;
		this.connector = new Connector(this.context);
		this.conditions = new Conditions(this.context);
		MemberFence fence = new MemberFence(this.context, this::probe, this::onProcess);
		this.accepted = new AcceptedLinks(this.context, fence, this.conditions, listener);
		this.ownAddress = new OwnAddress(this.context, this.conditions, () -> probe(settings.memberId()),
				listener::onSuperseded);
		for (int i = 0; i < settings.memberCount(); i++) {
			if (i != settings.memberId()) {
				this.dialers.add(new Dialer(this.context, this.connector, LinkRole.PEER, i, this::receive,
						new DialListener(fence)));
			}
		}
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
		this.dialers.forEach(Dialer::start);
		if (!this.dialers.isEmpty()) {
			this.ownAddress.start();
		}
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
		this.dialers.forEach((dialer) -> dialer.redial("reset"));
		this.ownAddress.ask();
	}

	/**
	 * The links to the other members, by member id.
	 * @return a report of each
	 */
	public List<LinkReport> links() {
		return this.dialers.stream().map(this::report).toList();
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
		this.dialers.forEach(Dialer::close);
		this.context.close();
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
		this.dialers.stream()
			.filter((dialer) -> dialer.memberId() == memberId)
			.forEach((dialer) -> dialer.redialUnless(boot));
	}

	/**
	 * Learns from how dials of peers end.
	 */
	private final class DialListener implements Dialer.Listener {

		private final MemberFence fence;

		private DialListener(MemberFence fence) {
			this.fence = fence;
		}

		@Override
		public void onAnswer(int memberId, UUID boot) {
			ReplicaTransport.this.conditions.dialled(memberId, null);
			ReplicaTransport.this.ownAddress.accepted();
			this.fence.answered(memberId, boot);
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
