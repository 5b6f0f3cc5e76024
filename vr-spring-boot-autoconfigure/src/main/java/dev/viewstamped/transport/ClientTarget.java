package dev.viewstamped.transport;

import java.util.UUID;

import dev.viewstamped.message.ClientMessage;
import org.jspecify.annotations.Nullable;

/**
 * One place in a client's list of targets: the link to whichever member is there.
 */
final class ClientTarget implements Dialer.Listener {

	private final int target;

	private final MessageCodec<ClientMessage> codec;

	private final Conditions conditions;

	private final ClientTransportListener listener;

	private final Dialer dialer;

	private volatile @Nullable SendingLink<ClientMessage> link;

	/** Member that has proven to be there last. */
	private volatile int memberId = TransportSettings.NO_MEMBER;

	private volatile boolean gone;

	ClientTarget(int target, LinkContext context, Connector connector, MessageCodec<ClientMessage> codec,
			Conditions conditions, ClientTransportListener listener) {
		this.target = target;
		this.codec = codec;
		this.conditions = conditions;
		this.listener = listener;
		this.dialer = new Dialer(context, connector, LinkRole.CLIENT, target, this::open, this);
	}

	void start() {
		this.dialer.start();
	}

	int memberId() {
		return this.memberId;
	}

	/**
	 * The link.
	 * @return the link; {@code null} while there is none
	 */
	@Nullable SendingLink<ClientMessage> link() {
		return this.gone ? null : this.link;
	}

	/**
	 * Whether nobody is dialled here any more, so that the place may be given to another
	 * address.
	 * @return {@code true} if so
	 */
	boolean isGone() {
		return this.gone;
	}

	void redial(String why) {
		this.dialer.redial(why);
	}

	LinkReport report() {
		return new LinkReport(this.memberId, this.dialer.address(), link() != null, this.dialer.problem());
	}

	/**
	 * Leave the link and dial no more. Does not block.
	 */
	void close() {
		this.gone = true;
		this.conditions.dialled(this.target, null);
		this.dialer.close();
	}

	private FrameReceiver open(DialledConversation conversation, Wire wire, Identity other) {
		SendingLink<ClientMessage> opened = new SendingLink<>(conversation, wire, this.codec,
				Integer.toString(this.target));
		this.memberId = other.memberId();
		this.link = opened;
		conversation.end().thenRun(() -> end(opened));
		opened.start();
		return (frame) -> conversation.deliver(this.codec.read(frame),
				(message) -> this.listener.onMessage(this.target, message));
	}

	private synchronized void end(SendingLink<ClientMessage> ended) {
		ended.close();
		if (this.link == ended) {
			this.link = null;
		}
	}

	@Override
	public void onAnswer(int place, UUID boot) {
		this.conditions.dialled(place, null);
	}

	@Override
	public void onFailure(int place, @Nullable Refusal refusal) {
		this.conditions.dialled(place, refusal);
	}

}
