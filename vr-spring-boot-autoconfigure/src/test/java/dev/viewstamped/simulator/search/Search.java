package dev.viewstamped.simulator.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;

import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.search.Step.Kind;

import org.jspecify.annotations.Nullable;

/**
 * Visits all worlds that can come of a first one, nearest first, and looks at each of
 * them once, however it came about.
 * <p>
 * Orders that come to the same are searched once: what two replicas do apart from each
 * other leads to one world in either order; equal messages are one choice; a message that
 * its receiver would ignore is not delivered, for it may as well be lost; and an answer
 * that changes nothing in who gives it is given at once, for it need not arrive
 * (schedules do not tell of it). Loss is no step of its own: whatever can happen without
 * a message can happen while it is still on its way. Nor is a crash: a member that is
 * down is one to which nothing happens until it starts again. As long as nobody leaves
 * view 0, members 1 and 2 are alike, so the first of them that starts again is member 1.
 * <p>
 * What these worlds do not have: batches of inputs between two flushes, Ping and Pong,
 * clocks that go on by other amounts than two, jitter, queries, and closed links.
 */
final class Search {

	/** So many heartbeats pass before anybody is silent for too long. */
	private static final int FEW = 4;

	private final String name;

	private final Bounds bounds;

	private final LocalStates states;

	private final Visited visited = new Visited();

	private final Queue<World> queue = new ArrayDeque<>();

	private final Map<Witness, Integer> witnesses = new HashMap<>();

	private final List<Step> steps = new ArrayList<>();

	private final List<Integer> parents = new ArrayList<>();

	private @Nullable World first;

	private String property = "";

	private long stepsTaken;

	private int depth;

	private int maxExecuted;

	private long lastView;

	private int recovered;

	/**
	 * @param name name of the world
	 * @param bounds its bounds
	 */
	Search(String name, Bounds bounds) {
		this.name = name;
		this.bounds = bounds;
		this.states = new LocalStates(bounds.heartbeats() > 0 && (bounds.timeouts() > 0 || bounds.heartbeats() > FEW));
	}

	/**
	 * Look for the loss of one property: worlds in which another one is lost are not
	 * followed.
	 * @param name name of the property
	 * @return this
	 */
	Search lookingFor(String name) {
		this.property = name;
		return this;
	}

	/**
	 * Walk through the worlds once more, after the search.
	 */
	Replay replay() {
		return new Replay(this.states, Objects.requireNonNull(this.first));
	}

	int messages() {
		return this.states.messages();
	}

	/**
	 * Search what comes of processes that have just been started.
	 * @return what was found
	 */
	SearchResult fromStart() {
		return search(new FirstWorlds(this.states, this.bounds).started());
	}

	/**
	 * Search what comes of a formed group in which a client has a session and all is
	 * quiet. What was said since the group was formed may be heard again. Questions of
	 * the first boot are lost: all members but a recovering one have state.
	 * @return what was found
	 */
	SearchResult fromFormed() {
		return search(new FirstWorlds(this.states, this.bounds).formed());
	}

	/**
	 * Search what comes of a formed group in which the primary has executed command 1,
	 * which member 1 has acknowledged and member 2 has not heard of.
	 * @return what was found
	 */
	SearchResult fromExecuted() {
		return search(new FirstWorlds(this.states, this.bounds).executed());
	}

	private SearchResult search(World begin) {
		long startedNanos = System.nanoTime();
		World start = new World(begin.members(), withAnswers(begin.members(), begin.messages(), begin.witness()),
				begin.left(), begin.witness(), number(begin.witness()), 0, -1);
		this.first = start;
		this.visited.add(start);
		this.queue.add(start);
		String violation = "";
		List<Step> schedule = List.of();
		try {
			while (!this.queue.isEmpty() && this.visited.size() < this.bounds.worlds()) {
				World world = this.queue.remove();
				if (this.visited.isNeeded(world)) {
					expand(world);
				}
			}
		}
		catch (Violation ex) {
			violation = String.valueOf(ex.getMessage());
			schedule = schedule();
		}
		boolean exhausted = this.queue.isEmpty() && violation.isEmpty();
		return new SearchResult(this.name, this.bounds, this.visited.size(), this.visited.keys(), this.stepsTaken,
				this.states.size(), this.states.messages(), this.states.types(), exhausted, this.depth,
				this.maxExecuted, this.lastView, this.recovered, (System.nanoTime() - startedNanos) / 1e9, violation,
				schedule, schedule.stream().map(this.states::describe).toList());
	}

