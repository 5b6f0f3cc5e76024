package dev.viewstamped.benchmark;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A lean HTTP/1.1 client, so that the load is not the limit: one keep-alive connection
 * per lane and one thread. Puts with the raw value as the body; the body of the reply is
 * the number in decimal. Lanes are spread over the addresses.
 */
public class HttpKv implements Kv {

	private static final long SELECT_MILLIS = 100;

	private final Selector selector = Selector.open();

	private final List<HttpConnection> connections = new ArrayList<>();

	private volatile boolean closed;

	/**
	 * Create a client.
	 * @param lanes the number of lanes
	 * @param addresses host and port of each server
	 * @param path the path before the key
	 * @throws IOException if there can be no selector
	 */
	protected HttpKv(int lanes, List<String> addresses, String path) throws IOException {
		for (int i = 0; i < lanes; i++) {
			this.connections.add(new HttpConnection(this.selector, addresses.get(i % addresses.size()), path));
		}
		Thread thread = new Thread(this::loop, "http");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public CompletableFuture<Long> put(Operation operation) {
		return this.connections.get(operation.lane() % this.connections.size()).send(operation);
	}

	private void loop() {
		try {
			while (!this.closed) {
				this.selector.select((key) -> ((HttpConnection) key.attachment()).read(), SELECT_MILLIS);
				for (HttpConnection connection : this.connections) {
					connection.register();
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("The HTTP client failed", ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.closed = true;
		this.selector.wakeup();
		for (HttpConnection connection : this.connections) {
			connection.close();
		}
	}

}
