package dev.viewstamped.simulator.search;

import java.util.List;
import java.util.Set;

/**
 * What a search has found.
 *
 * @param world name of the world
 * @param bounds its bounds
 * @param worlds how many worlds were visited
 * @param joint how many of them differ in more than what may still happen
 * @param steps how many steps were taken between them
 * @param localStates in how many states single replicas were seen
 * @param messages how many messages were sent
 * @param types their types
 * @param exhausted whether no world within the bounds is left
 * @param depth steps from the start to the farthest world
 * @param maxExecuted most commands executed by a replica in any world
 * @param lastView latest view in which a primary was seen
 * @param recovered worlds in which a later life of a member is normal
 * @param seconds how long it took
 * @param violation the property that does not hold in some world, or an empty text
 * @param shortest the shortest way there
 * @param schedule the same as a reader wants it
 */
record SearchResult(String world, Bounds bounds, int worlds, int joint, long steps, int localStates, int messages,
		Set<String> types, boolean exhausted, int depth, int maxExecuted, long lastView, int recovered, double seconds,
		String violation, List<Step> shortest, List<String> schedule) {

	@Override
	public String toString() {
		String summary = String.format(
				"Small world '%s' (%s): %d worlds (%d joint states), %d steps, depth %d, %s in %.1f s; %d states of replicas, "
						+ "%d messages, up to %d commands executed, primaries up to view %d, %d worlds with a "
						+ "recovered member",
				this.world, this.bounds, this.worlds, this.joint, this.steps, this.depth,
				this.exhausted ? "exhausted" : "not exhausted", this.seconds, this.localStates, this.messages,
				this.maxExecuted, this.lastView, this.recovered);
		if (this.violation.isEmpty()) {
			return summary;
		}
		StringBuilder text = new StringBuilder(summary).append('\n').append(this.violation);
		for (int i = 0; i < this.schedule.size(); i++) {
			text.append('\n').append(i + 1).append(". ").append(this.schedule.get(i));
		}
		return text.toString();
	}

}
