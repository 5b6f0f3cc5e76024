package dev.viewstamped.simulator;

import java.util.List;
import java.util.random.RandomGenerator;

import dev.viewstamped.simulator.PacketSimulator.Direction;

/**
 * A fault of the network that lasts, and that a group has to get on with.
 */
enum Lameness {

	/** A member hears nobody, and is heard. */
	DEAF_MEMBER,

	/** A member is heard by nobody, and hears. */
	MUTE_MEMBER,

	/** Two sides hear each other only through one member. */
	BRIDGE;

	/**
	 * Begin.
	 * @param cluster the members
	 * @param random chooses the member
	 */
	void begin(Cluster cluster, RandomGenerator random) {
		int one = random.nextInt(cluster.replicas().size());
		List<Integer> others = cluster.others(one);
		cluster.log().note(this + " " + one);
		PacketSimulator packets = cluster.packets();
		switch (this) {
			case DEAF_MEMBER -> packets.partition(List.of(one), others, Direction.TO_SOME);
			case MUTE_MEMBER -> packets.partition(List.of(one), others, Direction.FROM_SOME);
			case BRIDGE -> packets.partition(others.subList(0, others.size() / 2),
					others.subList(others.size() / 2, others.size()), Direction.BOTH);
		}
	}

}
