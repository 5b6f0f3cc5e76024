package dev.viewstamped.simulator.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

import dev.viewstamped.message.Operation;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Request;
import dev.viewstamped.simulator.search.ReplicaRun.Sent;
import dev.viewstamped.simulator.search.Step.Kind;

import org.jspecify.annotations.Nullable;

/**
 * All states that single replicas were seen in, all messages, and what each step does to
 * each state. A replica shares nothing with the others but messages, so a world is a
 * state of each replica and a bag of messages, and a step is worked out once for all
 * worlds: by a new replica to which the inputs that lead to the state are given again.
 */
final class LocalStates {

	private static final UUID CLIENT = new UUID(0xC1, 1);

	private static final int RUNS = 1000;

	private final boolean contacts;

	private final List<Sent> messages = new ArrayList<>();

	private final Map<String, Integer> messageNumbers = new HashMap<>();

	private final Map<Digest, LocalState> states = new HashMap<>();

	private final Map<Step, Transition> starts = new HashMap<>();

	/** Replicas that are in some of the states, the latest ones. */
	private final Map<LocalState, ReplicaRun> runs = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<LocalState, ReplicaRun> eldest) {
			return size() > RUNS;
		}

	};

	private Predicate<PeerMessage> noise = (message) -> false;

	private UUID groupId = new UUID(0, 0);

	/**
	 * @param contacts whether it matters when members were heard
	 */
	LocalStates(boolean contacts) {
		this.contacts = contacts;
	}

	/**
	 * Two numbers that differ where texts differ.
	 */
	private record Digest(long high, long low) {

		static Digest of(String text) {
			try {
				ByteBuffer hash = ByteBuffer
					.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
				return new Digest(hash.getLong(), hash.getLong());
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException("Every Java platform has SHA-256", ex);
			}
		}

	}

	/**
	 * The group is formed.
	 * @param id the group
	 * @param lost messages that are always lost from now on
	 */
	void formed(UUID id, Predicate<PeerMessage> lost) {
		this.groupId = id;
		this.noise = lost;
	}

	PeerMessage message(int number) {
		return this.messages.get(number).message();
	}

	int receiver(int message) {
		return this.messages.get(message).to();
	}

	int messages() {
		return this.messages.size();
	}

	/**
	 * Names of the types of all messages.
	 */
	Set<String> types() {
		Set<String> types = new TreeSet<>();
		this.messages.forEach((sent) -> types.add(sent.message().getClass().getSimpleName()));
		return types;
	}

	int size() {
		return this.states.size();
	}

	/**
	 * A process that has just been started, and what it sent.
	 * @param memberId the member
	 * @param life which of its processes
	 * @return the state
	 */
	Transition start(int memberId, int life) {
		Step start = new Step(Kind.RESTART, memberId, life);
		Transition known = this.starts.get(start);
		if (known == null) {
			known = transition(started(memberId, life), memberId, life, null, null);
			this.starts.put(start, known);
		}
		return known;
	}

	/**
	 * What a step does to a replica.
	 * @param from the state before
	 * @param step the step
	 * @return the state after, and what was sent
	 */
	Transition step(LocalState from, Step step) {
		if (step.kind() == Kind.RESTART) {
			return start(from.memberId(), from.life() + 1);
		}
		Transition known = from.transitions().get(step);
		if (known == null) {
			ReplicaRun run = take(from);
			run.forgetOutputs();
			play(run, step);
			known = transition(run, from.memberId(), from.life(), from, step);
			from.transitions().put(step, known);
			this.runs.put(known.next(), run);
		}
		return known;
	}

	/**
	 * What the delivery of a message does to a replica.
	 */
	Transition delivery(LocalState from, int message) {
		Transition known = from.transitions().delivery(message);
		return (known != null) ? known : step(from, new Step(Kind.DELIVER, from.memberId(), message));
	}

	/** Most steps change nothing, so the replica that took one may take the next. */
	private ReplicaRun take(LocalState state) {
		ReplicaRun run = this.runs.remove(state);
		return (run != null) ? run : replay(state);
	}

	/**
	 * A replica that has come to a state by the way that is known.
	 */
	ReplicaRun replay(LocalState state) {
		Deque<Step> steps = new ArrayDeque<>();
		for (LocalState at = state; at != null; at = at.before()) {
			if (at.step() != null) {
				steps.addFirst(at.step());
			}
		}
		ReplicaRun run = started(state.memberId(), state.life());
		for (Step step : steps) {
			play(run, step);
		}
		return run;
	}

	/**
	 * A replica that has just been started.
	 */
	ReplicaRun started(int memberId, int life) {
		ReplicaRun run = new ReplicaRun(memberId, life, this.contacts);
		run.start();
		return run;
	}

	/**
	 * Let a step, other than a restart, happen to a replica.
	 */
	void play(ReplicaRun run, Step step) {
		switch (step.kind()) {
			case DELIVER -> run.deliver(message(step.argument()));
			case SUBMIT -> run.submit(request(step.argument()));
			case HEARTBEAT -> run.pass(2 * ReplicaRun.HEARTBEAT_NANOS);
			case TIMEOUT -> run.pass(ReplicaRun.LONGEST_NANOS + 1);
			case RESTART -> throw new IllegalArgumentException("A restart begins another life");
		}
	}

	private Request request(int number) {
		Operation operation = (number == 0) ? Operation.REGISTER : Operation.COMMAND;
		return new Request(this.groupId, CLIENT, (number == 0) ? 0 : 1, number, 0, 1, operation,
				("command " + number).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * What has come of a step.
	 */
	Transition transition(ReplicaRun run, int memberId, int life, @Nullable LocalState from, @Nullable Step step) {
		Digest digest = Digest.of(memberId + " " + life + " " + run.fingerprint());
		LocalState next = this.states.get(digest);
		if (next == null) {
			next = new LocalState(this.states.size(), memberId, life, from, step, run);
			this.states.put(digest, next);
		}
		int[] sent = run.sent()
			.stream()
			.filter((message) -> !this.noise.test(message.message()))
			.mapToInt(this::number)
			.distinct()
			.toArray();
		return new Transition(next, sent, run.replies());
	}

	private int number(Sent sent) {
		return this.messageNumbers.computeIfAbsent(sent.to() + " " + Fingerprint.of(sent.message()), (key) -> {
			this.messages.add(sent);
			return this.messages.size() - 1;
		});
	}

	/**
	 * A step as a reader wants it.
	 * @param step the step
	 * @return one line
	 */
	String describe(Step step) {
		String member = "member " + step.memberId();
		return switch (step.kind()) {
			case DELIVER -> deliver(step);
			case SUBMIT -> "the client hands command " + step.argument() + " to " + member;
			case HEARTBEAT -> "two heartbeat intervals pass at " + member;
			case TIMEOUT -> "all time-outs pass at " + member;
			case RESTART -> member + " dies and starts again without state";
		};
	}

	private String deliver(Step step) {
		PeerMessage message = message(step.argument());
		String text = Fingerprint.of(message);
		return "from " + message.header().from() + " to " + step.memberId() + ": "
				+ ((text.length() > 220) ? text.substring(0, 220) : text);
	}

}
