package dev.viewstamped.benchmark;

import java.time.Duration;
import java.util.List;

/**
 * CPU time of processes, of all their threads, in user and kernel mode.
 */
final class CpuTime {

	private CpuTime() {
	}

	/**
	 * Time so far.
	 * @param pids the processes; one that has ended counts nothing
	 * @return seconds
	 */
	static double seconds(List<Long> pids) {
		return pids.stream().flatMap((pid) -> ProcessHandle.of(pid).stream()).mapToDouble(CpuTime::seconds).sum();
	}

	static double ownSeconds() {
		return seconds(ProcessHandle.current());
	}

	private static double seconds(ProcessHandle process) {
		return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
	}

}