	private void expand(World world) {
		MessageSet messages = world.messages();
		for (int i = messages.next(0); i >= 0; i = messages.next(i + 1)) {
			LocalState member = world.members()[this.states.receiver(i)];
			Transition transition = this.states.delivery(member, i);
			if (!transition.changesNothing(member) && !transition.onlySends(member)) {
				take(world, world.left(), new Step(Kind.DELIVER, member.memberId(), i));
			}
		}
		for (LocalState member : world.members()) {
			int id = member.memberId();
			if (this.bounds.anywhere() || member.report().role() == Role.PRIMARY) {
				for (int command = 1; command <= this.bounds.requests(); command++) {
					spend(world, World.SUBMISSIONS, new Step(Kind.SUBMIT, id, command));
				}
			}
			if (!isMirrored(world, id)) {
				spend(world, World.RESTARTS, new Step(Kind.RESTART, id, 0));
			}
		}
		pass(world, World.HEARTBEATS, Kind.HEARTBEAT);
		pass(world, World.TIMEOUTS, Kind.TIMEOUT);
	}

	/** Whether the same happens elsewhere, with members 1 and 2 exchanged. */
	private boolean isMirrored(World world, int memberId) {
		return this.bounds.lastView() == 0 && memberId == 2 && world.members()[1].life() == 1;
	}

	private void pass(World world, int what, Kind kind) {
		Step[] all = Arrays.stream(world.members())
			.map((member) -> new Step(kind, member.memberId(), 0))
			.toArray(Step[]::new);
		if (this.bounds.together()) {
			spend(world, what, all);
		}
		else {
			for (Step step : all) {
				spend(world, what, step);
			}
		}
	}

	private void spend(World world, int what, Step... together) {
		if (world.left()[what] > 0) {
			take(world, world.leftAfter(what), together);
		}
	}

	private void take(World world, int[] left, Step... together) {
		int nodes = this.steps.size();
		try {
			follow(world, left, together);
		}
		catch (Violation ex) {
			if (String.valueOf(ex.getMessage()).startsWith(this.property)) {
				throw ex;
			}
			forget(nodes);
		}
	}

	private void forget(int nodes) {
		this.steps.subList(nodes, this.steps.size()).clear();
		this.parents.subList(nodes, this.parents.size()).clear();
	}

	private void follow(World world, int[] left, Step... together) {
		LocalState[] members = world.members();
		MessageSet messages = world.messages();
		Witness witness = world.witness();
		int node = world.node();
		int nodes = this.steps.size();
		for (Step step : together) {
			LocalState before = members[step.memberId()];
			Transition transition = this.states.step(before, step);
			if (transition.changesNothing(before) || isBeyondBounds(transition.next())) {
				continue;
			}
			this.stepsTaken++;
			this.steps.add(step);
			this.parents.add(node);
			node = this.steps.size() - 1;
			members = members.clone();
			members[step.memberId()] = transition.next();
			witness = witness.after((step.kind() == Kind.RESTART) ? transition.next() : before, transition);
			messages = messages.with(transition.sent());
		}
		if (node == world.node()) {
			return;
		}
		checkOneGroup(members);
		witness.checkNothingLost(members);
		World next = new World(members, withAnswers(members, messages, witness), left, witness, number(witness),
				world.depth() + this.steps.size() - nodes, node);
		if (this.visited.add(next)) {
			count(next);
			this.queue.add(next);
		}
		else {
			forget(nodes);
		}
	}

	private boolean isBeyondBounds(LocalState state) {
		return state.report().view() > this.bounds.lastView() || state.identities() > this.bounds.identities();
	}

	private MessageSet withAnswers(LocalState[] members, MessageSet messages, Witness witness) {
		MessageSet all = messages;
		MessageSet before;
		do {
			before = all;
			for (int message = before.next(0); message >= 0; message = before.next(message + 1)) {
				LocalState member = members[this.states.receiver(message)];
				Transition transition = this.states.delivery(member, message);
				MessageSet more = transition.onlySends(member) ? all.with(transition.sent()) : all;
				if (more != all) {
					witness.after(member, transition);
					all = more;
				}
			}
		}
		while (all != before);
		return all;
	}

	private static void checkOneGroup(LocalState[] members) {
		for (LocalState one : members) {
			for (LocalState other : members) {
				Violation.check(isOneGroup(one.report(), other.report()), "ONE-GROUP",
						() -> one.report() + " and " + other.report());
			}
		}
	}

	private static boolean isOneGroup(ReplicaReport one, ReplicaReport other) {
		return one.status() != Status.NORMAL || other.status() != Status.NORMAL
				|| one.groupId().equals(other.groupId());
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
	private List<Step> schedule() {
		List<Step> schedule = new ArrayList<>();
		for (int node = this.steps.size() - 1; node >= 0; node = this.parents.get(node)) {
			schedule.add(this.steps.get(node));
		}
		Collections.reverse(schedule);
		return schedule;
	}

}
