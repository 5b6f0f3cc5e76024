package dev.viewstamped.simulator;

import java.util.Arrays;
import java.util.function.Predicate;

import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.replica.Status;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * The sentences of a {@link Story} about groups that change.
 *
 * @param <S> the story
 */
abstract class ChangeStory<S extends ChangeStory<S>> extends FaultStory<S> {

	private static final long PATIENCE = 40;

	ChangeStory(SimulatorOptions options) {
		super(options);
	}

	/**
	 * Something becomes so in bounded time.
	 * @param goal what becomes so
	 * @param condition whether it is
	 */
	public S eventually(String goal, Predicate<Cluster> condition) {
		return tell(() -> this.simulator.until(goal, () -> condition.test(this.simulator.cluster()),
				this.simulator.timeouts(PATIENCE)));
	}

	/**
	 * Machines join, one after the other, and become standbys.
	 * @param ids the ids that the group gives them
	 */
	public S join(int... ids) {
		for (int id : ids) {
			tell(() -> this.simulator.cluster().join(address(id)));
			eventually("a standby gets id " + id, (cluster) -> {
				SimulatedReplica replica = cluster.find(id);
				return replica != null && replica.isUp() && this.simulator.operator().isStandby(replica);
			});
		}
		return self();
	}

	/**
	 * An operator asks for other members, until there is an answer.
	 * @param ids the members
	 */
	public S reconfigure(int... ids) {
		return tell(() -> this.simulator.operator()
			.ask(Arrays.stream(ids).mapToObj((id) -> replica(id).address()).toList()));
	}

	/**
	 * The operator does not ask again.
	 */
	public S operatorGivesUp() {
		return tell(this.simulator.operator()::stop);
	}

	/**
	 * The operator's latest request is answered.
	 * @param outcome how
	 */
	public S operatorIsAnswered(Outcome outcome) {
		eventually("the operator is answered", (cluster) -> reply() != null);
		return tell(() -> {
			OperatorReply reply = reply();
			check(reply != null && reply.outcome() == outcome, "STORY", "%s should be %s", reply, outcome);
		});
	}

	/**
	 * Replicas are normal members of an epoch.
	 * @param epoch the epoch
	 * @param ids the members
	 */
	public S eventuallyInEpoch(long epoch, int... ids) {
		return eventually("members " + Arrays.toString(ids) + " are normal in epoch " + epoch,
				(cluster) -> Arrays.stream(ids)
					.allMatch((id) -> cluster.replica(id).isNormal()
							&& cluster.replica(id).report().configuration().epoch() == epoch));
	}

	/**
	 * The epoch is complete.
	 */
	public S eventuallyChecked(long epoch) {
		return eventually("epoch " + epoch + " is checked", (cluster) -> cluster.epochs().isChecked(epoch));
	}

	/**
	 * Replicas that were replaced have nothing to do any more.
	 */
	public S eventuallyRetired(int... ids) {
		return eventually("members " + Arrays.toString(ids) + " have retired", (cluster) -> Arrays.stream(ids)
			.allMatch((id) -> cluster.replica(id).isUp() && cluster.replica(id).report().status() == Status.RETIRED));
	}

	/**
	 * Replicas that have retired are switched off for good.
	 */
	public S switchOff(int... ids) {
		return tell(() -> Arrays.stream(ids).forEach((id) -> replica(id).goAway()));
	}

	private @Nullable OperatorReply reply() {
		return this.simulator.operator().lastReply();
	}

	private static String address(int id) {
		return "machine" + id + ":8080";
	}

}
