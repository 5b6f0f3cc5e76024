package dev.viewstamped.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import jakarta.websocket.Session;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/**
 * The WebSocket connection under a link. A send may block, though not for long.
 */
final class Wire {

	private static final Log logger = LogFactory.getLog(Wire.class);

	private static final String BLOCKING_SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

	private final WebSocketSession session;

	Wire(WebSocketSession session, Duration sendTimeout) {
		this.session = session;
		Session container = (session instanceof NativeWebSocketSession wrapper)
				? wrapper.getNativeSession(Session.class) : null;
		if (container != null) {
			container.getUserProperties().put(BLOCKING_SEND_TIMEOUT, sendTimeout.toMillis());
			container.setMaxIdleTimeout(0);
		}
	}

	/**
	 * Send a frame.
	 * @param frame the frame
	 * @throws IOException if it could not be sent in time; the link is of no use then
	 */
	synchronized void send(ByteBuffer frame) throws IOException {
		try {
			this.session.sendMessage(new BinaryMessage(frame));
		}
		catch (IllegalStateException ex) {
			throw new IOException("The connection is closed", ex);
		}
	}

	void send(byte[] frame) throws IOException {
		send(ByteBuffer.wrap(frame));
	}

	/**
	 * Close the connection. May take as long as a send.
	 * @param status what the other end is told
	 */
	void close(CloseStatus status) {
		try {
			this.session.close(status);
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("Closing a connection failed", ex);
		}
	}

}
