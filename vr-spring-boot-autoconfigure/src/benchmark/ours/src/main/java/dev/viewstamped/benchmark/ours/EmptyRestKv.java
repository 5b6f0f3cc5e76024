package dev.viewstamped.benchmark.ours;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import dev.viewstamped.benchmark.Counted;
import dev.viewstamped.benchmark.HttpKv;
import dev.viewstamped.benchmark.Kv;
import dev.viewstamped.benchmark.Operation;
import dev.viewstamped.benchmark.Settings;

/**
 * An endpoint that does nothing, on the same servers.
 */
public final class EmptyRestKv implements Kv {

	private final Kv counted;

	/**
	 * Create a client.
	 * @param lanes the number of lanes
	 * @throws IOException if there can be no client
	 */
	public EmptyRestKv(int lanes) throws IOException {
		this.counted = new Counted(new Http(lanes));
	}

	@Override
	public CompletableFuture<Long> put(Operation operation) {
		return this.counted.put(operation);
	}

	@Override
	public void close() throws IOException {
		this.counted.close();
	}

	private static final class Http extends HttpKv {

		Http(int lanes) throws IOException {
			super(lanes, Settings.addresses(), "/empty/");
		}

	}

}
