package dev.viewstamped.benchmark.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What to measure.
 *
 * @param rows names of rows
 * @param clients numbers of closed-loop clients
 * @param rounds how often to measure each row, in turns with the others
 * @param seconds length of each measurement
 * @param warmupSeconds load before each measurement
 * @param burnInSeconds load with 64 clients after each start
 * @param port the first port
 * @param flags more flags for the JVMs of replicas
 * @param systems directory of the modules
 * @param output directory for what is written
 */
record Options(List<String> rows, List<Integer> clients, int rounds, int seconds, int warmupSeconds, int burnInSeconds,
		int port, List<String> flags, Path systems, Path output) {

	static Options fromSystemProperties() {
		return new Options(list("bench.rows"), list("bench.clients").stream().map(Integer::valueOf).toList(),
				number("bench.rounds"), number("bench.seconds"), number("bench.warmup"), number("bench.burnin"),
				number("bench.port"),
				Arrays.stream(text("bench.flags").split(" ")).filter((flag) -> !flag.isBlank()).toList(),
				Path.of(text("bench.systems")), Path.of(text("bench.output")));
	}

	private static List<String> list(String name) {
		return Arrays.stream(text(name).split(",")).map(String::strip).filter((item) -> !item.isEmpty()).toList();
	}

	private static int number(String name) {
		String value = text(name);
		try {
			return Integer.parseInt(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'%s' must be a number, but is '%s'".formatted(name, value), ex);
		}
	}

	private static String text(String name) {
		return System.getProperty(name, "");
	}

}
