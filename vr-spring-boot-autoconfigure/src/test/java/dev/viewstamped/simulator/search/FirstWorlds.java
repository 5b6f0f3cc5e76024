package dev.viewstamped.simulator.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import dev.viewstamped.message.Consent;
import dev.viewstamped.message.Hello;
import dev.viewstamped.message.HelloResponse;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Propose;
import dev.viewstamped.message.Withdraw;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.search.Step.Kind;

/**
 * Worlds to begin a search with.
 */
final class FirstWorlds {

	private static final int[] NO_MESSAGES = {};

	private final LocalStates states;

	private final Bounds bounds;

	FirstWorlds(LocalStates states, Bounds bounds) {
		this.states = states;
		this.bounds = bounds;
	}

	World started() {
		LocalState[] members = new LocalState[ReplicaRun.MEMBERS];
		MessageSet messages = MessageSet.EMPTY;
		for (int id = 0; id < members.length; id++) {
			Transition start = this.states.start(id, 1);
			members[id] = start.next();
			messages = messages.with(start.sent());
		}
		int[] left = { this.bounds.submissions(), this.bounds.restarts(), this.bounds.heartbeats(),
				this.bounds.timeouts() };
		return new World(members, messages, left, Witness.NOTHING, 0, 0, -1);
	}

	World formed() {
		World started = started();
		LocalState[] members = started.members();
		Deque<Integer> messages = new ArrayDeque<>();
		MessageSet sent = started.messages();
		for (int i = sent.next(0); i >= 0; i = sent.next(i + 1)) {
			messages.add(i);
		}
		sent = sent.with(deliverAll(members, messages));
		this.states.formed(members[0].report().groupId(), FirstWorlds::isOfGenesis);
		sent = sent.with(play(members, messages, new Step(Kind.SUBMIT, 0, 0)));
		sent = sent.with(deliverAll(members, messages));
		sent = sent.with(play(members, messages, new Step(Kind.HEARTBEAT, 0, 0)));
		sent = sent.with(deliverAll(members, messages));
		MessageSet inGroup = MessageSet.EMPTY;
		for (int i = sent.next(0); i >= 0; i = sent.next(i + 1)) {
			inGroup = isOfGenesis(this.states.message(i)) ? inGroup : inGroup.with(i);
		}
		for (LocalState member : members) {
			Violation.check(member.report().status() == Status.NORMAL && member.report().executedNumber() == 1,
					"FORMED", member::toString);
		}
		return new World(members, inGroup, started.left(), started.witness(), 0, 0, -1);
	}

	World executed() {
		World formed = formed();
		LocalState[] members = formed.members();
		Deque<Integer> toFirst = new ArrayDeque<>();
		int[] prepares = play(members, new ArrayDeque<>(), new Step(Kind.SUBMIT, 0, 1));
		Arrays.stream(prepares).filter((message) -> this.states.receiver(message) == 1).forEach(toFirst::add);
		MessageSet sent = formed.messages().with(prepares).with(deliverAll(members, toFirst));
		Transition last = new Transition(members[0], NO_MESSAGES, List.of());
		Witness witness = formed.witness().after(this.states.start(0, 1).next(), last);
		return new World(members, sent, formed.left(), witness, 0, 0, -1);
	}

	private static boolean isOfGenesis(PeerMessage message) {
		return message instanceof Hello || message instanceof HelloResponse || message instanceof Propose
				|| message instanceof Consent || message instanceof Withdraw;
	}

	private int[] deliverAll(LocalState[] members, Deque<Integer> messages) {
		List<Integer> all = new ArrayList<>();
		while (!messages.isEmpty()) {
			int message = messages.removeFirst();
			for (int more : play(members, messages, new Step(Kind.DELIVER, this.states.receiver(message), message))) {
				all.add(more);
			}
		}
		return all.stream().mapToInt(Integer::intValue).toArray();
	}

	private int[] play(LocalState[] members, Deque<Integer> messages, Step step) {
		Transition transition = this.states.step(members[step.memberId()], step);
		members[step.memberId()] = transition.next();
		Arrays.stream(transition.sent()).forEach(messages::addLast);
		return transition.sent();
	}

}
