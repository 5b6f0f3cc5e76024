package dev.viewstamped.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One load to make. Travels as a line of text.
 *
 * @param kv which {@link Kv} to use
 * @param run eight characters that keys of this load begin with, unlike those of others
 * @param firstLane number of the first lane
 * @param lanes number of lanes
 * @param valueBytes length of the values
 * @param reads whether to read instead of to write
 * @param warmupSeconds how long to make load before the measurement
 * @param seconds how long to measure
 * @param pids the processes whose CPU time counts as that of the replicas
 */
public record LoadSpec(String kv, String run, int firstLane, int lanes, int valueBytes, boolean reads,
		int warmupSeconds, int seconds, List<Long> pids) {

	/**
	 * Read a line.
	 * @param line what {@link #format()} has written
	 * @return the load
	 */
	public static LoadSpec parse(String line) {
		Map<String, String> fields = fields(line);
		List<Long> pids = Arrays.stream(fields.get("pids").split(","))
			.filter((pid) -> !pid.isEmpty())
			.map(Long::valueOf)
			.toList();
		return new LoadSpec(fields.get("kv"), fields.get("run"), number(fields, "firstLane"), number(fields, "lanes"),
				number(fields, "valueBytes"), Boolean.parseBoolean(fields.get("reads")),
				number(fields, "warmupSeconds"), number(fields, "seconds"), pids);
	}

	/**
	 * Write a line.
	 * @return the line
	 */
	public String format() {
		String joined = this.pids.stream().map(String::valueOf).collect(Collectors.joining(","));
		return "kv=%s run=%s firstLane=%d lanes=%d valueBytes=%d reads=%b warmupSeconds=%d seconds=%d pids=%s"
			.formatted(this.kv, this.run, this.firstLane, this.lanes, this.valueBytes, this.reads, this.warmupSeconds,
					this.seconds, joined);
	}

	static Map<String, String> fields(String line) {
		return Arrays.stream(line.trim().split(" "))
			.map((field) -> field.split("=", 2))
			.collect(Collectors.toMap((field) -> field[0], (field) -> field[1]));
	}

	private static int number(Map<String, String> fields, String name) {
		return Integer.parseInt(fields.get(name));
	}

}
