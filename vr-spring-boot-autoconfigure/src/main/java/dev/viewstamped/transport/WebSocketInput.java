package dev.viewstamped.transport;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes what the other end of a WebSocket sends apart (RFC 6455 §5). What a client sends
 * is masked, what a server sends is not.
 */
final class WebSocketInput {

	private static final int BUFFER_BYTES = 1 << 16;

	/** The JDK keeps as much outside of the heap for each thread that reads. */
	private static final int READ_BYTES = 1 << 14;

	private static final int MAX_CONTROL_BYTES = 125;

	private static final int MIN_CODE = 1000;

	private static final int MAX_CODE = 4999;

	private static final int CONTINUATION = 0;

	private static final int TEXT = 1;

	private static final int BINARY = 2;

	private static final int CLOSE = 8;

	private static final int PING = 9;

	private static final int PONG = 10;

	private final Source source;

	private final boolean masked;

	private final byte[] buffer = new byte[BUFFER_BYTES];

	private final ByteBuffer bytes = ByteBuffer.wrap(this.buffer);

	private int position;

	private int limit;

	/** Whether the last part of a message is still to come. */
	private boolean unfinished;

	/**
	 * Create an input.
	 * @param source where the bytes come from
	 * @param masked whether the other end is a client
	 */
	WebSocketInput(Source source, boolean masked) {
		this.source = source;
		this.masked = masked;
	}

