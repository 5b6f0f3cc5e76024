package dev.viewstamped.simulator.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.viewstamped.message.Hello;
import dev.viewstamped.message.HelloResponse;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.search.Step.Kind;

/**
 * Visits all worlds that can come of a first one, nearest first, and looks at each of
 * them once, however it came about.
 * <p>
 * Orders that come to the same are searched once: what two replicas do apart from each
 * other leads to one world in either order; equal messages are one choice; a message that
 * its receiver would ignore is not delivered, for it may as well be lost; and where
 * messages stay on their way for ever, an answer that changes nothing in who gives it is
 * given at once, for it need not arrive (schedules do not tell of it). Loss is no step of
 * its own: whatever can happen without a message can happen while it is still on its way.
 * Nor is a crash: a member that is down is one to which nothing happens until it starts
 * again.
 * <p>
 * What these worlds do not have: batches of inputs between two flushes, Ping and Pong,
 * clocks that go on by other amounts than two, jitter, queries, and closed links.
 */
final class Search {

	private static final int[] NO_MESSAGES = {};

	private static final Predicate<PeerMessage> GENESIS = (message) -> message instanceof Hello
			|| message instanceof HelloResponse;

	private final String name;

	private final Bounds bounds;

	private final LocalStates states = new LocalStates();

	private final UnaryOperator<PeerMessage> naive;

	private final Visited visited = new Visited();

	private final Queue<World> queue = new ArrayDeque<>();

	private final Map<Witness, Integer> witnesses = new HashMap<>();

	private final List<Step> steps = new ArrayList<>();

	private final List<Integer> parents = new ArrayList<>();

	private long stepsTaken;

	private boolean cut;

	private int depth;

	private int maxExecuted;

	private long lastView;

	private int recovered;

	/**
	 * @param name name of the world
	 * @param bounds its bounds
	 * @param naive what a naive replica sends in place of a message; the message itself
	 * for the replica of production
	 */
	Search(String name, Bounds bounds, UnaryOperator<PeerMessage> naive) {
		this.name = name;
		this.bounds = bounds;
		this.naive = naive;
	}

	/**
	 * Search what comes of processes that have just been started.
	 * @return what was found
	 */
	SearchResult fromStart() {
		return search(started());
	}

	/**
	 * Search what comes of a formed group in which a client has a session and all is
	 * quiet. Questions of the first boot are lost: all members but a recovering one have
	 * state.
	 * @return what was found
	 */
	SearchResult fromFormed() {
		World started = started();
		LocalState[] members = started.members();
		Deque<Integer> messages = new ArrayDeque<>();
		Arrays.stream(started.messages()).forEach(messages::add);
		deliverAll(members, messages);
		this.states.formed(members[0].report().groupId(), GENESIS);
		play(members, messages, new Step(Kind.SUBMIT, 0, 0));
		deliverAll(members, messages);
		play(members, messages, new Step(Kind.HEARTBEAT, 0, 0));
		deliverAll(members, messages);
		for (LocalState member : members) {
			Violation.check(member.report().status() == Status.NORMAL && member.report().executedNumber() == 1,
					"FORMED", member);
		}
		this.states.setNaive(this.naive);
		return search(new World(members, NO_MESSAGES, started.left(), started.witness(), 0, 0, -1));
	}

	private World started() {
		LocalState[] members = new LocalState[ReplicaRun.MEMBERS];
		int[] messages = NO_MESSAGES;
		for (int id = 0; id < members.length; id++) {
			Transition start = this.states.start(id, 1);
			members[id] = start.next();
			messages = World.with(messages, start.sent(), false);
		}
		int[] left = { this.bounds.submissions(), this.bounds.restarts(), this.bounds.heartbeats(),
				this.bounds.timeouts(), this.bounds.duplicates() };
		return new World(members, messages, left, Witness.NOTHING, number(Witness.NOTHING), 0, -1);
	}

	private void deliverAll(LocalState[] members, Deque<Integer> messages) {
		while (!messages.isEmpty()) {
			int message = messages.removeFirst();
			play(members, messages, new Step(Kind.DELIVER, this.states.message(message).to(), message));
		}
	}

	private void play(LocalState[] members, Deque<Integer> messages, Step step) {
		Transition transition = this.states.step(members[step.memberId()], step);
		members[step.memberId()] = transition.next();
		Arrays.stream(transition.sent()).forEach(messages::addLast);
	}

	private SearchResult search(World first) {
		long startedNanos = System.nanoTime();
		this.visited.add(first);
		this.queue.add(first);
		String violation = "";
		List<String> schedule = List.of();
		World world = first;
		try {
			while (!this.queue.isEmpty() && this.visited.size() < this.bounds.states()) {
				world = this.queue.remove();
				if (this.visited.isNeeded(world)) {
					expand(world);
				}
			}
		}
		catch (Violation ex) {
			violation = String.valueOf(ex.getMessage());
			schedule = schedule();
		}
		boolean exhausted = this.queue.isEmpty() && !this.cut && violation.isEmpty();
		return new SearchResult(this.name, this.bounds, this.visited.size(), this.stepsTaken, this.states.size(),
				this.states.messages(), exhausted, this.depth, this.maxExecuted, this.lastView, this.recovered,
				(System.nanoTime() - startedNanos) / 1e9, violation, schedule);
	}

