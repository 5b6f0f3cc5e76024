package dev.viewstamped.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of a WebSocket message together. Memory grows with the bytes that
 * arrived, never with what a sender claims.
 */
final class FrameAssembler {

	private static final byte[] EMPTY = new byte[0];

	private static final int KEPT_BYTES = 1 << 16;

	private byte[] buffer = EMPTY;

	private int length;

	/**
	 * Add a part.
	 * @param part the part
	 * @param last whether it is the last one of its message
	 * @param maxBytes the largest message allowed
	 * @return the message, valid until the next call; {@code null} before the last part
	 * @throws MalformedFrameException if the message is too large
	 */
	@Nullable ByteBuffer add(ByteBuffer part, boolean last, int maxBytes) throws MalformedFrameException {
		long total = (long) this.length + part.remaining();
		if (total > maxBytes) {
			clear();
			throw new MalformedFrameException("A frame of more than " + maxBytes + " bytes");
		}
		if (last && this.length == 0) {
			return part;
		}
		append(part, (int) total, maxBytes);
		if (!last) {
			return null;
		}
		ByteBuffer frame = ByteBuffer.wrap(this.buffer, 0, this.length);
		clear();
		return frame;
	}

	private void append(ByteBuffer part, int total, int maxBytes) {
		if (total > this.buffer.length) {
			this.buffer = Arrays.copyOf(this.buffer, (int) Math.min(maxBytes, Math.max(total, 2L * this.length)));
		}
		part.get(this.buffer, this.length, total - this.length);
		this.length = total;
	}

	private void clear() {
		this.length = 0;
		if (this.buffer.length > KEPT_BYTES) {
			this.buffer = EMPTY;
		}
	}

}
