package dev.viewstamped.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.springframework.web.socket.CloseStatus;

/**
 * The WebSocket connection under a link. A send may block, though not for long.
 */
interface Wire {

	/**
	 * Send a frame.
	 * @param frame the frame
	 * @throws IOException if it could not be sent in time; the link is of no use then
	 */
	void send(ByteBuffer frame) throws IOException;

	/**
	 * Send a frame.
	 * @param frame the frame
	 * @throws IOException if it could not be sent in time; the link is of no use then
	 */
	default void send(byte[] frame) throws IOException {
		send(ByteBuffer.wrap(frame));
	}

	/**
	 * Close the connection. May take as long as a send.
	 * @param status what the other end is told
	 */
	void close(CloseStatus status);

}
