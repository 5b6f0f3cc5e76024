package dev.viewstamped.benchmark.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;

/**
 * What the benchmark runs on.
 */
final class Machine {

	private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

	private static final long GIBIBYTE = 1L << 30;

	private Machine() {
	}

	static String describe() throws IOException {
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		return "%d CPUs (%s), %d GiB, %s %s, Java %s, load average at the start %.1f".formatted(
				system.getAvailableProcessors(), model(), Math.round((double) system.getTotalMemorySize() / GIBIBYTE),
				System.getProperty("os.name"), System.getProperty("os.version"), System.getProperty("java.version"),
				system.getSystemLoadAverage());
	}

	private static String model() throws IOException {
		List<String> lines = Files.exists(CPU_INFO) ? Files.readAllLines(CPU_INFO) : List.of();
		return lines.stream()
			.filter((line) -> line.startsWith("model name"))
			.map((line) -> line.substring(line.indexOf(':') + 1).strip())
			.findFirst()
			.orElse(System.getProperty("os.arch"));
	}

}
