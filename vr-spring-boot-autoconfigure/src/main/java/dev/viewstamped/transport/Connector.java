package dev.viewstamped.transport;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/**
 * Opens connections. The name in an address is resolved anew each time.
 */
final class Connector {

	private static final long IDLE_THREAD_SECONDS = 5;

	private final LinkContext context;

	private final HttpClient client;

	private final Executor threads;

	Connector(LinkContext context) {
		this.context = context;
		this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_THREAD_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), LinkContext.daemons("vr-link"));
		HttpClient.Builder builder = HttpClient.newBuilder().executor(this.threads);
		SSLContext sslContext = context.settings().sslContext();
		if (sslContext != null) {
			builder.sslContext(sslContext);
		}
		this.client = builder.build();
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
		// Looking up the name may block
		this.threads.execute(() -> open(conversation, base, base + separator + path, timeout));
		this.context.after(timeout, () -> conversation.fail(DialFailedException.noAnswer()));
	}

	private void open(DialledConversation conversation, URI base, String endpoint, Duration timeout) {
		try {
			this.client.newWebSocketBuilder()
				.connectTimeout(timeout)
				.buildAsync(URI.create(endpoint), new DialledWire(conversation, this.context.settings().ioTimeout()))
				.whenComplete((socket, failure) -> {
					if (failure != null) {
						conversation.fail(explain(failure, base));
					}
				});
		}
		catch (IllegalArgumentException ex) {
			conversation.fail(DialFailedException.of("cannot be dialled: " + ex.getMessage()));
		}
	}

	private static DialFailedException explain(Throwable failure, URI base) {
		Throwable deepest = failure;
		ConnectException unconnected = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			deepest = cause;
			if (cause instanceof HttpTimeoutException || cause instanceof SocketTimeoutException) {
				return DialFailedException.noAnswer();
			}
			if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
				return DialFailedException.of("unknown host " + base.getHost());
			}
			if (cause instanceof SSLException) {
				return DialFailedException.of("TLS failed: " + cause.getMessage());
			}
			if (cause instanceof EOFException) {
				return DialFailedException.of("connection closed by the other end");
			}
			if (cause instanceof WebSocketHandshakeException refused) {
				return DialFailedException.of("no WebSocket: HTTP status " + refused.getResponse().statusCode());
			}
			if (cause instanceof ConnectException) {
				unconnected = (ConnectException) cause;
			}
		}
		if (unconnected != null) {
			return DialFailedException.nobodyListens(lowerCase(unconnected.getMessage(), "connection refused"));
		}
		return DialFailedException.of("no WebSocket: " + lowerCase(deepest.getMessage(), deepest.toString()));
	}

	private static String lowerCase(@Nullable String text, String otherwise) {
		return (text == null || text.isEmpty()) ? otherwise
				: text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
	}

}
