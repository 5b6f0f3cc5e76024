package dev.viewstamped.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import dev.viewstamped.transport.HandshakeFrames.Accepted;
import dev.viewstamped.transport.HandshakeFrames.Challenge;
import dev.viewstamped.transport.HandshakeFrames.Hello;
import dev.viewstamped.transport.HandshakeFrames.Refused;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;

/**
 * The dialling end of a link: proves itself, lets the other end prove itself, then takes
 * frames.
 */
final class DialledConversation extends Conversation {

	private final LinkRole role;

	private final int memberId;

	private final String dialled;

	private final Opening opening;

	private final CompletableFuture<Identity> outcome = new CompletableFuture<>();

	private final CompletableFuture<String> end = new CompletableFuture<>();

	private byte[] helloFrame = new byte[0];

	private byte[] challengeFrame = new byte[0];

	private byte[] claim = new byte[0];

	private volatile @Nullable FrameReceiver receiver;

	private volatile long heardNanos;

	/**
	 * A conversation to be.
	 * @param context what all links share
	 * @param role what this end wants
	 * @param memberId the member that must answer; from a client, which takes any member,
	 * the place in its list
	 * @param dialled the address that is dialled
	 * @param opening called when both ends have proven themselves
	 */
	DialledConversation(LinkContext context, LinkRole role, int memberId, String dialled, Opening opening) {
		super(context);
		this.role = role;
		this.memberId = memberId;
		this.dialled = dialled;
		this.opening = opening;
		this.heardNanos = context.nanoTime();
	}

	LinkRole role() {
		return this.role;
	}

	int memberId() {
		return this.memberId;
	}

	/**
	 * The process that answered, or a {@link DialFailedException}.
	 * @return the outcome of the handshake
	 */
	CompletableFuture<Identity> outcome() {
		return this.outcome;
	}

	/**
	 * Why the conversation has ended.
	 * @return the reason to come
	 */
	CompletableFuture<String> end() {
		return this.end;
	}

	long heardNanos() {
		return this.heardNanos;
	}

	/**
	 * Give up, unless both ends have proven themselves.
	 * @param failure why
	 * @return whether this has ended the conversation
	 */
	boolean fail(DialFailedException failure) {
		boolean first = this.outcome.completeExceptionally(failure);
		if (first) {
			String problem = failure.getMessage();
			cut(CloseStatus.POLICY_VIOLATION, (problem != null) ? problem : "failed");
		}
		return first;
	}

	@Override
	boolean isEstablished() {
		return this.receiver != null;
	}

	@Override
	int maxFrameBytes() {
		return (this.receiver != null) ? context().settings().maxFrameBytes() : HandshakeFrames.MAX_BYTES;
	}

	@Override
	void onOpen(Wire wire) throws IOException {
		this.helloFrame = HandshakeFrames
			.hello(new Hello(Handshake.VERSION, this.role, context().secret().isSet(), context().nonce()));
		wire.send(this.helloFrame);
	}

	@Override
	void onFrame(Wire wire, ByteBuffer frame) throws MalformedFrameException, IOException {
		FrameReceiver established = this.receiver;
		if (established != null) {
			this.heardNanos = context().nanoTime();
			established.receive(frame);
		}
		else if (HandshakeFrames.isRefusal(frame)) {
			onRefused(HandshakeFrames.readRefused(frame));
		}
		else if (this.challengeFrame.length == 0) {
			onChallenge(wire, frame);
		}
		else {
			onAccepted(wire, HandshakeFrames.readAccepted(frame));
		}
	}

	@Override
	void onCut(String why) {
		this.outcome.completeExceptionally(DialFailedException.of(why));
		this.end.complete(why);
	}

	private void onChallenge(Wire wire, ByteBuffer frame) throws MalformedFrameException, IOException {
		Challenge challenge = HandshakeFrames.readChallenge(frame);
		if (challenge.version() != Handshake.VERSION) {
			fail(DialFailedException.refused(Handshake.versionMismatch(challenge.version())));
			return;
		}
		if (challenge.secured() != context().secret().isSet()
				|| challenge.nonce().length != HandshakeFrames.NONCE_BYTES) {
			fail(DialFailedException.refused(Handshake.unauthorized(describeOther())));
			return;
		}
		this.challengeFrame = HandshakeFrames.copy(frame);
		this.claim = HandshakeFrames.claim(context().identity(), this.memberId, this.dialled);
		wire.send(HandshakeFrames.proof(this.claim,
				context().secret().sign(Handshake.DIAL, this.helloFrame, this.challengeFrame, this.claim)));
	}

	private void onAccepted(Wire wire, Accepted accepted) {
		if (!context().secret()
			.verify(accepted.proof(), Handshake.ACCEPT, this.helloFrame, this.challengeFrame, this.claim,
					accepted.claim())) {
			fail(DialFailedException.refused(Handshake.unauthorized(describeOther())));
			return;
		}
		Refusal refusal = IdentityCheck.compare(context().identity(), accepted.identity());
		if (refusal == null && this.role != LinkRole.CLIENT) {
			refusal = IdentityCheck.compare(this.dialled, this.memberId, accepted.identity().memberId(),
					context().settings().memberCount());
		}
		if (refusal != null) {
			fail(DialFailedException.refused(refusal));
			return;
		}
		this.heardNanos = context().nanoTime();
		this.receiver = this.opening.open(this, wire, accepted.identity());
		this.outcome.complete(accepted.identity());
	}

	private void onRefused(Refused refused) {
		Refusal refusal = refused.refusal();
		if (refusal.reason() == RefusalReason.UNAUTHORIZED) {
			refusal = Handshake.unauthorized(describeOther());
		}
		else if (refusal.reason().needsProof() && !context().secret()
			.verify(refused.proof(), Handshake.REFUSE, this.helloFrame, this.challengeFrame, this.claim,
					refused.claim())) {
			refusal = Handshake.unauthorized(describeOther());
		}
		fail(DialFailedException.refused(refusal));
	}

	private String describeOther() {
		return "The process at " + this.dialled
				+ ((this.role != LinkRole.CLIENT) ? " (member " + this.memberId + ")" : "");
	}

	/**
	 * Called when a link is established.
	 */
	@FunctionalInterface
	interface Opening {

		/**
		 * Begin to use the link.
		 * @param conversation the conversation on it
		 * @param wire the connection
		 * @param other what the other end has proven to be
		 * @return takes the frames that arrive
		 */
		FrameReceiver open(DialledConversation conversation, Wire wire, Identity other);

	}

}
