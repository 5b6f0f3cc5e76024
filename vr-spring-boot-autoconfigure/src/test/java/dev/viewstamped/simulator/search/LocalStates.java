package dev.viewstamped.simulator.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.viewstamped.message.Message;
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

	private UnaryOperator<PeerMessage> naive = UnaryOperator.identity();

	private Predicate<PeerMessage> noise = (message) -> false;

	private final List<Sent> messages = new ArrayList<>();

	private final Map<String, Integer> messageNumbers = new HashMap<>();

	private final Map<Digest, LocalState> states = new HashMap<>();

	private final Map<Input, Transition> transitions = new HashMap<>();

	private UUID groupId = new UUID(0, 0);

	/**
	 * Two numbers that differ where texts differ.
	 */
	record Digest(long high, long low) {

		static Digest of(String text) {
			return of(text.getBytes(StandardCharsets.UTF_8));
		}

		static Digest of(byte[] bytes) {
			try {
				ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
				return new Digest(hash.getLong(), hash.getLong());
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException("Every Java platform has SHA-256", ex);
			}
		}

	}

	private record Input(int state, long input) {

	}

	/**
	 * The group is formed and the client has a session.
	 * @param id the group
	 * @param lost messages that are always lost from now on
	 */
	void formed(UUID id, Predicate<PeerMessage> lost) {
		this.groupId = id;
		this.noise = lost;
	}

	/**
	 * From now on the replicas are naive.
	 * @param sentInstead what they send in place of a message
	 */
	void setNaive(UnaryOperator<PeerMessage> sentInstead) {
		this.naive = sentInstead;
	}

	Sent message(int number) {
		return this.messages.get(number);
	}

	int messages() {
		return this.messages.size();
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
		return this.transitions.computeIfAbsent(new Input(-1 - memberId, life), (input) -> {
			ReplicaRun run = new ReplicaRun(memberId, life);
			run.start();
			return transition(run, memberId, life, null, null);
		});
	}

	/**
	 * What a step does to a replica.
	 * @param from the state before
	 * @param step the step, other than a restart
	 * @return the state after, and what was sent
	 */
	Transition step(LocalState from, Step step) {
		Input input = new Input(from.number(), step.input());
		Transition known = this.transitions.get(input);
		if (known == null) {
			ReplicaRun run = replay(from);
			run.forgetOutputs();
			play(run, step);
			known = transition(run, from.memberId(), from.life(), from, step);
			this.transitions.put(input, known);
		}
		return known;
	}

	private ReplicaRun replay(LocalState state) {
		Deque<Step> steps = new ArrayDeque<>();
		for (LocalState at = state; at != null; at = at.before()) {
			if (at.step() != null) {
				steps.addFirst(at.step());
			}
		}
		ReplicaRun run = new ReplicaRun(state.memberId(), state.life());
		run.start();
		for (Step step : steps) {
			play(run, step);
		}
		return run;
	}

	private void play(ReplicaRun run, Step step) {
		switch (step.kind()) {
			case DELIVER, DELIVER_COPY -> run.deliver(message(step.argument()).message());
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

	private Transition transition(ReplicaRun run, int memberId, int life, @Nullable LocalState from,
			@Nullable Step step) {
		Digest digest = Digest.of(memberId + " " + life + " " + run.fingerprint());
		LocalState next = this.states.computeIfAbsent(digest,
				(key) -> new LocalState(this.states.size(), memberId, life, from, step, run.report(), run.applied()));
		int[] sent = run.sent()
			.stream()
			.filter((message) -> !this.noise.test(message.message()))
			.mapToInt((message) -> number(new Sent(message.to(), this.naive.apply(message.message()))))
			.toArray();
		return new Transition(next, sent, run.replies());
	}

	private int number(Sent sent) {
		String text = sent.to() + " " + Fingerprint.of(sent.message(), 0);
		return this.messageNumbers.computeIfAbsent(text, (key) -> {
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
			case DELIVER -> deliver(step, "");
			case DELIVER_COPY -> deliver(step, " (a copy stays on its way)");
			case SUBMIT -> "the client hands command " + step.argument() + " to " + member;
			case HEARTBEAT -> "two heartbeat intervals pass at " + member;
			case TIMEOUT -> "all time-outs pass at " + member;
			case RESTART -> member + " dies and starts again without state";
		};
	}

	private String deliver(Step step, String remark) {
		Message message = message(step.argument()).message();
		String text = Fingerprint.of(message, 0);
		return "from " + ((PeerMessage) message).header().from() + " to " + step.memberId() + remark + ": "
				+ ((text.length() > 220) ? text.substring(0, 220) : text);
	}

}