	/**
	 * Read a line of the opening handshake.
	 * @param maxBytes how long it may be
	 * @return the line without its end
	 * @throws IOException if there is none
	 */
	String readLine(int maxBytes) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int i = 0; i < maxBytes; i++) {
			require(1);
			char character = (char) (this.buffer[this.position++] & 0xff);
			if (character == '\n') {
				int length = line.length();
				return (length > 0 && line.charAt(length - 1) == '\r') ? line.substring(0, length - 1)
						: line.toString();
			}
			line.append(character);
		}
		throw new IOException("a line of its answer is longer than " + maxBytes + " bytes");
	}

	/**
	 * Read a frame.
	 * @param receiver takes what it holds
	 * @throws EOFException if the connection has ended
	 * @throws MalformedFrameException if nobody may send such a frame
	 */
	void readFrame(Receiver receiver) throws IOException, MalformedFrameException {
		require(2);
		int first = this.buffer[this.position++] & 0xff;
		int second = this.buffer[this.position++] & 0xff;
		boolean last = (first & 0x80) != 0;
		int code = first & 0x0f;
		if ((first & 0x70) != 0 || ((second & 0x80) != 0) != this.masked) {
			throw new MalformedFrameException("WebSocket header " + Integer.toHexString(first << 8 | second));
		}
		long length = readLength(second & 0x7f);
		int key = this.masked ? readKey() : 0;
		if (code >= CLOSE) {
			readControl(code, last, length, key, receiver);
		}
		else {
			readData(code, last, length, key, receiver);
		}
	}

	private int readKey() throws IOException {
		require(Integer.BYTES);
		int key = this.bytes.getInt(this.position);
		this.position += Integer.BYTES;
		return key;
	}

	private long readLength(int shortLength) throws IOException, MalformedFrameException {
		if (shortLength < 126) {
			return shortLength;
		}
		if (shortLength == 126) {
			require(Short.BYTES);
			int length = this.bytes.getShort(this.position) & 0xffff;
			this.position += Short.BYTES;
			return length;
		}
		require(Long.BYTES);
		long length = this.bytes.getLong(this.position);
		this.position += Long.BYTES;
		if (length < 0) {
			throw new MalformedFrameException("WebSocket length " + length);
		}
		return length;
	}

	private void readControl(int code, boolean last, long length, int key, Receiver receiver)
			throws IOException, MalformedFrameException {
		if (!last || length > MAX_CONTROL_BYTES || code > PONG) {
			throw new MalformedFrameException("WebSocket control frame " + code + " of " + length + " bytes");
		}
		require((int) length);
		unmask((int) length, key);
		ByteBuffer content = ByteBuffer.wrap(this.buffer, this.position, (int) length);
		this.position += (int) length;
		if (code == CLOSE) {
			receiver.closed(readCode(content));
		}
		else if (code == PING) {
			receiver.pinged(content);
		}
	}

	private static int readCode(ByteBuffer content) throws MalformedFrameException {
		if (!content.hasRemaining()) {
			return WebSocketOutput.NO_CODE;
		}
		int code = (content.remaining() >= Short.BYTES) ? content.getShort() & 0xffff : 0;
		if (code < MIN_CODE || code > MAX_CODE) {
			throw new MalformedFrameException("WebSocket close code " + code);
		}
		return code;
	}

	private void readData(int code, boolean last, long length, int key, Receiver receiver)
			throws IOException, MalformedFrameException {
		if (code == TEXT) {
			throw new MalformedFrameException("not binary");
		}
		if (code != (this.unfinished ? CONTINUATION : BINARY)) {
			throw new MalformedFrameException("WebSocket frame " + code + " out of turn");
		}
		this.unfinished = !last;
		// Read as a whole what fits, so that nobody has to put it together. Parts but the
		// last hold a multiple of four bytes, so that each begins with the key's first
		// byte
		long left = length;
		do {
			int part = (int) Math.min(left, BUFFER_BYTES);
			require(part);
			unmask(part, key);
			left -= part;
			receiver.received(ByteBuffer.wrap(this.buffer, this.position, part), last && left == 0);
			this.position += part;
		}
		while (left > 0);
	}

	/**
	 * Unmask bytes that are there, in place.
	 */
	private void unmask(int length, int key) {
		if (!this.masked) {
			return;
		}
		long wide = (long) key << Integer.SIZE | key & 0xffffffffL;
		int at = this.position;
		int end = at + length;
		for (; at + Long.BYTES <= end; at += Long.BYTES) {
			this.bytes.putLong(at, this.bytes.getLong(at) ^ wide);
		}
		for (int shift = Integer.SIZE - Byte.SIZE; at < end; at++, shift = (shift - Byte.SIZE) & 31) {
			this.buffer[at] ^= (byte) (key >>> shift);
		}
	}

	/**
	 * Read on until a number of bytes is there.
	 */
	private void require(int bytes) throws IOException {
		if (this.limit - this.position >= bytes) {
			return;
		}
		if (this.position + bytes > BUFFER_BYTES || this.position == this.limit) {
			System.arraycopy(this.buffer, this.position, this.buffer, 0, this.limit - this.position);
			this.limit -= this.position;
			this.position = 0;
		}
		while (this.limit - this.position < bytes) {
			int read = this.source
				.read(this.bytes.limit(Math.min(BUFFER_BYTES, this.limit + READ_BYTES)).position(this.limit));
			if (read < 0) {
				throw new EOFException();
			}
			this.limit += read;
		}
	}

	/**
	 * Where bytes come from.
	 */
	@FunctionalInterface
	interface Source {

		/**
		 * Read what there is, at least one byte.
		 * @param buffer what takes it
		 * @return the number of bytes; -1 at the end
		 * @throws IOException if there will be none
		 */
		int read(ByteBuffer buffer) throws IOException;

	}

	/**
	 * Takes what frames hold.
	 */
	interface Receiver {

		/**
		 * Called with a part of a binary message.
		 * @param part the part, valid during the call
		 * @param last whether it is the message's last
		 */
		void received(ByteBuffer part, boolean last);

		/**
		 * Called when the other end wants to know whether this end lives.
		 * @param content what it wants to get back
		 * @throws IOException if it cannot be sent
		 */
		void pinged(ByteBuffer content) throws IOException;

		/**
		 * Called when the other end has said that it closes the connection.
		 * @param code why
		 */
		void closed(int code);

	}

}
