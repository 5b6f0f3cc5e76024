package dev.viewstamped.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;

/**
 * A connection that this end has dialled, and what arrives there. It belongs to the JDK's
 * client, which lets each frame go at once. Tomcat's leaves Nagle's algorithm on: with
 * several requests under way each waits until the one before is acknowledged, which takes
 * up to 40 ms.
 */
final class DialledWire implements Wire, WebSocket.Listener {

	private static final Log logger = LogFactory.getLog(DialledWire.class);

	/**
	 * What a client may not say in a close frame, or the JDK's client does not let it.
	 */
	private static final Set<Integer> NOT_FOR_CLIENTS = Set.of(CloseStatus.PROTOCOL_ERROR.getCode(),
			CloseStatus.NOT_ACCEPTABLE.getCode(), CloseStatus.BAD_DATA.getCode(),
			CloseStatus.TOO_BIG_TO_PROCESS.getCode(), CloseStatus.SERVICE_OVERLOAD.getCode());

	private static final Duration FAREWELL = Duration.ofSeconds(1);

	private final DialledConversation conversation;

	private final Duration sendTimeout;

	private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

	private volatile @Nullable WebSocket socket;

	/**
	 * A connection to be.
	 * @param conversation what is said on it
	 * @param sendTimeout how long a send may block
	 */
	DialledWire(DialledConversation conversation, Duration sendTimeout) {
		this.conversation = conversation;
		this.sendTimeout = sendTimeout;
	}

	@Override
	public void onOpen(WebSocket socket) {
		this.socket = socket;
		this.conversation.opened(this);
		socket.request(1);
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
		this.conversation.received(part, last);
		socket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
		this.conversation.malformed("not binary");
		socket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
		this.end.complete(null);
		this.conversation.cut(CloseStatus.NORMAL, ConversationHandler.describe(new CloseStatus(code)));
		return null;
	}

	@Override
	public void onError(WebSocket socket, Throwable error) {
		this.end.complete(null);
		this.conversation.cut(CloseStatus.SERVER_ERROR, "connection lost");
	}

	@Override
	public synchronized void send(ByteBuffer frame) throws IOException {
		await(open().sendBinary(frame, true));
	}

	@Override
	public void close(CloseStatus status) {
		WebSocket open = this.socket;
		if (open == null) {
			return;
		}
		CloseStatus said = NOT_FOR_CLIENTS.contains(status.getCode()) ? CloseStatus.POLICY_VIOLATION : status;
		String reason = status.getReason();
		try {
			await(open.sendClose(said.getCode(), (reason != null) ? reason : ""));
		}
		catch (IOException ex) {
			logger.debug("Closing a connection failed", ex);
			open.abort();
			return;
		}
		this.end.completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS).thenRun(open::abort);
	}

	private WebSocket open() throws IOException {
		WebSocket open = this.socket;
		if (open == null) {
			throw new IOException("The connection is not open");
		}
		return open;
	}

	private void await(CompletableFuture<WebSocket> sent) throws IOException {
		try {
			sent.get(this.sendTimeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw new IOException("The connection is closed", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new IOException("Not sent within " + this.sendTimeout.toMillis() + " ms", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while sending");
		}
	}

}
