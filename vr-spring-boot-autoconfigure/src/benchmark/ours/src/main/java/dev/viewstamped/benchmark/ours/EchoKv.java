package dev.viewstamped.benchmark.ours;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import dev.viewstamped.benchmark.Counted;
import dev.viewstamped.benchmark.Kv;
import dev.viewstamped.benchmark.Operation;

/**
 * One WebSocket round trip for each put: the ceiling of a connection without batches.
 */
public class EchoKv implements Kv {

	private EchoLink link;

	private Kv counted;

	/**
	 * Create a client that is not connected.
	 * @param lanes the number of lanes
	 */
	public EchoKv(int lanes) {
	}

	@Override
	public void connect() throws Exception {
		close();
		this.link = new EchoLink();
		this.counted = new Counted((operation) -> roundTrips(this.link, operation));
	}

	/**
	 * The round trips of one put.
	 * @param echo makes a round trip
	 * @param operation what to send
	 * @return the last reply
	 */
	CompletableFuture<Long> roundTrips(EchoLink echo, Operation operation) {
		return echo.put(operation);
	}

	@Override
	public CompletableFuture<Long> put(Operation operation) {
		return this.counted.put(operation);
	}

	@Override
	public void close() throws IOException {
		if (this.link != null) {
			this.link.close();
		}
	}

}
