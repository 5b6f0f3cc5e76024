package dev.viewstamped.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.replica.CheckpointOptions;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.PacketScript.Place;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * A scripted run: a sentence for each thing that happens. Everything is checked as in a
 * random run. Client 0 is in a process of its own and talks to all replicas. Members are
 * numbers; where messages are named by sender, receiver and kinds, -1 stands for any end
 * and no kinds for all.
 */
public final class Story extends ChangeStory<Story> {

	/**
	 * Stands for client 0 where the sender or receiver of messages is named.
	 */
	public static final int CLIENT = -2;

	private @Nullable Invocation last;

	private Story(SimulatorOptions options) {
		super(options);
	}

	/**
	 * Begin with processes that have just been started.
	 * @param replicas size of the group
	 * @return the story
	 */
	public static Story begin(int replicas) {
		return new Story(SimulatorOptions.quiet(1, replicas));
	}

	/**
	 * Begin with a group that is formed.
	 * @param replicas size of the group
	 * @return the story
	 */
	public static Story formed(int replicas) {
		return begin(replicas).eventuallyFormed(replicas);
	}

	/**
	 * Begin with a group that is formed, whose members are no more bound by what earlier
	 * lives may have granted, and whose primary has a lease.
	 * @param replicas size of the group
	 * @return the story
	 */
	public static Story formedWithLeases(int replicas) {
		return new Story(SimulatorOptions.quiet(1, replicas).withLeases()).eventuallyFormed(replicas).later(1);
	}

	/**
	 * Begin with a group that is formed, and whose members with odd ids allow half as
	 * many requests in flight, and half as many sessions.
	 * @param replicas size of the group
	 * @return the story
	 */
	public static Story formedWithOwnBounds(int replicas) {
		return new Story(SimulatorOptions.quiet(1, replicas).withOwnBounds()).eventuallyFormed(replicas);
	}

	/**
	 * Begin with a group in durable mode with leases.
	 * @param replicas size of the group
	 * @return the story
	 */
	public static Story durableWithLeases(int replicas) {
		return new Story(SimulatorOptions.quiet(1, replicas).with(DiskOptions.quiet()).withLeases())
			.eventuallyFormed(replicas)
			.eventually("it is on all disks",
					(cluster) -> cluster.count((replica) -> replica.memory().isOnDisk()) == replicas)
			.later(1);
	}

	/**
	 * Begin with a group that is formed, and sends each entry by itself.
	 * @param replicas size of the group
	 * @return the story
	 */
	public static Story formedWithSingleEntries(int replicas) {
		return new Story(SimulatorOptions.quiet(1, replicas, 1)).eventuallyFormed(replicas);
	}

	/**
	 * Begin with a group in durable mode that is formed.
	 * @param replicas size of the group
	 * @return the story
	 */
	public static Story durable(int replicas) {
		return new Story(SimulatorOptions.quiet(1, replicas).with(DiskOptions.quiet())).eventuallyFormed(replicas)
			.eventually("it is on all disks",
					(cluster) -> cluster.count((replica) -> replica.memory().isOnDisk()) == replicas);
	}

	/**
	 * Begin with a group that is formed and takes checkpoints, of which little fits in
	 * one message. The log is cut as soon as can be.
	 * @param replicas size of the group
	 * @param intervalOps commands from one checkpoint to the next
	 * @return the story
	 */
	public static Story formedWithCheckpoints(int replicas, int intervalOps) {
		return formedWithCheckpoints(replicas, intervalOps, 0);
	}

	/**
	 * Begin with a group that is formed and takes checkpoints, of which little fits in
	 * one message.
	 * @param replicas size of the group
	 * @param intervalOps commands from one checkpoint to the next
	 * @param keptEntries how much more of the log is kept than has to be
	 * @return the story
	 */
	public static Story formedWithCheckpoints(int replicas, int intervalOps, int keptEntries) {
		CheckpointOptions checkpoints = new CheckpointOptions(intervalOps, Long.MAX_VALUE, 0, keptEntries, 1 << 20, 200,
				10_000_000);
		return new Story(SimulatorOptions.quiet(1, replicas).with(checkpoints)).eventuallyFormed(replicas);
	}

