package dev.viewstamped.transport;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * Begins a conversation on each accepted connection and passes on what arrives there.
 * Takes messages in parts, so that no buffer of a whole message is set aside for a
 * connection that has proven nothing.
 */
final class ConversationHandler implements WebSocketHandler {

	private static final String ATTRIBUTE = Conversation.class.getName();

	private final LinkContext context;

	private final Supplier<@Nullable Conversation> conversations;

	/**
	 * A handler.
	 * @param context what all links share
	 * @param conversations begins a conversation; {@code null} where there is no room
	 */
	ConversationHandler(LinkContext context, Supplier<@Nullable Conversation> conversations) {
		this.context = context;
		this.conversations = conversations;
	}

	/**
	 * Begin a conversation on a connection to come, which is used without a web server.
	 * @return the conversation; {@code null} where there is no room
	 */
	@Nullable Conversation begin() {
		return this.context.wires().isFull() ? null : this.conversations.get();
	}

	/**
	 * Go on with a conversation on its connection.
	 * @param conversation the conversation
	 * @param socket the connection
	 */
	void open(Conversation conversation, LinkSocket socket) {
		boolean started = false;
		try {
			this.context.reader("vr-link-accepted", new WebSocketWire(this.context, conversation, socket)::run).start();
			started = true;
		}
		finally {
			if (!started) {
				socket.close();
				conversation.cut(CloseStatus.SERVER_ERROR, "no thread");
			}
		}
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) {
		Wire wire = new AcceptedWire(session, this.context.settings().ioTimeout());
		// Browsers send an origin with every WebSocket handshake, processes do not
		boolean browser = session.getHandshakeHeaders().getOrigin() != null;
		Conversation conversation = browser ? null : this.conversations.get();
		if (conversation == null) {
			CloseStatus status = browser ? CloseStatus.POLICY_VIOLATION : CloseStatus.SERVICE_OVERLOAD;
			this.context.blocking(() -> wire.close(status));
			return;
		}
		session.getAttributes().put(ATTRIBUTE, conversation);
		conversation.opened(wire);
	}

	@Override
	public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) {
		Conversation conversation = conversation(session);
		if (conversation == null || message instanceof PongMessage) {
			return;
		}
		if (message instanceof BinaryMessage binary) {
			conversation.received(binary.getPayload(), binary.isLast());
			this.context.read();
		}
		else {
			conversation.malformed("not binary");
		}
	}

	@Override
	public void handleTransportError(WebSocketSession session, Throwable exception) {
		Conversation conversation = conversation(session);
		if (conversation != null) {
			conversation.cut(CloseStatus.SERVER_ERROR, "connection lost");
		}
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
		Conversation conversation = conversation(session);
		if (conversation != null && isViolation(status)) {
			conversation.malformed("no WebSocket frame (code " + status.getCode() + ")");
		}
		else if (conversation != null) {
			conversation.cut(CloseStatus.NORMAL, describe(status));
		}
	}

	private static boolean isViolation(CloseStatus status) {
		// Not 1007, which the other end says of what it was sent
		return status.equalsCode(CloseStatus.PROTOCOL_ERROR) || status.equalsCode(CloseStatus.TOO_BIG_TO_PROCESS);
	}

	static String describe(CloseStatus status) {
		if (status.equalsCode(CloseStatus.NORMAL)) {
			return "closed normally by the other end";
		}
		if (status.equalsCode(CloseStatus.GOING_AWAY)) {
			return "closed by the other end, which stops";
		}
		return status.equalsCode(CloseStatus.NO_CLOSE_FRAME) ? "connection broke"
				: "closed by the other end with code " + status.getCode();
	}

	@Override
	public boolean supportsPartialMessages() {
		return true;
	}

	private static @Nullable Conversation conversation(WebSocketSession session) {
		return (Conversation) session.getAttributes().get(ATTRIBUTE);
	}

}
