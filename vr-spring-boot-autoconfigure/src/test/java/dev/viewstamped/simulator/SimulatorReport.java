package dev.viewstamped.simulator;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened in one run, or in many.
 *
 * @param runsBySize number of runs for each size of a group
 * @param steps steps of replicas, each of them checked
 * @param packets what the network did to packets of each type
 * @param faults other faults
 * @param progress what members did for a long life
 * @param views views begun
 * @param recoveries replicas that recovered
 * @param commits commands executed
 * @param acknowledged commands acknowledged
 * @param didNotHappen commands that did not happen, as their client was told
 * @param unknown commands with unknown outcome
 * @param reads queries answered
 * @param simulatedNanos time that passed in the runs
 * @param hash hash of all events, whatever the order of the runs
 */
record SimulatorReport(SortedMap<Integer, Integer> runsBySize, long steps, SortedMap<String, PacketCount> packets,
		SortedMap<FaultInjector.Kind, Long> faults, SortedMap<Progress.Kind, Long> progress, long views,
		long recoveries, long commits, long acknowledged, long didNotHappen, long unknown, long reads,
		long simulatedNanos, long hash) {

	static final SimulatorReport NONE = new SimulatorReport(new TreeMap<>(), 0, new TreeMap<>(), new TreeMap<>(),
			new TreeMap<>(), 0, 0, 0, 0, 0, 0, 0, 0, 0);

	SimulatorReport plus(SimulatorReport other) {
		SortedMap<Integer, Integer> allRuns = new TreeMap<>(this.runsBySize);
		other.runsBySize.forEach((size, count) -> allRuns.merge(size, count, Integer::sum));
		SortedMap<String, PacketCount> allPackets = new TreeMap<>(this.packets);
		other.packets.forEach((type, count) -> allPackets.merge(type, count, PacketCount::plus));
		SortedMap<FaultInjector.Kind, Long> allFaults = new TreeMap<>(this.faults);
		other.faults.forEach((kind, count) -> allFaults.merge(kind, count, Long::sum));
		SortedMap<Progress.Kind, Long> allProgress = new TreeMap<>(this.progress);
		other.progress.forEach((kind, count) -> allProgress.merge(kind, count, Long::sum));
		return new SimulatorReport(allRuns, this.steps + other.steps, allPackets, allFaults, allProgress,
				this.views + other.views, this.recoveries + other.recoveries, this.commits + other.commits,
				this.acknowledged + other.acknowledged, this.didNotHappen + other.didNotHappen,
				this.unknown + other.unknown, this.reads + other.reads, this.simulatedNanos + other.simulatedNanos,
				this.hash + other.hash);
	}

	int runs() {
		return this.runsBySize.values().stream().mapToInt(Integer::intValue).sum();
	}

	long faults(FaultInjector.Kind kind) {
		return this.faults.getOrDefault(kind, 0L);
	}

	long progress(Progress.Kind kind) {
		return this.progress.getOrDefault(kind, 0L);
	}

	PacketCount allPackets() {
		return this.packets.values().stream().reduce(PacketCount.NONE, PacketCount::plus);
	}

	PacketCount packets(String type) {
		return this.packets.getOrDefault(type, PacketCount.NONE);
	}

	/**
	 * The report for people.
	 * @return several lines
	 */
	String text() {
		StringBuilder text = new StringBuilder();
		text.append(String.format("%,d runs, by size of the group: %s%n", runs(), this.runsBySize));
		text.append(String.format("%,d steps, each checked, in %,.1f simulated seconds; hash %016x%n", this.steps,
				this.simulatedNanos / 1e9, this.hash));
		text.append(String.format("%,d views begun by view changes, %,d recoveries, %,d commands committed%n",
				this.views, this.recoveries, this.commits));
		text.append(
				String.format("%,d commands acknowledged, %,d did not happen, %,d with unknown outcome, %,d queries%n",
						this.acknowledged, this.didNotHappen, this.unknown, this.reads));
		text.append(String.format("%nLong life%n"));
		for (Map.Entry<Progress.Kind, Long> done : this.progress.entrySet()) {
			text.append(String.format("  %-24s%,12d%n", done.getKey().text(), done.getValue()));
		}
		text.append(String.format("%nFaults%n"));
		for (Map.Entry<FaultInjector.Kind, Long> fault : this.faults.entrySet()) {
			text.append(String.format("  %-24s%,12d%n", fault.getKey().text(), fault.getValue()));
		}
		PacketCount all = allPackets();
		text.append(String.format("  %-24s%,12d%n", "packet lost", all.lost()));
		text.append(String.format("  %-24s%,12d%n", "packet on a cut link", all.cut()));
		text.append(String.format("  %-24s%,12d%n", "packet on a full link", all.overflown()));
		text.append(String.format("  %-24s%,12d%n", "packet long delayed", all.delayed()));
		text.append(String.format("  %-24s%,12d%n", "packet on a clogged link", all.clogged()));
		text.append(String.format("  %-24s%,12d%n", "packet duplicated", all.duplicated()));
		text.append(String.format("  %-24s%,12d%n", "packet reordered", all.reordered()));
		text.append(String.format("%n%-26s%12s%12s%12s%12s%n", "Message", "sent", "lost", "duplicated", "reordered"));
		for (String type : PacketCounts.types()) {
			PacketCount count = packets(type);
			String duplicated = PacketCounts.isRepeatable(type) ? String.format("%,d", count.duplicated()) : "-";
			text.append(String.format("  %-24s%,12d%,12d%12s%,12d%n", type, count.sent(), count.vanished(), duplicated,
					count.reordered()));
		}
		return text.toString();
	}

}
