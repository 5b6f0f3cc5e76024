package dev.viewstamped.benchmark.ours;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import dev.viewstamped.benchmark.Kv;
import dev.viewstamped.benchmark.Operation;
import dev.viewstamped.benchmark.Settings;
import dev.viewstamped.transport.EchoSocket;

/**
 * Round trips of key and value over one WebSocket connection, one message in each frame,
 * with the client and the server that this system uses. Nothing is stored, and each reply
 * is 0.
 */
final class EchoLink implements Kv {

	private final Map<Integer, CompletableFuture<Long>> waiting = new ConcurrentHashMap<>();

	private final EchoSocket socket;

	EchoLink() throws Exception {
		URI uri = URI.create("ws://" + Settings.address(0) + EchoConfiguration.PATH);
		this.socket = new EchoSocket(uri, EchoConfiguration.MAX_MESSAGE_BYTES,
				(message) -> this.waiting.remove(message.getInt()).complete(0L));
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
			this.socket.send(message);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return echo;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
