package dev.viewstamped.simulator.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The worlds that were visited. A world need not be visited if one was that differs from
 * it in nothing but that more may still happen there: whatever can come of the one can
 * come of the other.
 */
final class Visited {

	private final Map<World.Key, List<Rest>> worlds = new HashMap<>();

	private int size;

	/**
	 * What may still happen in a world.
	 *
	 * @param messages the messages that may arrive
	 * @param left what the bounds leave
	 */
	private record Rest(MessageSet messages, int[] left) {

		boolean includes(Rest other) {
			for (int i = 0; i < this.left.length; i++) {
				if (this.left[i] < other.left[i]) {
					return false;
				}
			}
			return this.messages.includes(other.messages);
		}

		boolean isSameAs(Rest other) {
			return Arrays.equals(this.left, other.left) && this.messages.equals(other.messages);
		}

	}

	/**
	 * Add a world.
	 * @param world the world
	 * @return whether it must be visited
	 */
	boolean add(World world) {
		Rest rest = new Rest(world.messages(), world.left());
		List<Rest> known = this.worlds.computeIfAbsent(world.key(), (key) -> new ArrayList<>(1));
		for (Rest other : known) {
			if (other.includes(rest)) {
				return false;
			}
		}
		known.removeIf(rest::includes);
		known.add(rest);
		this.size++;
		return true;
	}

	/**
	 * Whether a world that was added still has to be visited: none that includes it was
	 * added later.
	 * @param world the world
	 * @return {@code true} if it has to
	 */
	boolean isNeeded(World world) {
		Rest rest = new Rest(world.messages(), world.left());
		return this.worlds.getOrDefault(world.key(), List.of()).stream().anyMatch(rest::isSameAs);
	}

	int size() {
		return this.size;
	}

	/** How many there are apart from what may still happen in them. */
	int keys() {
		return this.worlds.size();
	}

}
