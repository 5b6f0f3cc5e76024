package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.PacketSimulator.Direction;
import dev.viewstamped.simulator.PacketSimulator.Verdict;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * A scripted run: a sentence for each thing that happens. Everything is checked as in a
 * random run. Client 0 is in a process of its own and talks to all replicas.
 */
public final class Story {

	private static final long PATIENCE = 40;

	private final Simulator simulator;

	private final List<Function<Packet, @Nullable Verdict>> rules = new ArrayList<>();

	private @Nullable Invocation last;

	private Story(Simulator simulator) {
		this.simulator = simulator;
		simulator.cluster().packets().setFilter(this::judge);
	}

	/**
	 * Begin with processes that have just been started.
	 * @param replicas size of the group
	 * @return the story
	 */
	public static Story begin(int replicas) {
		Story story = new Story(new Simulator(SimulatorOptions.quiet(1, replicas), false));
		story.simulator.checked(story.simulator::start);
		return story;
	}

	/**
	 * Begin with a group that is formed.
	 * @param replicas size of the group
	 * @return the story
	 */
	public static Story formed(int replicas) {
		return begin(replicas).eventually("the group is formed",
				(cluster) -> cluster.count(SimulatedReplica::isNormal) == replicas);
	}

	public Story crash(int... members) {
		return tell(() -> {
			for (int member : members) {
				this.simulator.faults().crash(replica(member));
			}
		});
	}

	public Story restart(int... members) {
		return tell(() -> {
			for (int member : members) {
				this.simulator.faults().restart(replica(member));
			}
		});
	}

	public Story pause(int... members) {
		return tell(() -> {
			for (int member : members) {
				replica(member).pause();
			}
		});
	}

	public Story resume(int... members) {
		return tell(() -> {
			for (int member : members) {
				replica(member).resume();
			}
		});
	}

	/**
	 * The machine of a member tells another one that nobody listens there any more.
	 * @param member the member that was there
	 * @param hearer who is told
	 * @return this
	 */
	public Story gone(int member, int hearer) {
		return tell(() -> replica(hearer).onPeerGone(member));
	}

	/**
	 * Cut a member from all others. Clients still reach it.
	 * @param member the member
	 * @return this
	 */
	public Story isolate(int member) {
		return cut(member, Direction.BOTH);
	}

	/**
	 * A member is heard by the others and does not hear them.
	 * @param member the member
	 * @return this
	 */
	public Story deafen(int member) {
		return cut(member, Direction.TO_SOME);
	}

	/**
	 * From now on every message takes so long.
	 * @param heartbeats how long, in heartbeat intervals
	 * @return this
	 */
	public Story slow(double heartbeats) {
		long nanos = (long) (heartbeats * this.simulator.timeouts(1) / 10);
		return tell(() -> this.simulator.cluster()
			.packets()
			.setOptions(new PacketOptions(nanos, nanos / 10, 0, 0, 0, 0, 0, 10_000)));
	}

	public Story heal() {
		return tell(() -> this.simulator.cluster().packets().heal());
	}

	/**
	 * Hold back what is sent from a member to another one.
	 * @param from the sender, -1 for any
	 * @param to the receiver, -1 for any
	 * @param kinds kinds of messages, none for all
	 * @return this
	 */
	public Story hold(int from, int to, Class<?>... kinds) {
		return rule(from, to, kinds, Verdict.HOLD);
	}

	/**
	 * Let pass what is sent from a member to another one, and hold a copy.
	 * @param from the sender, -1 for any
	 * @param to the receiver, -1 for any
	 * @param kinds kinds of messages, none for all
	 * @return this
	 */
	public Story copy(int from, int to, Class<?>... kinds) {
		return rule(from, to, kinds, Verdict.COPY);
	}

	/**
	 * Lose what is sent from a member to another one.
	 * @param from the sender, -1 for any
	 * @param to the receiver, -1 for any
	 * @param kinds kinds of messages, none for all
	 * @return this
	 */
	public Story drop(int from, int to, Class<?>... kinds) {
		return rule(from, to, kinds, Verdict.DROP);
	}

	/**
	 * Hold or lose nothing more. What is held stays held.
	 * @return this
	 */
	public Story pass() {
		return tell(this.rules::clear);
	}

	/**
	 * What was held goes its way now.
	 * @param kinds kinds of messages, none for all
	 * @return this
	 */
	public Story release(Class<?>... kinds) {
		return release(-1, -1, kinds);
	}

	/**
	 * What was held from a member to another one goes its way now.
	 * @param from the sender, -1 for any
	 * @param to the receiver, -1 for any
	 * @param kinds kinds of messages, none for all
	 * @return this
	 */
	public Story release(int from, int to, Class<?>... kinds) {
		return tell(() -> {
			check(isHeld(from, to, kinds), "STORY", "something should be held");
			this.simulator.cluster().packets().release((packet) -> matches(packet, from, to, kinds));
		});
	}

	/**
	 * A message is held on its way.
	 * @param from the sender, -1 for any
	 * @param to the receiver, -1 for any
	 * @param kinds kinds of messages, none for all
	 * @return this
	 */
	public Story eventuallyHeld(int from, int to, Class<?>... kinds) {
		return eventually("a message is held", (cluster) -> isHeld(from, to, kinds));
	}