	private void expand(World world) {
		if (world.depth() == this.bounds.depth()) {
			this.cut = true;
			return;
		}
		int[] messages = world.messages();
		for (int i = 0; i < messages.length; i++) {
			if (i == 0 || messages[i] != messages[i - 1]) {
				deliver(world, i);
			}
		}
		for (LocalState member : world.members()) {
			int id = member.memberId();
			for (int command = 1; command <= this.bounds.requests(); command++) {
				spend(world, World.SUBMISSIONS, new Step(Kind.SUBMIT, id, command));
			}
			spend(world, World.HEARTBEATS, new Step(Kind.HEARTBEAT, id, 0));
			spend(world, World.TIMEOUTS, new Step(Kind.TIMEOUT, id, 0));
			spend(world, World.RESTARTS, new Step(Kind.RESTART, id, 0));
		}
	}

	private void deliver(World world, int index) {
		int message = world.messages()[index];
		int to = this.states.message(message).to();
		if (isMonotone()) {
			take(world, new Step(Kind.DELIVER_COPY, to, message), world.messages(), world.left());
			return;
		}
		take(world, new Step(Kind.DELIVER, to, message), World.without(world.messages(), index), world.left());
		if (world.left()[World.DUPLICATES] > 0) {
			take(world, new Step(Kind.DELIVER_COPY, to, message), world.messages(),
					oneLess(world.left(), World.DUPLICATES));
		}
	}

	private void spend(World world, int what, Step step) {
		if (world.left()[what] > 0) {
			take(world, step, world.messages(), oneLess(world.left(), what));
		}
	}

	private boolean isMonotone() {
		return this.bounds.duplicates() == Bounds.UNLIMITED;
	}

	private static int[] oneLess(int[] left, int what) {
		int[] result = left.clone();
		result[what]--;
		return result;
	}

	private void take(World world, Step step, int[] messages, int[] left) {
		LocalState before = world.members()[step.memberId()];
		Transition transition = (step.kind() == Kind.RESTART) ? this.states.start(step.memberId(), before.life() + 1)
				: this.states.step(before, step);
		if (transition.changesNothing(before) || transition.next().report().view() > this.bounds.lastView()) {
			return;
		}
		this.stepsTaken++;
		int node = this.steps.size();
		this.steps.add(step);
		this.parents.add(world.node());
		LocalState[] members = world.members().clone();
		members[step.memberId()] = transition.next();
		Witness witness = world.witness().after((step.kind() == Kind.RESTART) ? transition.next() : before, transition);
		checkOneGroup(members);
		boolean once = isMonotone();
		int[] all = World.with(messages, transition.sent(), once);
		World next = new World(members, once ? withAnswers(members, all, witness) : all, left, witness, number(witness),
				world.depth() + 1, node);
		if (this.visited.add(next)) {
			count(next);
			this.queue.add(next);
		}
		else {
			this.steps.remove(node);
			this.parents.remove(node);
		}
	}

	private int[] withAnswers(LocalState[] members, int[] messages, Witness witness) {
		int[] all = messages;
		int before;
		do {
			before = all.length;
			for (int message : all) {
				int to = this.states.message(message).to();
				Transition transition = this.states.step(members[to], new Step(Kind.DELIVER, to, message));
				if (transition.onlySends(members[to])) {
					witness.after(members[to], transition);
					all = World.with(all, transition.sent(), true);
				}
			}
		}
		while (all.length > before);
		return all;
	}

	private static void checkOneGroup(LocalState[] members) {
		for (LocalState one : members) {
			for (LocalState other : members) {
				Violation.check(
						one.report().status() != Status.NORMAL || other.report().status() != Status.NORMAL
								|| one.report().groupId().equals(other.report().groupId()),
						"ONE-GROUP", one.report() + " and " + other.report());
			}
		}
	}

	private int number(Witness witness) {
		return this.witnesses.computeIfAbsent(witness, (key) -> this.witnesses.size());
	}

	private void count(World world) {
		this.depth = Math.max(this.depth, world.depth());
		boolean anyRecovered = false;
		for (LocalState member : world.members()) {
			this.maxExecuted = Math.max(this.maxExecuted, member.applied().size());
			if (member.report().role() == Role.PRIMARY) {
				this.lastView = Math.max(this.lastView, member.report().view());
			}
			anyRecovered |= member.life() > 1 && member.report().status() == Status.NORMAL;
		}
		if (anyRecovered) {
			this.recovered++;
		}
	}

	/** The last step that was written down is the one that broke something. */
	private List<String> schedule() {
		List<String> schedule = new ArrayList<>();
		for (int node = this.steps.size() - 1; node >= 0; node = this.parents.get(node)) {
			schedule.add(this.states.describe(this.steps.get(node)));
		}
		Collections.reverse(schedule);
		return schedule;
	}

}
