package dev.viewstamped.simulator;

import java.util.EnumMap;
import java.util.Map;

/**
 * What happened in one run, or in many.
 *
 * @param runs number of runs
 * @param steps steps of replicas, each of them checked
 * @param packets packets sent
 * @param lost packets lost
 * @param repeated packets delivered twice
 * @param faults other faults
 * @param views views begun
 * @param recoveries replicas that recovered
 * @param commits commands executed
 * @param acknowledged commands acknowledged
 * @param didNotHappen commands that did not happen, as their client was told
 * @param unknown commands with unknown outcome
 * @param reads queries answered
 * @param simulatedNanos time that passed in the runs
 * @param hash hash of all events
 */
record SimulatorReport(int runs, long steps, long packets, long lost, long repeated,
		Map<FaultInjector.Kind, Long> faults, long views, long recoveries, long commits, long acknowledged,
		long didNotHappen, long unknown, long reads, long simulatedNanos, long hash) {

	static final SimulatorReport NONE = new SimulatorReport(0, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0);

	SimulatorReport plus(SimulatorReport other) {
		Map<FaultInjector.Kind, Long> allFaults = new EnumMap<>(FaultInjector.Kind.class);
		allFaults.putAll(this.faults);
		other.faults.forEach((kind, count) -> allFaults.merge(kind, count, Long::sum));
		return new SimulatorReport(this.runs + other.runs, this.steps + other.steps, this.packets + other.packets,
				this.lost + other.lost, this.repeated + other.repeated, allFaults, this.views + other.views,
				this.recoveries + other.recoveries, this.commits + other.commits,
				this.acknowledged + other.acknowledged, this.didNotHappen + other.didNotHappen,
				this.unknown + other.unknown, this.reads + other.reads, this.simulatedNanos + other.simulatedNanos,
				this.hash * 31 + other.hash);
	}

}