	/**
	 * Client 0 issues a new command.
	 * @return this
	 */
	public Story write() {
		return tell(() -> this.last = client().submit(this.simulator.workload().nextPut()));
	}

	public Story read(Consistency consistency) {
		return tell(() -> this.last = client().query("get k0", consistency));
	}

	/**
	 * The client in the process of a member issues a new command.
	 * @param member the member
	 * @return this
	 */
	public Story writeAt(int member) {
		return tell(() -> this.last = local(member).submit(this.simulator.workload().nextPut()));
	}

	public Story readAt(int member, Consistency consistency) {
		return tell(() -> this.last = local(member).query("get k0", consistency));
	}

	/**
	 * The last call is answered.
	 * @return this
	 */
	public Story answered() {
		return ends(Outcome.OK);
	}

	/**
	 * The last call ends otherwise than with an answer.
	 * @param outcomes how it may end
	 * @return this
	 */
	public Story ends(Outcome... outcomes) {
		eventually("the last call ends", (cluster) -> outcome() != Outcome.PENDING);
		return tell(() -> check(Arrays.asList(outcomes).contains(outcome()), "STORY", "%s should be %s", this.last,
				List.of(outcomes)));
	}

	/**
	 * The last call has been answered by now.
	 * @return this
	 */
	public Story answeredAlready() {
		return tell(() -> check(outcome() == Outcome.OK, "STORY", "%s should be answered by now", this.last));
	}

	public Story pending() {
		return tell(() -> check(outcome() == Outcome.PENDING, "STORY", "%s should be pending", this.last));
	}

	/**
	 * Time passes.
	 * @param viewChangeTimeouts how much of it
	 * @return this
	 */
	public Story later(double viewChangeTimeouts) {
		return tell(() -> this.simulator.runFor((long) (viewChangeTimeouts * this.simulator.timeouts(1))));
	}

	public Story eventually(String goal, Predicate<Cluster> condition) {
		return tell(() -> this.simulator.until(goal, () -> condition.test(this.simulator.cluster()),
				this.simulator.timeouts(PATIENCE)));
	}

	/**
	 * Something is so now.
	 * @param what what is so
	 * @param condition whether it is
	 * @return this
	 */
	public Story now(String what, Predicate<Cluster> condition) {
		return tell(() -> check(condition.test(this.simulator.cluster()), "STORY", "it should be so: %s", what));
	}

	public Story eventuallyCondition(int member, String code) {
		return eventually("member " + member + " has condition " + code, (cluster) -> {
			Condition condition = cluster.replica(member).report().condition();
			return condition != null && condition.code().equals(code);
		});
	}

	/**
	 * Look at a member now.
	 * @param member the member
	 * @param look takes its report
	 * @return this
	 */
	public Story look(int member, Consumer<ReplicaReport> look) {
		return tell(() -> look.accept(replica(member).report()));
	}

	/**
	 * All faults end, and the group finds back to order.
	 * @return this
	 */
	public Story converges() {
		return pass().tell(this.simulator::converge);
	}

	public Set<UUID> groups() {
		return this.simulator.cluster().normalGroups();
	}

	/**
	 * Commands that the group of all normal members has executed.
	 * @return the number
	 */
	public int executed() {
		return this.simulator.cluster().checker().canon(groups().iterator().next()).size();
	}

	private boolean isHeld(int from, int to, Class<?>... kinds) {
		return this.simulator.cluster()
			.packets()
			.held()
			.stream()
			.anyMatch((packet) -> matches(packet, from, to, kinds));
	}

	private Story cut(int member, Direction direction) {
		return tell(() -> this.simulator.cluster()
			.packets()
			.partition(List.of(member), this.simulator.cluster().others(member), direction));
	}

	private Story rule(int from, int to, Class<?>[] kinds, Verdict verdict) {
		return tell(() -> this.rules.add((packet) -> matches(packet, from, to, kinds) ? verdict : null));
	}

	private Verdict judge(Packet packet) {
		for (Function<Packet, @Nullable Verdict> rule : this.rules) {
			Verdict verdict = rule.apply(packet);
			if (verdict != null) {
				return verdict;
			}
		}
		return Verdict.PASS;
	}

	private Story tell(Runnable action) {
		this.simulator.checked(action);
		return this;
	}

	private Outcome outcome() {
		Invocation invocation = this.last;
		return (invocation != null) ? invocation.outcome() : Outcome.PENDING;
	}

	private SimulatedReplica replica(int member) {
		return this.simulator.cluster().replica(member);
	}

	private SimulatedClient client() {
		return this.simulator.workload().external();
	}

	private SimulatedClient local(int member) {
		SimulatedClient local = replica(member).localClient();
		if (local == null) {
			throw new IllegalStateException("No client at member " + member);
		}
		return local;
	}

	private static boolean matches(Packet packet, int from, int to, Class<?>[] kinds) {
		boolean kind = kinds.length == 0 || Arrays.stream(kinds).anyMatch((type) -> type.isInstance(packet.message()));
		return (from == -1 || packet.from() == from) && (to == -1 || packet.to() == to) && kind;
	}

}
