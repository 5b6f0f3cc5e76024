package dev.viewstamped.transport;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The first frames of a link. The dialling end says hello, gets a challenge, answers it
 * with its identity and a proof of the secret, and gets the same back, or a refusal.
 */
final class HandshakeFrames {

	/**
	 * Larger than any frame before both ends have proven the secret.
	 */
	static final int MAX_BYTES = 1 << 14;

	static final int NONCE_BYTES = 32;

	private static final int MAX_PROOF_BYTES = 64;

	private static final int MAX_TEXT_BYTES = 1 << 13;

	private static final int HELLO = 'H';

	private static final int CHALLENGE = 'C';

	private static final int PROOF = 'P';

	private static final int ACCEPTED = 'A';

	private static final int REFUSED = 'R';

	private static final List<LinkRole> ROLES = List.of(LinkRole.values());

	private static final List<RefusalReason> REASONS = List.of(RefusalReason.values());

	private HandshakeFrames() {
	}

	static byte[] hello(Hello hello) {
		FrameWriter out = begin(HELLO);
		out.writeByte(hello.version());
		out.writeEnum(hello.role());
		out.writeBoolean(hello.secured());
		out.writeBytes(hello.nonce());
		return out.toByteArray();
	}

	static Hello readHello(ByteBuffer frame) throws MalformedFrameException {
		FrameReader in = open(frame, HELLO);
		Hello hello = new Hello(in.readByte(), in.readEnum(ROLES), in.readBoolean(), in.readBytes(NONCE_BYTES));
		in.expectEnd();
		return hello;
	}

	static byte[] challenge(Challenge challenge) {
		FrameWriter out = begin(CHALLENGE);
		out.writeByte(challenge.version());
		out.writeBoolean(challenge.secured());
		out.writeBytes(challenge.nonce());
		return out.toByteArray();
	}

	static Challenge readChallenge(ByteBuffer frame) throws MalformedFrameException {
		FrameReader in = open(frame, CHALLENGE);
		Challenge challenge = new Challenge(in.readByte(), in.readBoolean(), in.readBytes(NONCE_BYTES));
		in.expectEnd();
		return challenge;
	}

	/**
	 * What the dialling end signs: who it is and whom it means to talk to.
	 * @param identity who it is
	 * @param expectedMemberId whom it means; of no meaning if it is a client
	 * @param dialled the address that it dialled
	 * @return the bytes
	 */
	static byte[] claim(Identity identity, int expectedMemberId, String dialled) {
		FrameWriter out = new FrameWriter(MAX_BYTES);
		identity.write(out);
		out.writeNumber(expectedMemberId);
		out.writeString(dialled);
		return out.toByteArray();
	}

	static byte[] proof(byte[] claim, byte[] proof) {
		FrameWriter out = begin(PROOF);
		out.writeBytes(claim);
		out.writeBytes(proof);
		return out.toByteArray();
	}

	static Proof readProof(ByteBuffer frame) throws MalformedFrameException {
		FrameReader in = open(frame, PROOF);
		byte[] claim = in.readBytes(MAX_BYTES);
		byte[] proof = in.readBytes(MAX_PROOF_BYTES);
		in.expectEnd();
		FrameReader body = new FrameReader(ByteBuffer.wrap(claim), new UuidCache());
		Proof result = new Proof(Identity.read(body), body.readNumber(ValueCodec.MAX_MEMBER_ID),
				body.readString(MAX_TEXT_BYTES), claim, proof);
		body.expectEnd();
		return result;
	}

	static byte[] claim(Identity identity) {
		FrameWriter out = new FrameWriter(MAX_BYTES);
		identity.write(out);
		return out.toByteArray();
	}

	static byte[] accepted(byte[] claim, byte[] proof) {
		FrameWriter out = begin(ACCEPTED);
		out.writeBytes(claim);
		out.writeBytes(proof);
		return out.toByteArray();
	}

	static Accepted readAccepted(ByteBuffer frame) throws MalformedFrameException {
		FrameReader in = open(frame, ACCEPTED);
		byte[] claim = in.readBytes(MAX_BYTES);
		byte[] proof = in.readBytes(MAX_PROOF_BYTES);
		in.expectEnd();
		FrameReader body = new FrameReader(ByteBuffer.wrap(claim), new UuidCache());
		Accepted result = new Accepted(Identity.read(body), claim, proof);
		body.expectEnd();
		return result;
	}

	static byte[] claim(Refusal refusal) {
		FrameWriter out = new FrameWriter(MAX_BYTES);
		out.writeEnum(refusal.reason());
		String text = refusal.text();
		out.writeString(text.substring(0, Math.min(text.length(), MAX_TEXT_BYTES / 4)));
		return out.toByteArray();
	}

	static byte[] refused(byte[] claim, byte[] proof) {
		FrameWriter out = begin(REFUSED);
		out.writeBytes(claim);
		out.writeBytes(proof);
		return out.toByteArray();
	}

	static boolean isRefusal(ByteBuffer frame) {
		return frame.hasRemaining() && frame.get(frame.position()) == REFUSED;
	}

	static Refused readRefused(ByteBuffer frame) throws MalformedFrameException {
		FrameReader in = open(frame, REFUSED);
		byte[] claim = in.readBytes(MAX_BYTES);
		byte[] proof = in.readBytes(MAX_PROOF_BYTES);
		in.expectEnd();
		FrameReader body = new FrameReader(ByteBuffer.wrap(claim), new UuidCache());
		Refused result = new Refused(new Refusal(body.readEnum(REASONS), body.readString(MAX_TEXT_BYTES)), claim,
				proof);
		body.expectEnd();
		return result;
	}

	static byte[] copy(ByteBuffer frame) {
		byte[] bytes = new byte[frame.remaining()];
		frame.duplicate().get(bytes);
		return bytes;
	}

	private static FrameWriter begin(int kind) {
		FrameWriter out = new FrameWriter(2 * MAX_BYTES);
		out.writeByte(kind);
		return out;
	}

	private static FrameReader open(ByteBuffer frame, int kind) throws MalformedFrameException {
		FrameReader in = new FrameReader(frame.duplicate(), new UuidCache());
		int actual = in.readByte();
		if (actual != kind) {
			throw new MalformedFrameException("Not the frame expected in the handshake: " + actual);
		}
		return in;
	}

	record Hello(int version, LinkRole role, boolean secured, byte[] nonce) {

	}

	record Challenge(int version, boolean secured, byte[] nonce) {

	}

	record Proof(Identity identity, int expectedMemberId, String dialled, byte[] claim, byte[] proof) {

	}

	record Accepted(Identity identity, byte[] claim, byte[] proof) {

	}

	record Refused(Refusal refusal, byte[] claim, byte[] proof) {

	}

}
