package dev.viewstamped.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import dev.viewstamped.client.ClientNetwork;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.replica.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The links of an application that has no replica of its own: one to each address that it
 * was given, used in both directions. Which member is there shows in the handshake.
 * <p>
 * {@link #send} and {@link #flush} belong to the client's loop; the other methods may be
 * called by any thread.
 */
public final class ClientTransport implements ClientNetwork, AutoCloseable {

	private final LinkContext context;

	private final ClientTransportListener listener;

	private final Conditions conditions;

	private final MessageCodec<ClientMessage> codec = new MessageCodec<>(ClientMessageCodec.types());

	private final AtomicReferenceArray<@Nullable SendingLink<ClientMessage>> links;

	/** Member that has proven to be at each target last. */
	private final AtomicIntegerArray members;

	private final List<Dialer> dialers = new ArrayList<>();

	private final List<SendingLink<ClientMessage>> unflushed = new ArrayList<>();

	/**
	 * A transport that has not been started.
	 * @param settings what this process is; its member id is
	 * {@link TransportSettings#NO_MEMBER}, and its member count the number of addresses
	 * @param addresses where members are, any of them in any order
	 * @param listener takes what is received
	 * @param random for jitter and challenges; must be unpredictable where a secret is
	 * set, and safe for use by several threads
	 * @param nanoTime a monotonic clock in nanoseconds
	 */
	public ClientTransport(TransportSettings settings, MemberAddresses addresses, ClientTransportListener listener,
			RandomGenerator random, LongSupplier nanoTime) {
		if (settings.memberId() != TransportSettings.NO_MEMBER) {
			throw new IllegalArgumentException("A client has no member id, but was given " + settings.memberId());
		}
		this.context = new LinkContext(settings, addresses, random, nanoTime);
		this.listener = listener;
		this.conditions = new Conditions(this.context);
		this.links = new AtomicReferenceArray<>(settings.memberCount());
		this.members = new AtomicIntegerArray(settings.memberCount());
		Connector connector = new Connector(this.context);
		for (int i = 0; i < settings.memberCount(); i++) {
			this.members.set(i, TransportSettings.NO_MEMBER);
			this.dialers.add(new Dialer(this.context, connector, LinkRole.CLIENT, i, this::open, new DialListener()));
		}
	}

	/**
	 * Begin to dial.
	 */
	public void start() {
		this.dialers.forEach(Dialer::start);
	}

	@Override
	public int targets() {
		return this.links.length();
	}

	@Override
	public boolean isConnected(int target) {
		return this.links.get(target) != null;
	}

	@Override
	public int memberId(int target) {
		return this.members.get(target);
	}

	@Override
	public boolean send(int target, ClientMessage message) {
		SendingLink<ClientMessage> link = this.links.get(target);
		if (link == null) {
			this.context.meter().dropped(1);
			return false;
		}
		if (!link.offer(message)) {
			return false;
		}
		if (link.markUnflushed()) {
			this.unflushed.add(link);
		}
		return true;
	}

	/**
	 * Let everything queued go out. Called at the end of a batch.
	 */
	public void flush() {
		this.unflushed.forEach(SendingLink::flush);
		this.unflushed.clear();
	}

	/**
	 * Drop all links with everything queued on them and dial anew, by name. Does not
	 * block.
	 */
	public void reset() {
		this.context.cutAll("reset");
		this.dialers.forEach((dialer) -> dialer.redial("reset"));
	}

	/**
	 * The links to the members, in the order of the addresses.
	 * @return a report of each, with the member that was there last
	 */
	public List<LinkReport> links() {
		return this.dialers.stream()
			.map((dialer) -> new LinkReport(memberId(dialer.memberId()), dialer.address(),
					isConnected(dialer.memberId()), dialer.problem()))
			.toList();
	}

	/**
	 * What has been counted since the start.
	 * @return the counters
	 */
	public TransportCounters counters() {
		return this.context.meter().counters();
	}

	/**
	 * What the members' handshakes say against this client's configuration.
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

	private FrameReceiver open(DialledConversation conversation, Wire wire, Identity other) {
		int target = conversation.memberId();
		SendingLink<ClientMessage> link = new SendingLink<>(conversation, wire, this.codec, Integer.toString(target));
		this.members.set(target, other.memberId());
		this.links.set(target, link);
		conversation.end().thenRun(() -> {
			link.close();
			this.links.compareAndSet(target, link, null);
		});
		link.start();
		return (frame) -> conversation.deliver(this.codec.read(frame),
				(message) -> this.listener.onMessage(target, message));
	}

	/**
	 * Learns from how dials end.
	 */
	private final class DialListener implements Dialer.Listener {

		@Override
		public void onAnswer(int target, UUID boot) {
			ClientTransport.this.conditions.dialled(target, null);
		}

		@Override
		public void onFailure(int target, @Nullable Refusal refusal) {
			ClientTransport.this.conditions.dialled(target, refusal);
		}

	}

}
