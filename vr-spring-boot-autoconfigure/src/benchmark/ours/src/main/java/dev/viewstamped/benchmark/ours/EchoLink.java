package dev.viewstamped.benchmark.ours;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.tomcat.websocket.WsWebSocketContainer;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.handler.BinaryWebSocketHandler;

import dev.viewstamped.benchmark.Kv;
import dev.viewstamped.benchmark.Operation;
import dev.viewstamped.benchmark.Settings;

/**
 * Round trips of key and value over one WebSocket connection, one message in each frame,
 * with the client and the server that this system uses. Nothing is stored, and each reply
 * is 0.
 */
final class EchoLink implements Kv {

	private final Map<Integer, CompletableFuture<Long>> waiting = new ConcurrentHashMap<>();

	private final WebSocketSession session;

	EchoLink() throws Exception {
		WsWebSocketContainer container = new WsWebSocketContainer();
		container.setDefaultMaxBinaryMessageBufferSize(EchoConfiguration.MAX_MESSAGE_BYTES);
		URI uri = URI.create("ws://" + Settings.address(0) + EchoConfiguration.PATH);
		this.session = new StandardWebSocketClient(container).execute(new BinaryWebSocketHandler() {

			@Override
			protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message) {
				EchoLink.this.waiting.remove(message.getPayload().getInt(0)).complete(0L);
			}

		}, (WebSocketHttpHeaders) null, uri).get();
	}

	@Override
	public CompletableFuture<Long> put(Operation operation) {
		CompletableFuture<Long> echo = new CompletableFuture<>();
		this.waiting.put(operation.lane(), echo);
		ByteBuffer message = ByteBuffer.allocate(Integer.BYTES + operation.commandBytes())
			.putInt(operation.lane())
			.put(operation.command())
			.flip();
		try {
			synchronized (this) {
				this.session.sendMessage(new BinaryMessage(message));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return echo;
	}

	@Override
	public void close() throws IOException {
		this.session.close();
	}

}
