package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.message.OperatorRequest;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.ClientLinks.LinkEnd;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * Somebody who changes the group: starts machines that join, asks for other members,
 * takes the role from primaries, and switches off what has retired.
 */
final class Operator implements LinkEnd {

	private static final int MAX_JOINING = 4;

	private static final int MAX_MEMBERS = 7;

	private static final int MIN_MEMBERS = 3;

	private final Cluster cluster;

	private final SplittableRandom random;

	private final int node;

	private final UUID client;

	private boolean active;

	private int machines;

	private long lastNumber;

	private @Nullable OperatorRequest pending;

	private @Nullable OperatorReply lastReply;

	private int attempts;

	private long accepted;

	Operator(Cluster cluster, SplittableRandom random) {
		this.cluster = cluster;
		this.random = random;
		this.node = cluster.nextNode();
		this.client = new UUID(random.nextLong(), random.nextLong());
	}

	/**
	 * Begin to change the group.
	 * @param intervalNanos mean time between two actions
	 */
	void start(long intervalNanos) {
		this.active = true;
		repeat(intervalNanos);
	}

	/**
	 * Ask for nothing more. What was asked may come yet.
	 */
	void stop() {
		this.active = false;
		this.pending = null;
	}

	private void repeat(long intervalNanos) {
		// The strict logarithm is the same on every JDK and processor
		long delay = (long) (-StrictMath.log(1 - this.random.nextDouble()) * intervalNanos);
		this.cluster.events().after(delay, () -> {
			if (this.active) {
				act();
				repeat(intervalNanos);
			}
		});
	}

	private void act() {
		switch (this.random.nextInt(10)) {
			case 0, 1, 2 -> growPark();
			case 3 -> handOver();
			case 4 -> switchOffRetired();
			case 5 -> askNonsense();
			default -> change();
		}
	}

	private void growPark() {
		long joining = this.cluster.newcomers().size()
				+ this.cluster.present().stream().filter(this::isStandby).count();
		for (int i = this.random.nextInt(1, 4); i > 0 && joining < MAX_JOINING; i--) {
			joining++;
			this.cluster.join(newAddress());
		}
	}

	/**
	 * The address of a machine that nobody uses: a new one, or one of a replica that is
	 * switched off.
	 */
	String newAddress() {
		List<String> free = new ArrayList<>();
		for (SimulatedReplica replica : this.cluster.replicas()) {
			String address = replica.address();
			boolean used = this.cluster.isJoining(address)
					|| this.cluster.present().stream().anyMatch((other) -> other.address().equals(address));
			if (!used && !free.contains(address)) {
				free.add(address);
			}
		}
		if (!free.isEmpty() && this.random.nextInt(3) == 0) {
			return free.get(this.random.nextInt(free.size()));
		}
		return "machine" + ++this.machines + ":8080";
	}

	/** Whether some member says that it is one. */
	boolean isStandby(SimulatedReplica replica) {
		return replica.isUp() && this.cluster.members()
			.stream()
			.anyMatch((member) -> member.isUp() && member.known()
				.standbys()
				.stream()
				.anyMatch((standby) -> standby.memberId() == replica.memberId()));
	}

	private void handOver() {
		if (this.random.nextBoolean()) {
			SimulatedReplica primary = this.cluster.primary();
			if (primary != null) {
				this.cluster.log().note("member " + primary.memberId() + " is to give away its role");
				primary.handOver();
			}
			return;
		}
		send(new OperatorRequest(this.client, ++this.lastNumber, OperatorCommand.HAND_OVER, 0, List.of()));
	}

	private void switchOffRetired() {
		for (SimulatedReplica replica : this.cluster.present()) {
			if (replica.isUp() && replica.known().status() == Status.RETIRED && this.random.nextBoolean()) {
				replica.goAway();
			}
		}
	}

	private void askNonsense() {
		List<String> members = new ArrayList<>(addresses(this.cluster.members()));
		long epoch = this.cluster.epochs().latest();
		switch (this.random.nextInt(4)) {
			case 0 -> members.subList(Math.min(2, members.size()), members.size()).clear();
			case 1 -> members.add(members.get(0));
			case 2 -> members.add("nobody:8080");
			default -> epoch += this.random.nextBoolean() ? 1 : -1;
		}
		send(new OperatorRequest(this.client, ++this.lastNumber, OperatorCommand.RECONFIGURE, epoch, members));
	}

	private void change() {
		if (this.pending != null && this.random.nextInt(4) > 0) {
			return;
		}
		List<String> target = target();
		if (target.size() >= MIN_MEMBERS && target.size() <= MAX_MEMBERS
				&& !new TreeSet<>(target).equals(new TreeSet<>(addresses(this.cluster.members())))) {
			ask(target);
		}
	}

