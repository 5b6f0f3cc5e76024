package dev.viewstamped.service;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

import dev.viewstamped.message.Header;
import org.jspecify.annotations.Nullable;

/**
 * The state that a caller has seen (VR Revisited §6.3.2): a later causal read sees at
 * least this.
 *
 * @param groupId the group whose state it is
 * @param epoch the epoch in which it was seen
 * @param opNumber op-number of the last command in it
 */
public record ReadToken(UUID groupId, long epoch, long opNumber) {

	/**
	 * Token of a caller who has seen nothing, of whatever group: any state is late enough
	 * for it.
	 */
	public static final ReadToken NOTHING_SEEN = new ReadToken(Header.NO_GROUP, 0, 0);

	private static final byte VERSION = 1;

	private static final int LENGTH = 1 + 4 * Long.BYTES;

	public ReadToken {
		if (epoch < 0 || opNumber < 0) {
			throw new IllegalArgumentException(
					"Epoch " + epoch + " and op-number " + opNumber + " of a read token must not be negative");
		}
	}

	/**
	 * The token as an opaque text that may stand in a URL or a header.
	 * @return the text
	 */
	public String encode() {
		ByteBuffer bytes = ByteBuffer.allocate(LENGTH)
			.put(VERSION)
			.putLong(this.groupId.getMostSignificantBits())
			.putLong(this.groupId.getLeastSignificantBits())
			.putLong(this.epoch)
			.putLong(this.opNumber);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
	}

	/**
	 * Read what {@link #encode()} wrote.
	 * @param token the text
	 * @return the token
	 * @throws IllegalArgumentException if the text is no token
	 */
	public static ReadToken parse(String token) {
		ByteBuffer bytes = ByteBuffer.wrap(decode(token));
		if (bytes.remaining() != LENGTH || bytes.get() != VERSION) {
			throw malformed(token, null);
		}
		UUID groupId = new UUID(bytes.getLong(), bytes.getLong());
		long epoch = bytes.getLong();
		long opNumber = bytes.getLong();
		if (epoch < 0 || opNumber < 0) {
			throw malformed(token, null);
		}
		return new ReadToken(groupId, epoch, opNumber);
	}

	private static byte[] decode(String token) {
		try {
			return Base64.getUrlDecoder().decode(token);
		}
		catch (IllegalArgumentException ex) {
			throw malformed(token, ex);
		}
	}

	private static IllegalArgumentException malformed(String token, @Nullable Exception cause) {
		String shown = (token.length() <= 100) ? token : token.substring(0, 100) + "…";
		return new IllegalArgumentException("'" + shown
				+ "' is not a read token. Pass the token of a CommandResult or QueryResult of this group unchanged",
				cause);
	}

}
