package dev.viewstamped.transport;

import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Map;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.util.ClassUtils;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.RequestUpgradeStrategy;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;

/**
 * Opens the accepted end of a link: on a connection that is taken over from Tomcat, or,
 * with TLS or another web server, as a WebSocket of the web server.
 */
public final class LinkUpgradeStrategy implements RequestUpgradeStrategy {

	private static final Log logger = LogFactory.getLog(LinkUpgradeStrategy.class);

	private static final String TOMCAT_CLASS = "org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler";

	private static final String TOMCAT = "Apache Tomcat";

	private volatile boolean supported = ClassUtils.isPresent(TOMCAT_CLASS, LinkUpgradeStrategy.class.getClassLoader());

	private final RequestUpgradeStrategy others = new StandardWebSocketUpgradeStrategy();

	@Override
	public String[] getSupportedVersions() {
		return this.others.getSupportedVersions();
	}

	@Override
	public List<WebSocketExtension> getSupportedExtensions(ServerHttpRequest request) {
		return List.of();
	}

	@Override
	public void upgrade(ServerHttpRequest request, ServerHttpResponse response, @Nullable String selectedProtocol,
			List<WebSocketExtension> selectedExtensions, @Nullable Principal user, WebSocketHandler handler,
			Map<String, Object> attributes) throws HandshakeFailureException {
		HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
		String key = request.getHeaders().getFirst("Sec-WebSocket-Key");
		if (this.supported && key != null && !servletRequest.isSecure()
				&& servletRequest.getServletContext().getServerInfo().startsWith(TOMCAT)
				&& WebSocketHandlerDecorator.unwrap(handler) instanceof ConversationHandler conversations) {
			takeOver(servletRequest, response, key, conversations);
		}
		else {
			this.others.upgrade(request, response, selectedProtocol, selectedExtensions, user, handler, attributes);
		}
	}

	private void takeOver(HttpServletRequest request, ServerHttpResponse response, String key,
			ConversationHandler conversations) {
		// Browsers send an origin with every WebSocket handshake, processes do not
		if (request.getHeader(HttpHeaders.ORIGIN) != null) {
			response.setStatusCode(HttpStatus.FORBIDDEN);
			return;
		}
		Conversation conversation = conversations.begin();
		if (conversation == null) {
			response.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
			return;
		}
		response.getHeaders().set(HttpHeaders.UPGRADE, "websocket");
		response.getHeaders().set(HttpHeaders.CONNECTION, "upgrade");
		response.getHeaders().set("Sec-WebSocket-Accept", WebSocketUpgrade.accept(key));
		try {
			request.upgrade(TomcatUpgrade.class).to(new Taker(conversations, conversation));
		}
		catch (IOException | ServletException | RuntimeException ex) {
			conversation.cut(CloseStatus.SERVER_ERROR, "not upgraded");
			throw new HandshakeFailureException("The connection could not be taken over", ex);
		}
	}

	private final class Taker implements TomcatUpgrade.Taker {

		private final ConversationHandler conversations;

		private final Conversation conversation;

		Taker(ConversationHandler conversations, Conversation conversation) {
			this.conversations = conversations;
			this.conversation = conversation;
		}

		@Override
		public void take(LinkSocket socket) {
			this.conversations.open(this.conversation, socket);
		}

		@Override
		public void lost() {
			this.conversation.cut(CloseStatus.NORMAL, ConversationHandler.describe(CloseStatus.NO_CLOSE_FRAME));
		}

		@Override
		public void unsupported() {
			// The other end dials again
			LinkUpgradeStrategy.this.supported = false;
			logger.info("This Tomcat's connections are none that can be taken over; links use its WebSockets");
			this.conversation.cut(CloseStatus.SERVER_ERROR, "not taken over");
		}

	}

}
