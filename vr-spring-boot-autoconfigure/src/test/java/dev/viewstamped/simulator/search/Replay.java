package dev.viewstamped.simulator.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A way through the worlds, walked by replicas that go on from step to step, each with
 * the past that it really had, and beside them what the search believes of them: a
 * replica of the search is in a state that others may have come to by other ways.
 */
final class Replay {

	private final LocalStates states;

	private final ReplicaRun[] runs;

	private final LocalState[] members;

	private MessageSet messages;

	private Witness witness;

	/**
	 * @param states what the search knows
	 * @param first where to begin
	 */
	Replay(LocalStates states, World first) {
		this.states = states;
		this.members = first.members().clone();
		this.runs = Arrays.stream(this.members).map(states::replay).toArray(ReplicaRun[]::new);
		this.messages = first.messages();
		this.witness = first.witness();
	}

	/**
	 * The deliveries that do something here.
	 */
	List<Step> deliveries() {
		List<Step> steps = new ArrayList<>();
		for (int i = this.messages.next(0); i >= 0; i = this.messages.next(i + 1)) {
			Step step = new Step(Step.Kind.DELIVER, this.states.receiver(i), i);
			LocalState member = this.members[step.memberId()];
			Transition transition = this.states.step(member, step);
			if (!transition.changesNothing(member) && !transition.onlySends(member)) {
				steps.add(step);
			}
		}
		return steps;
	}

	/**
	 * Take a step and what follows of it by itself.
	 * @param step the step
	 * @throws Violation if a property does not hold afterwards
	 * @throws IllegalStateException if the replica does something else than the search
	 * believes
	 */
	void take(Step step) {
		if (step.kind() == Step.Kind.DELIVER && !this.messages.contains(step.argument())) {
			throw new IllegalStateException("Nobody has sent this: " + this.states.describe(step));
		}
		play(step);
		boolean more = true;
		while (more) {
			MessageSet before = this.messages;
			for (int i = before.next(0); i >= 0; i = before.next(i + 1)) {
				Step answer = new Step(Step.Kind.DELIVER, this.states.receiver(i), i);
				LocalState member = this.members[answer.memberId()];
				Transition transition = this.states.step(member, answer);
				if (transition.onlySends(member) && !before.includes(MessageSet.EMPTY.with(transition.sent()))) {
					play(answer);
				}
			}
			more = this.messages != before;
		}
	}

	/**
	 * Take the step that breaks something.
	 * @return what it breaks, an empty text if nothing
	 */
	String violationOf(Step step) {
		try {
			take(step);
			return "";
		}
		catch (Violation ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private void play(Step step) {
		int id = step.memberId();
		LocalState before = this.members[id];
		Transition believed = this.states.step(before, step);
		if (step.kind() == Step.Kind.RESTART) {
			this.runs[id] = this.states.started(id, before.life() + 1);
		}
		else {
			this.runs[id].forgetOutputs();
			this.states.play(this.runs[id], step);
		}
		Transition real = this.states.transition(this.runs[id], id, believed.next().life(), before, step);
		if (real.next() != believed.next() || !Arrays.equals(real.sent(), believed.sent())
				|| real.replies().size() != believed.replies().size()) {
			throw new IllegalStateException(
					this.states.describe(step) + " leads to " + real.next() + " and not to " + believed.next());
		}
		this.members[id] = believed.next();
		this.messages = this.messages.with(believed.sent());
		this.witness = this.witness.after((step.kind() == Step.Kind.RESTART) ? believed.next() : before, real);
		this.witness.checkNothingLost(this.members);
	}

}
