package dev.viewstamped.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.GroupChange.Phase;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.replica.Role;
import dev.viewstamped.runtime.ControllerReport;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.runtime.VrNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClusterReconciliationTests {

	private final Kubernetes kubernetes = new Kubernetes();

	private final Node node = new Node();

	private long nowNanos;

	private ClusterReconciliation reconciliation = create();

	private ClusterReconciliation create() {
		return new ClusterReconciliation(this.node, this.kubernetes, this.kubernetes, this.kubernetes,
				new BootstrapMarker(new BootstrapMarkerTests.Store(null), "marker"),
				new MembershipReconciler(Groups.addressing(), Groups.TOLERANCE),
				new RolloutReconciler(Groups.addressing(), Groups.TOLERANCE), () -> this.nowNanos,
				Duration.ofNanos(500));
	}

	@Test
	void roundAsksForTheNewGroupOnceAndTellsWhatBecameOfIt() {
		grow();
		this.reconciliation.round();
		this.reconciliation.round();
		assertThat(this.node.asked).containsExactly("RECONFIGURE 0 " + Groups.addresses(5));
		assertBlocked("membership", "under-way");
		this.node.answer(Outcome.ACCEPTED, "");
		this.node.group.become(Groups.addresses(5));
		this.node.group.phase(Phase.COMPLETE);
		this.reconciliation.round();
		assertThat(report("membership").blocked()).isNull();
		assertThat(report("membership").lastAction()).contains("epoch 1");
		this.reconciliation.round();
		assertThat(this.node.asked).hasSize(1);
	}

	@Test
	void roundWhenTheSetWasChangedSinceItWasObservedTakesNoStep() {
		grow();
		this.kubernetes.actual = Sets.of(3);
		this.reconciliation.round();
		assertThat(this.node.asked).isEmpty();
		this.kubernetes.actual = Sets.of(5).scaledTo(4);
		this.reconciliation.round();
		assertThat(this.node.asked).isEmpty();
		assertBlocked("membership", "size-even");
	}

	@Test
	void roundWhenTheReplicaHasLostItsRoleSinceTakesNoStep() {
		grow();
		this.kubernetes.whenRead = () -> this.node.group.backup();
		this.reconciliation.round();
		assertThat(this.node.asked).isEmpty();
		assertThat(report("membership").blocked()).isNull();
	}

	@Test
	void roundAfterACrashOfThePrimaryGoesOnFromWhatIs() {
		grow();
		this.reconciliation.round();
		this.reconciliation = create();
		this.node.group.phase(Phase.COMMITTING);
		this.reconciliation.round();
		assertBlocked("membership", "change-under-way");
		this.node.group.become(Groups.addresses(5));
		this.node.group.phase(Phase.COMPLETE);
		this.reconciliation.round();
		assertThat(this.node.asked).hasSize(1);
		assertThat(report("membership").blocked()).isNull();
	}

	@Test
	void roundWhenTheSetIsScaledBackInMidFlightFollowsOnceTheChangeIsComplete() {
		grow();
		this.reconciliation.round();
		this.kubernetes.both(Sets.of(5).scaledTo(3).terminating(3, 4));
		this.node.answer(Outcome.ACCEPTED, "");
		this.node.group.become(Groups.addresses(5));
		this.node.group.phase(Phase.TRANSITIONING);
		this.reconciliation.round();
		assertBlocked("membership", "change-under-way");
		this.node.group.phase(Phase.COMPLETE);
		this.reconciliation.round();
		assertThat(this.node.asked).containsExactly("RECONFIGURE 0 " + Groups.addresses(5),
				"RECONFIGURE 1 " + Groups.addresses(3));
	}

	@Test
	void roundWhenTheGroupRefusesTellsWhyAndAsksAgainLater() {
		grow();
		this.reconciliation.round();
		this.node.answer(Outcome.INVALID, "standby 14 is not in contact");
		this.reconciliation.round();
		assertBlocked("membership", "refused");
		assertThat(report("membership").blocked()).isNotNull()
			.satisfies((blocked) -> assertThat(blocked.message()).contains("standby 14 is not in contact"));
		assertThat(this.node.asked).hasSize(1);
		this.nowNanos += 500;
		this.reconciliation.round();
		assertThat(this.node.asked).hasSize(2);
	}

	@Test
	void roundWhenNobodyAnswersTellsItAndAsksAgainLater() {
		grow();
		this.reconciliation.round();
		this.node.answers.get(0).completeExceptionally(new ReplicaUnavailableException("no primary"));
		this.reconciliation.round();
		assertBlocked("membership", "no-answer");
		this.nowNanos += 500;
		this.reconciliation.round();
		assertThat(this.node.asked).hasSize(2);
	}

	@Test
	void roundsRollAllPodsOneAtATimeAndThePrimaryLast() {
		this.kubernetes.both(Sets.of(3).outdated(0, 1, 2));
		this.reconciliation.round();
		this.kubernetes.both(Sets.of(3).outdated(0, 1, 2).terminating(2));
		this.reconciliation.round();
		assertBlocked("rollout", "pod-restarting");
		this.kubernetes.both(Sets.of(3).outdated(0, 1).unready(2));
		this.node.group.blank(2);
		this.reconciliation.round();
		assertBlocked("rollout", "member-not-normal");
		this.kubernetes.both(Sets.of(3).outdated(0, 1));
		this.node.group.blank.clear();
		this.reconciliation.round();
		this.kubernetes.both(Sets.of(3).outdated(0));
		this.reconciliation.round();
		assertThat(this.kubernetes.done).containsExactly("evict vr-2 uid-2", "evict vr-1 uid-1");
		assertThat(this.node.asked).containsExactly("HAND_OVER 0 []");
		this.node.answer(Outcome.ACCEPTED, "");
		this.node.group.backup();
		this.reconciliation.round();
		this.node.group.role = Role.PRIMARY;
		this.node.group.self(1);
		this.reconciliation = create();
		this.reconciliation.round();
		assertThat(this.kubernetes.done).endsWith("evict vr-0 uid-0");
	}

	@Test
	void roundWhenTheDisruptionBudgetRefusesTriesAgainLater() {
		this.kubernetes.both(Sets.of(3).outdated(0, 1, 2));
		this.kubernetes.refuses = true;
		this.reconciliation.round();
		this.reconciliation.round();
		assertBlocked("rollout", "disruption-budget");
		assertThat(this.kubernetes.done).hasSize(1);
		this.nowNanos += 500;
		this.reconciliation.round();
		assertThat(this.kubernetes.done).hasSize(2);
	}

	@Test
	void roundWithAnnotationLowersTheSizeOfTheSetAfterTheGroup() {
		this.kubernetes.both(Sets.of(5).target("3"));
		this.node.group = Groups.of(5);
		this.reconciliation.round();
		this.node.answer(Outcome.ACCEPTED, "");
		this.node.group.become(Groups.addresses(3));
		this.node.group.phase(Phase.TRANSITIONING);
		this.reconciliation.round();
		assertThat(this.kubernetes.done).isEmpty();
		this.node.group.phase(Phase.COMPLETE);
		this.reconciliation.round();
		assertThat(this.kubernetes.done).containsExactly("scale 5 to 3");
	}

	@Test
	void roundWhenTheApiFailsTellsItAndGoesOnLater() {
		grow();
		this.kubernetes.whenRead = () -> {
			throw new IllegalStateException("forbidden");
		};
		this.reconciliation.round();
		assertBlocked("membership", "api-error");
		this.kubernetes.whenRead = () -> {
		};
		this.nowNanos += 500;
		this.reconciliation.round();
		assertThat(this.node.asked).hasSize(1);
	}

	private void grow() {
		this.kubernetes.both(Sets.of(5));
		this.node.group = Groups.of(3).standby(3, 4);
	}

	private void assertBlocked(String controller, String code) {
		assertThat(report(controller).blocked()).as(controller)
			.isNotNull()
			.satisfies((blocked) -> assertThat(blocked.code()).isEqualTo(code));
	}

	private ControllerReport report(String controller) {
		return this.reconciliation.reports()
			.stream()
			.filter((report) -> report.name().equals(controller))
			.findFirst()
			.orElseThrow();
	}

	private static final class Kubernetes implements DesiredTopology, PodEvictor, SetScaler {

		private Sets observed = Sets.of(3);

		private Sets actual = Sets.of(3);

		private boolean refuses;

		private Runnable whenRead = () -> {
		};

		private final List<String> done = new ArrayList<>();

		void both(Sets set) {
			this.observed = set;
			this.actual = set;
		}

		@Override
		public ObservedSet observed() {
			return this.observed.set();
		}

		@Override
		public ObservedSet read() {
			this.whenRead.run();
			return this.actual.set();
		}

		@Override
		public boolean evict(ObservedPod pod) {
			this.done.add("evict " + pod.name() + " " + pod.uid());
			return !this.refuses;
		}

		@Override
		public void scale(ObservedSet set, int replicas) {
			this.done.add("scale " + set.replicas() + " to " + replicas);
		}

	}

	private static final class Node implements VrNode {

		private Groups group = Groups.of(3);

		private final List<String> asked = new ArrayList<>();

		private final List<CompletableFuture<OperatorReply>> answers = new ArrayList<>();

		@Override
		public NodeReport report() {
			return this.group.node();
		}

		@Override
		public CompletableFuture<OperatorReply> operate(OperatorCommand command, long expectedEpoch,
				List<String> members, Duration timeout) {
			this.asked.add(command + " " + expectedEpoch + " " + members);
			CompletableFuture<OperatorReply> answer = new CompletableFuture<>();
			this.answers.add(answer);
			return answer;
		}

		void answer(Outcome outcome, String message) {
			GroupChange change = new GroupChange(0, Phase.NONE, List.of(), null);
			this.answers.get(this.answers.size() - 1)
				.complete(new OperatorReply(Header.NO_GROUP, 1, outcome, message, 0, change));
		}

	}

}
