package dev.viewstamped.transport;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;

/**
 * Opens connections. The name in an address is resolved anew each time.
 */
final class Connector {

	private final LinkContext context;

	private final StandardWebSocketClient client = new StandardWebSocketClient();

	Connector(LinkContext context) {
		this.context = context;
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("vr-connect-");
		threads.setDaemon(true);
		this.client.setTaskExecutor(threads);
		Map<String, Object> properties = new HashMap<>();
		properties.put("org.apache.tomcat.websocket.IO_TIMEOUT_MS",
				Long.toString(context.settings().dialTimeout().toMillis()));
		properties.put("org.apache.tomcat.websocket.MAX_REDIRECTIONS", "0");
		this.client.setUserProperties(properties);
		if (context.settings().sslContext() != null) {
			this.client.setSslContext(context.settings().sslContext());
		}
	}

	/**
	 * Open a connection for a conversation, which learns what becomes of it. Does not
	 * block.
	 * @param conversation the conversation
	 * @param base the base path of the other end
	 * @param timeout how long it may take until the handshake is complete
	 */
	void connect(DialledConversation conversation, URI base, Duration timeout) {
		String path = (conversation.role() == LinkRole.CLIENT) ? "client" : "peer";
		String separator = base.toString().endsWith("/") ? "" : "/";
		try {
			URI endpoint = URI.create(base + separator + path);
			this.client
				.execute(new ConversationHandler(this.context, () -> conversation), (WebSocketHttpHeaders) null,
						endpoint)
				.whenComplete((session, failure) -> {
					if (failure != null) {
						conversation.fail(explain(failure, base));
					}
				});
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			conversation.fail(DialFailedException.of("cannot be dialled: " + ex.getMessage()));
			return;
		}
		this.context.after(timeout, () -> conversation.fail(DialFailedException.noAnswer()));
	}

	private static DialFailedException explain(Throwable failure, URI base) {
		Throwable deepest = failure;
		for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
			deepest = cause;
			if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
				return DialFailedException.noAnswer();
			}
			if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
				return DialFailedException.of("unknown host " + base.getHost());
			}
			if (cause instanceof SSLException) {
				return DialFailedException.of("TLS failed: " + cause.getMessage());
			}
			if (cause instanceof ConnectException) {
				return DialFailedException.nobodyListens(lowerCase(cause.getMessage(), "connection refused"));
			}
			if (cause instanceof EOFException) {
				return DialFailedException.of("connection closed by the other end");
			}
		}
		return DialFailedException.of("no WebSocket: " + lowerCase(deepest.getMessage(), deepest.toString()));
	}

	private static String lowerCase(@Nullable String text, String otherwise) {
		return (text == null || text.isEmpty()) ? otherwise
				: text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
	}

}
