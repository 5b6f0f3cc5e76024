package dev.viewstamped.simulator.search;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import dev.viewstamped.simulator.search.Step.Kind;

import org.jspecify.annotations.Nullable;

/**
 * What steps do to one state of a replica, as far as it was worked out. It is asked for
 * deliveries very often.
 */
final class Transitions {

	private @Nullable Transition[] deliveries = {};

	private final Map<Step, Transition> others = new HashMap<>();

	@Nullable Transition get(Step step) {
		if (step.kind() != Kind.DELIVER) {
			return this.others.get(step);
		}
		return delivery(step.argument());
	}

	@Nullable Transition delivery(int message) {
		return (message < this.deliveries.length) ? this.deliveries[message] : null;
	}

	void put(Step step, Transition transition) {
		if (step.kind() != Kind.DELIVER) {
			this.others.put(step, transition);
			return;
		}
		if (step.argument() >= this.deliveries.length) {
			this.deliveries = Arrays.copyOf(this.deliveries, step.argument() + 64);
		}
		this.deliveries[step.argument()] = transition;
	}

}
