package dev.viewstamped.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Takes what a WebSocket server sends apart (RFC 6455 §5).
 */
final class WebSocketInput {

	private static final int BUFFER_BYTES = 1 << 16;

	private static final int MAX_CONTROL_BYTES = 125;

	private static final int MIN_CODE = 1000;

	private static final int MAX_CODE = 4999;

	private static final int CONTINUATION = 0;

	private static final int TEXT = 1;

	private static final int BINARY = 2;

	private static final int CLOSE = 8;

	private static final int PING = 9;

	private static final int PONG = 10;

	private final InputStream in;

	private final byte[] buffer = new byte[BUFFER_BYTES];

	private int position;

	private int limit;

	/** Whether the last part of a message is still to come. */
	private boolean unfinished;

	WebSocketInput(InputStream in) {
		this.in = in;
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
	 * @throws MalformedFrameException if no server sends such a frame
	 */
	void readFrame(Receiver receiver) throws IOException, MalformedFrameException {
		require(2);
		int first = this.buffer[this.position++] & 0xff;
		int second = this.buffer[this.position++] & 0xff;
		boolean last = (first & 0x80) != 0;
		int code = first & 0x0f;
		if ((first & 0x70) != 0 || (second & 0x80) != 0) {
			throw new MalformedFrameException("WebSocket header " + Integer.toHexString(first << 8 | second));
		}
		long length = readLength(second);
		if (code >= CLOSE) {
			readControl(code, last, length, receiver);
		}
		else {
			readData(code, last, length, receiver);
		}
	}

	private long readLength(int second) throws IOException, MalformedFrameException {
		if (second < 126) {
			return second;
		}
		int bytes = (second == 126) ? Short.BYTES : Long.BYTES;
		require(bytes);
		long length = 0;
		for (int i = 0; i < bytes; i++) {
			length = length << Byte.SIZE | this.buffer[this.position++] & 0xff;
		}
		if (length < 0) {
			throw new MalformedFrameException("WebSocket length " + length);
		}
		return length;
	}

	private void readControl(int code, boolean last, long length, Receiver receiver)
			throws IOException, MalformedFrameException {
		if (!last || length > MAX_CONTROL_BYTES || code > PONG) {
			throw new MalformedFrameException("WebSocket control frame " + code + " of " + length + " bytes");
		}
		require((int) length);
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

	private void readData(int code, boolean last, long length, Receiver receiver)
			throws IOException, MalformedFrameException {
		if (code == TEXT) {
			throw new MalformedFrameException("not binary");
		}
		if (code != (this.unfinished ? CONTINUATION : BINARY)) {
			throw new MalformedFrameException("WebSocket frame " + code + " out of turn");
		}
		this.unfinished = !last;
		// Read as a whole what fits, so that nobody has to put it together
		long left = length;
		do {
			int part = (int) Math.min(left, BUFFER_BYTES);
			require(part);
			left -= part;
			receiver.received(ByteBuffer.wrap(this.buffer, this.position, part), last && left == 0);
			this.position += part;
		}
		while (left > 0);
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
			int read = this.in.read(this.buffer, this.limit, BUFFER_BYTES - this.limit);
			if (read < 0) {
				throw new EOFException();
			}
			this.limit += read;
		}
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
		 * Called when the server wants to know whether this end lives.
		 * @param content what it wants to get back
		 * @throws IOException if it cannot be sent
		 */
		void pinged(ByteBuffer content) throws IOException;

		/**
		 * Called when the server has said that it closes the connection.
		 * @param code why
		 */
		void closed(int code);

	}

}
