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
 * A connection that was accepted.
 */
final class AcceptedWire implements Wire {

	private static final Log logger = LogFactory.getLog(AcceptedWire.class);

	private static final String BLOCKING_SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

	private final WebSocketSession session;

	AcceptedWire(WebSocketSession session, Duration sendTimeout) {
		this.session = session;
		Session container = (session instanceof NativeWebSocketSession wrapper)
				? wrapper.getNativeSession(Session.class) : null;
		if (container != null) {
			container.getUserProperties().put(BLOCKING_SEND_TIMEOUT, sendTimeout.toMillis());
			container.setMaxIdleTimeout(0);
		}
	}

	@Override
	public synchronized void send(ByteBuffer frame) throws IOException {
		try {
			this.session.sendMessage(new BinaryMessage(frame));
		}
		catch (IllegalStateException ex) {
			throw new IOException("The connection is closed", ex);
		}
	}

	@Override
	public void close(CloseStatus status) {
		try {
			this.session.close(status);
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("Closing a connection failed", ex);
		}
	}

}
