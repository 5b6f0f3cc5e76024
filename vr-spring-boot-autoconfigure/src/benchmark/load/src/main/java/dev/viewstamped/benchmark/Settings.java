package dev.viewstamped.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the benchmark tells each process that it starts, as system properties.
 */
public final class Settings {

	private Settings() {
	}

	/**
	 * A port of this run.
	 * @param number which one
	 * @return the port
	 */
	public static int port(int number) {
		return Integer.getInteger("bench.port", 21000) + number;
	}

	/**
	 * The address of a port of this run.
	 * @param number which one
	 * @return host and port
	 */
	public static String address(int number) {
		return "127.0.0.1:" + port(number);
	}

	/**
	 * Number of replicas of the system under test.
	 * @return the number
	 */
	public static int replicas() {
		return Integer.getInteger("bench.replicas", 3);
	}

	/**
	 * The addresses at which the replicas serve, by id.
	 * @return host and port of each
	 */
	public static List<String> addresses() {
		return IntStream.range(0, replicas()).mapToObj(Settings::address).toList();
	}

	/**
	 * Directory for systems that insist on files, gone after the run.
	 * @return the directory
	 */
	public static Path data() {
		return Path.of(System.getProperty("bench.data", "data")).toAbsolutePath();
	}

	/**
	 * How many connections to make where lanes share them.
	 * @param lanes number of lanes
	 * @return the number of connections
	 */
	public static int connections(int lanes) {
		return Math.min(lanes, 4);
	}

}
