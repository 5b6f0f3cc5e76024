package dev.viewstamped.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Puts frames together as the other end of a WebSocket wants them: from a client masked
 * with a key that nobody can guess (RFC 6455 §5.3), from a server as they are.
 */
final class WebSocketOutput {

	/** The code of a close frame without a code. */
	static final int NO_CODE = 1005;

	private static final int BINARY = 2;

	private static final int CLOSE = 8;

	private static final int PONG = 10;

	private static final int MAX_SHORT_LENGTH = 125;

	private static final int MAX_MEDIUM_LENGTH = 0xffff;

	private static final int MAX_REASON_BYTES = 123;

	private static final int MAX_HEADER_BYTES = 14;

	private static final int CHUNK_BYTES = 1 << 16;

	private final LinkSocket socket;

	private final @Nullable RandomGenerator keySource;

	/** Keys to come, since a source that cannot be guessed is slow for so few bytes. */
	private final byte[] keys = new byte[256];

	private int nextKey = this.keys.length;

	/** What was put together and is not sent yet; set aside with the first frame. */
	private @Nullable ByteBuffer chunk;

	/**
	 * Create an output.
	 * @param socket where the bytes go
	 * @param keySource where keys come from; {@code null} at a server
	 */
	WebSocketOutput(LinkSocket socket, @Nullable RandomGenerator keySource) {
		this.socket = socket;
		this.keySource = keySource;
	}

	/**
	 * Take a message, and send what goes without waiting. {@link #flush()} sends the
	 * rest.
	 * @param message the message
	 * @return what has become of it: it is refused if it is too large, others wait, or
	 * the connection may always have to wait
	 * @throws IOException if the connection is lost
	 */
	Wire.Offer offerBinary(ByteBuffer message) throws IOException {
		return offer(BINARY, message);
	}

	private Wire.Offer offer(int code, ByteBuffer message) throws IOException {
		if (!isFlushed()) {
			sendSome();
		}
		if (!isFlushed() || !this.socket.canOffer() || message.remaining() > CHUNK_BYTES - MAX_HEADER_BYTES) {
			return Wire.Offer.REFUSED;
		}
		put(code, message);
		sendSome();
		return isFlushed() ? Wire.Offer.SENT : Wire.Offer.TAKEN;
	}

	private void sendSome() throws IOException {
		ByteBuffer bytes = chunk();
		try {
			this.socket.offer(bytes.flip());
		}
		finally {
			bytes.compact();
		}
	}

	private boolean isFlushed() {
		return this.chunk == null || this.chunk.position() == 0;
	}

	private ByteBuffer chunk() {
		ByteBuffer bytes = this.chunk;
		if (bytes == null) {
			bytes = ByteBuffer.allocate(CHUNK_BYTES);
			this.chunk = bytes;
		}
		return bytes;
	}

	/**
	 * Send what was taken, however long it takes.
	 * @throws IOException if the connection is lost
	 */
	void flush() throws IOException {
		if (!isFlushed()) {
			ByteBuffer bytes = chunk();
			try {
				this.socket.write(bytes.flip());
			}
			finally {
				bytes.compact();
			}
		}
	}

	void writeBinary(ByteBuffer message) throws IOException {
		write(BINARY, message);
	}

	void writePong(ByteBuffer content) throws IOException {
		write(PONG, content);
	}

	/**
	 * Answer a ping, unless others wait: then the next one is answered.
	 * @param content what the ping had
	 * @throws IOException if the connection is lost
	 */
	void offerPong(ByteBuffer content) throws IOException {
		offer(PONG, content);
	}

	void writeClose(int code, String reason) throws IOException {
		write(CLOSE, closing(code, reason));
	}

	/**
	 * Say that this end closes the connection, as far as that goes without waiting.
	 * @param code why
	 * @param reason why, in words
	 * @return what has become of it
	 * @throws IOException if the connection is lost
	 */
	Wire.Offer offerClose(int code, String reason) throws IOException {
		return offer(CLOSE, closing(code, reason));
	}

	private static ByteBuffer closing(int code, String reason) {
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		ByteBuffer content = ByteBuffer.allocate(Short.BYTES + Math.min(text.length, MAX_REASON_BYTES));
		return content.putShort((short) code).put(text, 0, content.remaining()).flip();
	}

	private void write(int code, ByteBuffer message) throws IOException {
		flush();
		put(code, message);
		flush();
	}

	private void put(int code, ByteBuffer message) throws IOException {
		ByteBuffer bytes = chunk();
		int length = message.remaining();
		int mask = (this.keySource != null) ? 0x80 : 0;
		bytes.put((byte) (0x80 | code));
		if (length <= MAX_SHORT_LENGTH) {
			bytes.put((byte) (mask | length));
		}
		else if (length <= MAX_MEDIUM_LENGTH) {
			bytes.put((byte) (mask | 126)).putShort((short) length);
		}
		else {
			bytes.put((byte) (mask | 127)).putLong(length);
		}
		int key = 0;
		if (this.keySource != null) {
			key = nextKey(this.keySource);
			bytes.putInt(key);
		}
		int at = message.position();
		int end = message.limit();
		while (at < end) {
			// Chunks but the last hold a multiple of four bytes, so that each begins
			// with the key's first byte
			int size = Math.min(end - at, (bytes.remaining() / Long.BYTES) * Long.BYTES);
			put(bytes, message, at, size, key);
			at += size;
			if (at < end) {
				flush();
			}
		}
		message.position(end);
	}

	private void put(ByteBuffer bytes, ByteBuffer message, int from, int length, int key) {
		if (this.keySource == null) {
			bytes.put(bytes.position(), message, from, length);
			bytes.position(bytes.position() + length);
			return;
		}
		long wide = (long) key << Integer.SIZE | key & 0xffffffffL;
		int at = from;
		int end = from + length;
		for (; at + Long.BYTES <= end; at += Long.BYTES) {
			bytes.putLong(message.getLong(at) ^ wide);
		}
		for (int shift = Integer.SIZE - Byte.SIZE; at < end; at++, shift = (shift - Byte.SIZE) & 31) {
			bytes.put((byte) (message.get(at) ^ key >>> shift));
		}
	}

	private int nextKey(RandomGenerator source) {
		if (this.nextKey == this.keys.length) {
			source.nextBytes(this.keys);
			this.nextKey = 0;
		}
		int key = 0;
		for (int i = 0; i < Integer.BYTES; i++) {
			key = key << Byte.SIZE | this.keys[this.nextKey++] & 0xff;
		}
		return key;
	}

}
