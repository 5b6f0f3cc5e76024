package dev.viewstamped.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

import dev.viewstamped.transport.HandshakeFrames.Challenge;
import dev.viewstamped.transport.HandshakeFrames.Hello;
import dev.viewstamped.transport.HandshakeFrames.Proof;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HandshakeFramesTests {

	private static final byte[] NONCE = new byte[HandshakeFrames.NONCE_BYTES];

	private static final Identity IDENTITY = new Identity("group", 2, new UUID(1, 2), 3, "a:1,b:2,c:3");

	@Test
	void framesSayWhatWasWritten() throws Exception {
		Hello hello = HandshakeFrames
			.readHello(ByteBuffer.wrap(HandshakeFrames.hello(new Hello(1, LinkRole.PROBE, true, NONCE))));
		assertThat(hello).usingRecursiveComparison().isEqualTo(new Hello(1, LinkRole.PROBE, true, NONCE));
		byte[] claim = HandshakeFrames.claim(IDENTITY, 1, "b:2");
		Proof proof = HandshakeFrames.readProof(ByteBuffer.wrap(HandshakeFrames.proof(claim, new byte[32])));
		assertThat(proof.identity()).isEqualTo(IDENTITY);
		assertThat(proof.expectedMemberId()).isEqualTo(1);
		assertThat(proof.dialled()).isEqualTo("b:2");
		Refusal refusal = new Refusal(RefusalReason.BUSY, "later");
		byte[] refused = HandshakeFrames.refused(HandshakeFrames.claim(refusal), new byte[0]);
		assertThat(HandshakeFrames.isRefusal(ByteBuffer.wrap(refused))).isTrue();
		assertThat(HandshakeFrames.readRefused(ByteBuffer.wrap(refused)).refusal()).isEqualTo(refusal);
	}

	@Test
	void readNeverFailsButWithMalformedFrameException() {
		SplittableRandom random = new SplittableRandom(3);
		byte[] claim = HandshakeFrames.claim(IDENTITY, 1, "b:2");
		List<byte[]> frames = List.of(HandshakeFrames.hello(new Hello(1, LinkRole.PEER, true, NONCE)),
				HandshakeFrames.challenge(new Challenge(1, true, NONCE)), HandshakeFrames.proof(claim, NONCE),
				HandshakeFrames.accepted(HandshakeFrames.claim(IDENTITY), NONCE),
				HandshakeFrames.refused(HandshakeFrames.claim(new Refusal(RefusalReason.BUSY, "text")), NONCE));
		int malformed = 0;
		for (int i = 0; i < 100_000; i++) {
			int kind = random.nextInt(frames.size());
			byte[] frame = frames.get(kind).clone();
			for (int j = random.nextInt(3); j >= 0; j--) {
				frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
			}
			ByteBuffer damaged = ByteBuffer.wrap(Arrays.copyOf(frame, random.nextInt(frame.length + 1)));
			try {
				switch (kind) {
					case 0 -> HandshakeFrames.readHello(damaged);
					case 1 -> HandshakeFrames.readChallenge(damaged);
					case 2 -> HandshakeFrames.readProof(damaged);
					case 3 -> HandshakeFrames.readAccepted(damaged);
					default -> HandshakeFrames.readRefused(damaged);
				}
			}
			catch (MalformedFrameException ex) {
				malformed++;
			}
		}
		assertThat(malformed).isGreaterThan(50_000);
	}

	@Test
	void signatureHoldsForItsPurposeAndPartsOnly() {
		SharedSecret secret = new SharedSecret("s");
		byte[] a = { 1, 2 };
		byte[] b = { 3 };
		byte[] signature = secret.sign(Handshake.DIAL, a, b);
		assertThat(secret.verify(signature, Handshake.DIAL, a, b)).isTrue();
		assertThat(secret.verify(signature, Handshake.ACCEPT, a, b)).isFalse();
		assertThat(secret.verify(signature, Handshake.DIAL, new byte[] { 1 }, new byte[] { 2, 3 })).isFalse();
		assertThat(secret.verify(new byte[0], Handshake.DIAL, a, b)).isFalse();
		assertThat(new SharedSecret("t").verify(signature, Handshake.DIAL, a, b)).isFalse();
		assertThat(new SharedSecret("").isSet()).isFalse();
	}

}
