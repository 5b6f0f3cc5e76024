package dev.viewstamped.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

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
	 * A way to send that never blocks.
	 * @return the way; {@code null} if there is none here
	 */
	default @Nullable NonBlocking nonBlocking() {
		return null;
	}

	/**
	 * Close the connection. May take as long as a send.
	 * @param status what the other end is told
	 */
	void close(CloseStatus status);

	/**
	 * Sends without waiting for anything.
	 */
	@FunctionalInterface
	interface NonBlocking {

		/**
		 * Send a frame. Nothing else may be sent before its end.
		 * @param frame the frame, which must stay as it is until its end
		 * @param end called once the frame is with the operating system, with
		 * {@code null}, or with what went wrong; perhaps before this method returns, on
		 * any thread
		 */
		void send(ByteBuffer frame, Consumer<@Nullable Throwable> end);

	}

}
