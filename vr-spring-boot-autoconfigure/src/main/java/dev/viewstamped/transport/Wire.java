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
	 * Send a frame as far as that goes without waiting. If this takes the frame and does
	 * not send all of it, {@link #flush()} must follow.
	 * @param frame the frame
	 * @return what has become of it
	 * @throws IOException if the connection is lost
	 */
	default Offer offer(ByteBuffer frame) throws IOException {
		return Offer.REFUSED;
	}

	/**
	 * Send what was taken.
	 * @throws IOException if it could not be sent in time; the link is of no use then
	 */
	default void flush() throws IOException {
	}

	/**
	 * Close the connection. May take as long as a send.
	 * @param status what the other end is told
	 */
	void close(CloseStatus status);

	/**
	 * Give the connection up if that was not done yet, whatever is going on there. Does
	 * not block.
	 */
	default void abandon() {
	}

	/**
	 * What has become of a frame that was offered.
	 */
	enum Offer {

		/** It is sent. */
		SENT,

		/** It is taken, and some of it is still to be sent. */
		TAKEN,

		/** Nothing was done with it. */
		REFUSED

	}

}
