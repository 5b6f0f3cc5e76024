package dev.viewstamped.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ScheduledFuture;

import dev.viewstamped.transport.HandshakeFrames.Challenge;
import dev.viewstamped.transport.HandshakeFrames.Hello;
import dev.viewstamped.transport.HandshakeFrames.Proof;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;

/**
 * The accepting end of a link: lets the other end prove itself, then hands the link to
 * whoever needs it.
 */
final class AcceptedConversation extends Conversation {

	private final AcceptedLinks links;

	private final boolean clientEndpoint;

	private Stage stage = Stage.HELLO;

	private byte[] helloFrame = new byte[0];

	private byte[] challengeFrame = new byte[0];

	private @Nullable Hello hello;

	private volatile @Nullable FrameReceiver receiver;

	private volatile @Nullable ScheduledFuture<?> timeout;

	private volatile @Nullable Runnable end;

	AcceptedConversation(LinkContext context, AcceptedLinks links, boolean clientEndpoint) {
		super(context);
		this.links = links;
		this.clientEndpoint = clientEndpoint;
	}

	@Override
	boolean isEstablished() {
		return this.end != null;
	}

	@Override
	int maxFrameBytes() {
		return (this.receiver != null) ? context().settings().maxFrameBytes() : HandshakeFrames.MAX_BYTES;
	}

	/**
	 * End the conversation unless both ends have soon proven themselves, also if there
	 * never is a connection.
	 */
	void expire() {
		this.timeout = context().after(context().settings().dialTimeout(),
				() -> cut(CloseStatus.POLICY_VIOLATION, "no handshake in time"));
	}

	@Override
	void onOpen(Wire wire) {
		// The other end speaks first
	}

	@Override
	void onFrame(Wire wire, ByteBuffer frame) throws MalformedFrameException, IOException {
		FrameReceiver established = this.receiver;
		if (established != null) {
			established.receive(frame);
			return;
		}
		switch (this.stage) {
			case HELLO -> onHello(wire, frame);
			case PROOF -> onProof(wire, frame);
			case DECIDED -> throw new MalformedFrameException("nothing is expected on this link");
		}
	}

	@Override
	void onCut(String why) {
		stopTimeout();
		this.links.ended(this);
		Runnable task = this.end;
		if (task != null) {
			task.run();
		}
	}

	/**
	 * Tell the other end that it is accepted.
	 * @param wire the connection
	 * @param proof what the other end has proven
	 * @throws IOException if that could not be sent
	 */
	void accept(Wire wire, Proof proof) throws IOException {
		byte[] claim = HandshakeFrames.claim(context().identity());
		wire.send(HandshakeFrames.accepted(claim,
				context().secret().sign(Handshake.ACCEPT, this.helloFrame, this.challengeFrame, proof.claim(), claim)));
	}

	/**
	 * Tell the other end why it is not accepted, and end the conversation.
	 * @param wire the connection
	 * @param proof what the other end has proven; {@code null} if nothing
	 * @param refusal why
	 * @throws IOException if that could not be sent
	 */
	void refuse(Wire wire, @Nullable Proof proof, Refusal refusal) throws IOException {
		this.stage = Stage.DECIDED;
		context().meter().malformed();
		byte[] claim = HandshakeFrames.claim(refusal);
		byte[] signature = (proof == null) ? new byte[0]
				: context().secret().sign(Handshake.REFUSE, this.helloFrame, this.challengeFrame, proof.claim(), claim);
		wire.send(HandshakeFrames.refused(claim, signature));
		cut(CloseStatus.POLICY_VIOLATION, refusal.reason().name());
	}

	/**
	 * Take frames of messages from here on.
	 * @param receiver takes the frames; {@code null} on a link without any
	 * @param end called when the conversation has ended, perhaps twice
	 */
	void establish(@Nullable FrameReceiver receiver, Runnable end) {
		stopTimeout();
		this.end = end;
		this.receiver = receiver;
		if (isCut()) {
			end.run();
		}
	}

	private void onHello(Wire wire, ByteBuffer frame) throws MalformedFrameException, IOException {
		Hello received = HandshakeFrames.readHello(frame);
		if (received.nonce().length != HandshakeFrames.NONCE_BYTES) {
			throw new MalformedFrameException("a nonce of " + received.nonce().length + " bytes");
		}
		if (received.version() != Handshake.VERSION) {
			refuse(wire, null, Handshake.versionMismatch(received.version()));
			return;
		}
		if (this.clientEndpoint != (received.role() == LinkRole.CLIENT)) {
			throw new MalformedFrameException("a " + received.role() + " at the wrong endpoint");
		}
		if (received.secured() != context().secret().isSet()) {
			refuse(wire, null, Handshake.unauthorized(context().identity().describe()));
			return;
		}
		this.hello = received;
		this.helloFrame = HandshakeFrames.copy(frame);
		this.challengeFrame = HandshakeFrames
			.challenge(new Challenge(Handshake.VERSION, context().secret().isSet(), context().nonce()));
		this.stage = Stage.PROOF;
		wire.send(this.challengeFrame);
	}

	private void onProof(Wire wire, ByteBuffer frame) throws MalformedFrameException, IOException {
		Proof proof = HandshakeFrames.readProof(frame);
		this.stage = Stage.DECIDED;
		if (!context().secret()
			.verify(proof.proof(), Handshake.DIAL, this.helloFrame, this.challengeFrame, proof.claim())) {
			refuse(wire, null, Handshake.unauthorized(context().identity().describe()));
			return;
		}
		Hello said = this.hello;
		if (said == null) {
			throw new MalformedFrameException("a proof before hello");
		}
		this.links.proven(this, wire, said.role(), proof);
	}

	private void stopTimeout() {
		ScheduledFuture<?> task = this.timeout;
		if (task != null) {
			task.cancel(false);
		}
	}

	private enum Stage {

		HELLO, PROOF, DECIDED

	}

}
