package dev.viewstamped.benchmark.ours;

import java.util.concurrent.CompletableFuture;

import dev.viewstamped.benchmark.Operation;

/**
 * Two WebSocket round trips for each put, one after the other: what a client, a primary
 * and a backup cannot do without.
 */
public final class FloorKv extends EchoKv {

	/**
	 * Create a client that is not connected.
	 * @param lanes the number of lanes
	 */
	public FloorKv(int lanes) {
		super(lanes);
	}

	@Override
	CompletableFuture<Long> roundTrips(EchoLink echo, Operation operation) {
		return echo.put(operation).thenCompose((reply) -> echo.put(operation));
	}

}
