package dev.viewstamped.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/**
 * Opens connections. The name in an address is resolved anew each time.
 */
final class Connector {

	private final LinkContext context;

	private final Set<Dialling> diallings = ConcurrentHashMap.newKeySet();

	Connector(LinkContext context) {
		this.context = context;
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
		Dialling dialling;
		try {
			dialling = new Dialling(this.context, conversation, URI.create(base + separator + path));
		}
		catch (IllegalArgumentException | IOException ex) {
			conversation.fail(DialFailedException.of("cannot be dialled: " + ex.getMessage()));
			return;
		}
		this.context
			.reader("vr-link-" + conversation.memberId(),
					() -> run(dialling, conversation, base, (int) timeout.toMillis()))
			.start();
		this.context.after(timeout, () -> {
			if (conversation.fail(DialFailedException.noAnswer()) || conversation.isCut()) {
				dialling.abandon();
			}
		});
	}

	/**
	 * Give up what is left of the connections, once the other ends were told.
	 */
	void close() {
		this.diallings.forEach(Dialling::abandon);
	}

	private void run(Dialling dialling, DialledConversation conversation, URI base, int timeoutMillis) {
		this.diallings.add(dialling);
		if (this.context.isClosed()) {
			dialling.abandon();
		}
		try {
			dialling.run(timeoutMillis);
		}
		catch (DialFailedException ex) {
			conversation.fail(ex);
		}
		catch (IOException | RuntimeException ex) {
			conversation.fail(explain(ex, base));
		}
		finally {
			this.diallings.remove(dialling);
		}
	}

	private static DialFailedException explain(Exception failure, URI base) {
		if (failure instanceof SocketTimeoutException) {
			return DialFailedException.noAnswer();
		}
		if (failure instanceof UnknownHostException) {
			return DialFailedException.of("unknown host " + base.getHost());
		}
		if (failure instanceof SSLException) {
			return DialFailedException.of("TLS failed: " + failure.getMessage());
		}
		if (failure instanceof EOFException) {
			return DialFailedException.of("connection closed by the other end");
		}
		if (failure instanceof ConnectException) {
			return DialFailedException.nobodyListens(lowerCase(failure.getMessage(), "connection refused"));
		}
		return DialFailedException.of("no WebSocket: " + lowerCase(failure.getMessage(), failure.toString()));
	}

	private static String lowerCase(@Nullable String text, String otherwise) {
		return (text == null || text.isEmpty()) ? otherwise
				: text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
	}

}