	private Story eventuallyFormed(int replicas) {
		return eventually("the group is formed", (cluster) -> cluster.count(SimulatedReplica::isNormal) == replicas);
	}

	/**
	 * A message is held on its way.
	 */
	public Story eventuallyHeld(int from, int to, Class<?>... kinds) {
		return eventually("a message is held", (cluster) -> this.script.isHeld(Place.of(from, to, kinds)));
	}

	/**
	 * Client 0 issues a new command.
	 */
	public Story write() {
		return tell(() -> this.last = client().submit(this.simulator.workload().nextPut()));
	}

	/**
	 * Client 0 issues commands, each after the one before was answered.
	 * @param commands how many
	 */
	public Story writes(int commands) {
		for (int i = 0; i < commands; i++) {
			write().answered();
		}
		return this;
	}

	/**
	 * The process of client 0 dies, and another one takes its place.
	 */
	public Story restartClient() {
		return tell(this.simulator.workload()::restartExternal);
	}

	/**
	 * More clients come, in processes of their own, and each issues a command.
	 * @param clients how many
	 */
	public Story crowd(int clients) {
		return tell(() -> this.simulator.workload().crowd(clients));
	}

	public Story read(Consistency consistency) {
		return tell(() -> this.last = client().query("get k0", consistency));
	}

	/**
	 * The client in the process of a member issues a new command.
	 * @param member the member
	 */
	public Story writeAt(int member) {
		return tell(() -> this.last = local(member).submit(this.simulator.workload().nextPut()));
	}

	public Story readAt(int member, Consistency consistency) {
		return tell(() -> this.last = local(member).query("get k0", consistency));
	}

	/**
	 * The last call is answered.
	 */
	public Story answered() {
		return ends(Outcome.OK);
	}

	/**
	 * The last call ends otherwise than with an answer.
	 * @param outcomes how it may end
	 */
	public Story ends(Outcome... outcomes) {
		eventually("the last call ends", (cluster) -> outcome() != Outcome.PENDING);
		return tell(() -> check(Arrays.asList(outcomes).contains(outcome()), "STORY", "%s should be %s", this.last,
				List.of(outcomes)));
	}

	/**
	 * The last call has been answered by now.
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
	 */
	public Story later(double viewChangeTimeouts) {
		return tell(() -> this.simulator.runFor((long) (viewChangeTimeouts * this.simulator.timeouts(1))));
	}

	public Story eventuallyPrimary(int member) {
		return eventually("member " + member + " is primary",
				(cluster) -> cluster.replica(member).report().role() == Role.PRIMARY);
	}

	/**
	 * Members are normal in a view.
	 * @param view the view
	 * @param members the members
	 */
	public Story eventuallyNormalIn(long view, int... members) {
		return eventually("members " + Arrays.toString(members) + " are normal in view " + view,
				(cluster) -> Arrays.stream(members).allMatch((member) -> cluster.replica(member).isNormalIn(view)));
	}

	/**
	 * A member that was restarted has the state again.
	 * @param member the member
	 */
	public Story recovers(int member) {
		return eventually("member " + member + " recovers", (cluster) -> cluster.replica(member).isNormal());
	}

	/**
	 * Something is so now.
	 * @param what what is so
	 * @param condition whether it is
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
	 */
	public Story look(int member, Consumer<ReplicaReport> look) {
		return tell(() -> look.accept(replica(member).report()));
	}

	/**
	 * All faults end, and the group finds back to order.
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

	private Outcome outcome() {
		Invocation invocation = this.last;
		return (invocation != null) ? invocation.outcome() : Outcome.PENDING;
	}

	private SimulatedClient client() {
		return this.simulator.workload().external();
	}

	private SimulatedClient local(int member) {
		return Objects.requireNonNull(replica(member).localClient(), "No client at the member");
	}

	@Override
	Story self() {
		return this;
	}

}
