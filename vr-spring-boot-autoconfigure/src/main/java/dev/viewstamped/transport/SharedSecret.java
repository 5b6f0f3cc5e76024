package dev.viewstamped.transport;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * What the ends of a link prove to each other to have, without showing it: they sign what
 * was said on the link so far. Without a secret, a signature is empty.
 */
final class SharedSecret {

	private static final String ALGORITHM = "HmacSHA256";

	private static final byte[] NO_SIGNATURE = new byte[0];

	private final @Nullable SecretKeySpec key;

	SharedSecret(@Nullable String secret) {
		this.key = (secret != null && !secret.isEmpty())
				? new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM) : null;
	}

	boolean isSet() {
		return this.key != null;
	}

	/**
	 * Sign what was said.
	 * @param purpose what the signature is for; one for another purpose is not valid
	 * @param parts what was said
	 * @return the signature
	 */
	byte[] sign(String purpose, byte[]... parts) {
		if (this.key == null) {
			return NO_SIGNATURE;
		}
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			FrameWriter lengths = new FrameWriter(1 << 10);
			lengths.writeString(purpose);
			for (byte[] part : parts) {
				lengths.writeInt(part.length);
			}
			mac.update(lengths.toByteArray());
			for (byte[] part : parts) {
				mac.update(part);
			}
			return mac.doFinal();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ALGORITHM + " is missing in this JVM", ex);
		}
	}

	/**
	 * Check a signature in a time that does not depend on it.
	 * @param signature the signature
	 * @param purpose what it must be for
	 * @param parts what was said
	 * @return {@code true} if the other end has the same secret
	 */
	boolean verify(byte[] signature, String purpose, byte[]... parts) {
		return MessageDigest.isEqual(sign(purpose, parts), signature);
	}

}
