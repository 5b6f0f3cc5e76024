package dev.viewstamped.simulator.scenario;

import java.util.Arrays;

import dev.viewstamped.replica.Role;
import dev.viewstamped.simulator.Cluster;
import dev.viewstamped.simulator.Story;

/**
 * The members as the protocol's notes name them, and sentences of several scenarios.
 */
final class Members {

	/** Primary of view 0. */
	static final int A = 0;

	/** Primary of view 1. */
	static final int B = 1;

	/** Primary of view 2. */
	static final int C = 2;

	static final int D = 3;

	static final int E = 4;

	private Members() {
	}

	/**
	 * Lose what is sent between a member and some others.
	 */
	static Story separate(Story story, int member, int... others) {
		for (int other : others) {
			story.drop(member, other).drop(other, member);
		}
		return story;
	}

	/**
	 * Some members become normal in a view.
	 */
	static Story eventuallyNormalIn(Story story, long view, int... members) {
		return story.eventually("members " + Arrays.toString(members) + " are normal in view " + view,
				(cluster) -> Arrays.stream(members).allMatch((member) -> isNormalIn(cluster, member, view)));
	}

	static boolean isNormalIn(Cluster cluster, int member, long view) {
		return cluster.replica(member).isNormal() && cluster.replica(member).report().view() == view;
	}

	static boolean isPrimary(Cluster cluster, int member) {
		return cluster.replica(member).report().role() == Role.PRIMARY;
	}

}
