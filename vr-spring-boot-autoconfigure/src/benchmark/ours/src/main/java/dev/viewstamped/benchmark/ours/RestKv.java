package dev.viewstamped.benchmark.ours;

import java.io.IOException;

import dev.viewstamped.benchmark.HttpKv;
import dev.viewstamped.benchmark.Settings;

/**
 * This system over REST, with connections to all replicas alike.
 */
public final class RestKv extends HttpKv {

	/**
	 * Create a client.
	 * @param lanes the number of lanes
	 * @throws IOException if there can be no client
	 */
	public RestKv(int lanes) throws IOException {
		super(lanes, Settings.addresses(), "/values/");
	}

}
