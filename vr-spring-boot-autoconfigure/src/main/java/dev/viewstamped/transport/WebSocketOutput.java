package dev.viewstamped.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Puts frames together as a WebSocket server wants them from a client: masked with a key
 * that nobody can guess (RFC 6455 §5.3).
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

	private final OutputStream out;

	private final RandomGenerator random;

	/** Keys to come, since a source that cannot be guessed is slow for so few bytes. */
	private final byte[] keys = new byte[256];

	private int nextKey = this.keys.length;

	/** A chunk of a frame to be. */
	private final ByteBuffer chunk = ByteBuffer.allocate(1 << 15);

	WebSocketOutput(OutputStream out, RandomGenerator random) {
		this.out = out;
		this.random = random;
	}

	void writeBinary(ByteBuffer message) throws IOException {
		write(BINARY, message);
	}

	void writePong(ByteBuffer content) throws IOException {
		write(PONG, content);
	}

	void writeClose(int code, String reason) throws IOException {
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		ByteBuffer content = ByteBuffer.allocate(Short.BYTES + Math.min(text.length, MAX_REASON_BYTES));
		content.putShort((short) code).put(text, 0, content.remaining()).flip();
		write(CLOSE, content);
	}

	private void write(int code, ByteBuffer message) throws IOException {
		int length = message.remaining();
		int key = nextKey();
		this.chunk.clear().put((byte) (0x80 | code));
		if (length <= MAX_SHORT_LENGTH) {
			this.chunk.put((byte) (0x80 | length));
		}
		else if (length <= MAX_MEDIUM_LENGTH) {
			this.chunk.put((byte) (0x80 | 126)).putShort((short) length);
		}
		else {
			this.chunk.put((byte) (0x80 | 127)).putLong(length);
		}
		this.chunk.putInt(key);
		ByteBuffer source = message.duplicate();
		int at = message.position();
		int end = message.limit();
		while (at < end) {
			// Chunks but the last hold a multiple of four bytes, so that each begins
			// with the key's first byte
			int size = Math.min(end - at, (this.chunk.remaining() / Long.BYTES) * Long.BYTES);
			mask(source, at, at + size, key);
			at += size;
			if (at < end) {
				flush();
			}
		}
		flush();
		message.position(end);
	}

	private int nextKey() {
		if (this.nextKey == this.keys.length) {
			this.random.nextBytes(this.keys);
			this.nextKey = 0;
		}
		int key = 0;
		for (int i = 0; i < Integer.BYTES; i++) {
			key = key << Byte.SIZE | this.keys[this.nextKey++] & 0xff;
		}
		return key;
	}

	private void mask(ByteBuffer message, int from, int to, int key) {
		long wide = (long) key << Integer.SIZE | key & 0xffffffffL;
		int at = from;
		for (; at + Long.BYTES <= to; at += Long.BYTES) {
			this.chunk.putLong(message.getLong(at) ^ wide);
		}
		for (int shift = Integer.SIZE - Byte.SIZE; at < to; at++, shift = (shift - Byte.SIZE) & 31) {
			this.chunk.put((byte) (message.get(at) ^ key >>> shift));
		}
	}

	private void flush() throws IOException {
		this.out.write(this.chunk.array(), 0, this.chunk.position());
		this.chunk.clear();
	}

}