	/**
	 * Ask for other members, until there is an answer.
	 * @param addresses where they are
	 */
	void ask(List<String> addresses) {
		long epoch = this.cluster.epochs().latest();
		if (!this.cluster.groups().isSafe(addresses)) {
			return;
		}
		this.cluster.groups().request(epoch, addresses);
		OperatorRequest request = new OperatorRequest(this.client, ++this.lastNumber, OperatorCommand.RECONFIGURE,
				epoch, addresses);
		this.cluster.log().note("the operator asks for " + addresses + " after epoch " + epoch);
		this.pending = request;
		this.lastReply = null;
		this.attempts = 0;
		tryPending(request);
	}

	private List<String> target() {
		List<SimulatedReplica> members = new ArrayList<>(this.cluster.members());
		List<SimulatedReplica> others = new ArrayList<>(this.cluster.present()
			.stream()
			.filter(this::isStandby)
			.filter((one) -> !members.contains(one))
			.toList());
		shuffle(members);
		shuffle(others);
		List<SimulatedReplica> result = new ArrayList<>(members);
		switch (this.random.nextInt(7)) {
			case 0, 1 -> result.addAll(others.subList(0, Math.min(others.size(), this.random.nextInt(1, 4))));
			case 2 -> result = members.subList(0, Math.max(1, members.size() - this.random.nextInt(1, 3)));
			case 3 -> {
				result.remove(0);
				result.addAll(others.subList(0, Math.min(1, others.size())));
			}
			case 4 -> result = others;
			case 5 -> {
				result.removeIf((member) -> !member.isUp() || member.memory().isDown());
				result.addAll(others.subList(0, Math.min(others.size(), this.random.nextInt(3))));
			}
			default -> {
				result.addAll(others);
				shuffle(result);
				result = result.subList(0, Math.min(result.size(), this.random.nextInt(MIN_MEMBERS, MAX_MEMBERS)));
			}
		}
		return addresses(result);
	}

	private void shuffle(List<SimulatedReplica> replicas) {
		for (int i = replicas.size() - 1; i > 0; i--) {
			int other = this.random.nextInt(i + 1);
			replicas.set(i, replicas.set(other, replicas.get(i)));
		}
	}

	private static List<String> addresses(List<SimulatedReplica> replicas) {
		return replicas.stream().map(SimulatedReplica::address).toList();
	}

	private void tryPending(OperatorRequest request) {
		if (this.pending != request) {
			return;
		}
		if (++this.attempts > 40 || this.cluster.epochs().latest() > request.expectedEpoch() + 1) {
			this.pending = null;
			return;
		}
		send(request);
		this.cluster.events().after(this.cluster.options().viewChangeTimeoutNanos() / 2, () -> tryPending(request));
	}

	private void send(OperatorRequest request) {
		List<SimulatedReplica> up = this.cluster.present()
			.stream()
			.filter((replica) -> replica.isUp() && !replica.isPaused())
			.toList();
		if (!up.isEmpty()) {
			SimulatedReplica replica = up.get(this.random.nextInt(up.size()));
			long origin = this.cluster.links().open(this, replica);
			this.cluster.links().send(origin, request);
		}
	}

	/**
	 * The answer to what was asked last.
	 * @return the answer, {@code null} if there is none yet
	 */
	@Nullable OperatorReply lastReply() {
		return this.lastReply;
	}

	/**
	 * How often another group was accepted.
	 */
	long accepted() {
		return this.accepted;
	}

	@Override
	public int node() {
		return this.node;
	}

	@Override
	public void onMessage(SimulatedReplica replica, ClientMessage message) {
		if (!(message instanceof OperatorReply reply) || !reply.client().equals(this.client)) {
			return;
		}
		OperatorRequest request = this.pending;
		if (request == null || reply.number() != request.number()) {
			return;
		}
		if (reply.outcome() == Outcome.NO_PRIMARY) {
			return;
		}
		this.cluster.log().note("the operator is answered " + reply.outcome() + ": " + reply.message());
		this.lastReply = reply;
		this.pending = null;
		if (reply.outcome() == Outcome.ACCEPTED) {
			this.accepted++;
			checkAccepted(request, reply);
		}
	}

	private void checkAccepted(OperatorRequest request, OperatorReply reply) {
		GroupEpochs epochs = this.cluster.epochs();
		long epoch = request.expectedEpoch() + 1;
		Configuration members = epochs.configuration(epoch);
		Long start = epochs.start(epoch);
		check(members != null && start != null && start == reply.opNumber()
				&& new TreeSet<>(members.members().stream().map((member) -> member.address()).toList())
					.equals(new TreeSet<>(request.members())),
				"S12-ACCEPTED", "%s was accepted as %s; the epochs are %s", request, reply, epochs);
	}

}
