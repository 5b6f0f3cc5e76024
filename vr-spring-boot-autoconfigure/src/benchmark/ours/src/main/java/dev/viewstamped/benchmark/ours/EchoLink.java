package dev.viewstamped.benchmark.ours;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

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

	private final WebSocket socket;

	EchoLink() {
		URI uri = URI.create("ws://" + Settings.address(0) + EchoConfiguration.PATH);
		this.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, new Listener()).join();
	}

	@Override
	public CompletableFuture<Long> put(Operation operation) {
		CompletableFuture<Long> echo = new CompletableFuture<>();
		this.waiting.put(operation.lane(), echo);
		ByteBuffer message = ByteBuffer.allocate(Integer.BYTES + operation.commandBytes())
			.putInt(operation.lane())
			.put(operation.command())
			.flip();
		synchronized (this) {
			this.socket.sendBinary(message, true).join();
		}
		return echo;
	}

	@Override
	public void close() {
		this.socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
		this.socket.abort();
	}

	/**
	 * Takes the echoes.
	 */
	private final class Listener implements WebSocket.Listener {

		private final ByteBuffer message = ByteBuffer.allocate(EchoConfiguration.MAX_MESSAGE_BYTES);

		@Override
		public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
			this.message.put(part);
			if (last) {
				int lane = this.message.getInt(0);
				this.message.clear();
				EchoLink.this.waiting.remove(lane).complete(0L);
			}
			socket.request(1);
			return null;
		}

	}

}
