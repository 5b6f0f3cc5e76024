package dev.viewstamped.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.runtime.ControllerReport;
import dev.viewstamped.runtime.GroupControllers;
import dev.viewstamped.runtime.VrNode;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps that the reconcilers find, one at a time: before each, everything is
 * read anew, and the step is taken only if it is still the next one. What can change
 * after that is fenced where the step is taken: a reconfiguration by the epoch that it
 * expects, an eviction by the identity of the pod and the disruption budget, the size of
 * the set and the marker by the version that was read.
 * <p>
 * Rounds must not overlap.
 */
public final class ClusterReconciliation implements GroupControllers {

	private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

	private final VrNode node;

	private final DesiredTopology topology;

	private final PodEvictor evictor;

	private final SetScaler scaler;

	private final BootstrapMarker marker;

	private final Reconciler membership;

	private final Reconciler rollout;

	private final LongSupplier nanoTime;

	private final long pauseNanos;

	private final ReconcilerStatus markerStatus = new ReconcilerStatus("bootstrap-marker");

	private final ReconcilerStatus membershipStatus = new ReconcilerStatus("membership");

	private final ReconcilerStatus rolloutStatus = new ReconcilerStatus("rollout");

	private @Nullable Asked asked;

	private long notBeforeNanos;

	/**
	 * Create a reconciliation.
	 * @param node the replica of this pod
	 * @param topology what the group is to be
	 * @param evictor evicts pods
	 * @param scaler sets the size of the StatefulSet
	 * @param marker remembers that the group was formed
	 * @param membership decides on the members
	 * @param rollout decides on the pods
	 * @param nanoTime the monotonic time
	 * @param pause how long to wait after a step was refused
	 */
	public ClusterReconciliation(VrNode node, DesiredTopology topology, PodEvictor evictor, SetScaler scaler,
			BootstrapMarker marker, MembershipReconciler membership, RolloutReconciler rollout, LongSupplier nanoTime,
			Duration pause) {
		this.node = node;
		this.topology = topology;
		this.evictor = evictor;
		this.scaler = scaler;
		this.marker = marker;
		this.membership = membership;
		this.rollout = rollout;
		this.nanoTime = nanoTime;
		this.pauseNanos = pause.toNanos();
		this.notBeforeNanos = nanoTime.getAsLong();
	}

	/**
	 * Look at everything, and take at most one step.
	 */
	public void round() {
		advanceMarker();
		if (isUnderWay() || this.nanoTime.getAsLong() - this.notBeforeNanos < 0) {
			return;
		}
		boolean acted = reconcile(this.membership, this.membershipStatus);
		if (!acted) {
			reconcile(this.rollout, this.rolloutStatus);
		}
	}

	private void advanceMarker() {
		try {
			this.markerStatus.found(this.marker.advance(this.node.report().replica()));
		}
		catch (RuntimeException ex) {
			this.markerStatus.failed("api-error", "The marker cannot be read or written: " + ex.getMessage());
		}
	}

	/**
	 * Whether something that was asked of the primary is not answered yet.
	 */
	private boolean isUnderWay() {
		Asked current = this.asked;
		if (current == null) {
			return false;
		}
		if (!current.answer().isDone()) {
			return true;
		}
		this.asked = null;
		current.answer().whenComplete((reply, ex) -> finish(current, reply, ex));
		return false;
	}

	private void finish(Asked current, @Nullable OperatorReply reply, @Nullable Throwable failure) {
		if (reply != null && reply.outcome() == Outcome.ACCEPTED) {
			current.status().did(current.action());
			return;
		}
		this.notBeforeNanos = this.nanoTime.getAsLong() + this.pauseNanos;
		if (reply != null) {
			current.status().failed("refused", "Refused to " + current.action() + ": " + reply.message());
		}
		else {
			current.status().failed("no-answer", "No answer to: " + current.action() + ": " + failure);
		}
	}

	private boolean reconcile(Reconciler reconciler, ReconcilerStatus status) {
		try {
			Step found = find(reconciler, this.topology.observed());
			if (!found.isAction()) {
				status.found(found);
				return false;
			}
			ObservedSet set = this.topology.read();
			Step again = find(reconciler, set);
			if (set == null || !again.equals(found)) {
				status.found(again);
				return false;
			}
			take(again, set, status);
			return true;
		}
		catch (RuntimeException ex) {
			this.notBeforeNanos = this.nanoTime.getAsLong() + this.pauseNanos;
			status.failed("api-error", "The API of Kubernetes does not do what is needed: " + ex.getMessage());
			return true;
		}
	}

	private Step find(Reconciler reconciler, @Nullable ObservedSet set) {
		return reconciler.reconcile(set, this.node.report().replica(), this.nanoTime.getAsLong());
	}

	private void take(Step step, ObservedSet set, ReconcilerStatus status) {
		if (step instanceof Step.Reconfigure change) {
			ask(status, OperatorCommand.RECONFIGURE, change.expectedEpoch(), change.members(),
					"make epoch " + (change.expectedEpoch() + 1) + " one of " + change.members());
		}
		else if (step instanceof Step.HandOver) {
			ask(status, OperatorCommand.HAND_OVER, 0, List.of(), "hand over, so that this pod can be replaced");
		}
		else if (step instanceof Step.Scale scale) {
			this.scaler.scale(set, scale.replicas());
			status.did("set the StatefulSet from " + set.replicas() + " to " + scale.replicas() + " replicas");
		}
		else if (step instanceof Step.Evict eviction) {
			evict(eviction.pod(), status);
		}
	}

	private void evict(ObservedPod pod, ReconcilerStatus status) {
		if (this.evictor.evict(pod)) {
			status.did("evicted pod " + pod.name());
			return;
		}
		this.notBeforeNanos = this.nanoTime.getAsLong() + this.pauseNanos;
		status.failed("disruption-budget",
				"The disruption budget does not admit that pod " + pod.name() + " is evicted now");
	}

	private void ask(ReconcilerStatus status, OperatorCommand command, long expectedEpoch, List<String> members,
			String action) {
		CompletableFuture<OperatorReply> answer = this.node.operate(command, expectedEpoch, members, ANSWER_TIMEOUT);
		this.asked = new Asked(status, action, answer);
		status.found(new Step.Wait("under-way", "Asked the group to " + action));
	}

	@Override
	public List<ControllerReport> reports() {
		return List.of(this.markerStatus.report(), this.membershipStatus.report(), this.rolloutStatus.report());
	}

	private record Asked(ReconcilerStatus status, String action, CompletableFuture<OperatorReply> answer) {

	}

}
