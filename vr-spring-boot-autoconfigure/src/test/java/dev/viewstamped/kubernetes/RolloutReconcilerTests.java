package dev.viewstamped.kubernetes;

import dev.viewstamped.message.GroupChange.Phase;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.kubernetes.MembershipReconcilerTests.assertWaits;
import static org.assertj.core.api.Assertions.assertThat;

class RolloutReconcilerTests {

	private final RolloutReconciler reconciler = new RolloutReconciler(Groups.addressing(), Groups.TOLERANCE);

	@Test
	void reconcileWhenAllPodsAreCurrentRests() {
		assertThat(reconcile(Sets.of(3), Groups.of(3))).isEqualTo(Step.REST);
	}

	@Test
	void reconcileLeavesASetAloneThatRollsByItself() {
		assertThat(reconcile(Sets.of(3).outdated(0, 1, 2).rollingUpdate(), Groups.of(3))).isEqualTo(Step.REST);
	}

	@Test
	void reconcileElsewhereThanAtThePrimaryRests() {
		assertThat(reconcile(Sets.of(3).outdated(0, 1, 2), Groups.of(3).backup())).isEqualTo(Step.REST);
	}

	@Test
	void reconcileEvictsBackupsFromTheLastOneAndHandsOverAtTheEnd() {
		assertEvicts(reconcile(Sets.of(3).outdated(0, 1, 2), Groups.of(3)), 2);
		assertEvicts(reconcile(Sets.of(3).outdated(0, 1), Groups.of(3)), 1);
		assertThat(reconcile(Sets.of(3).outdated(0), Groups.of(3))).isEqualTo(new Step.HandOver());
		assertEvicts(reconcile(Sets.of(3).outdated(0), Groups.of(3).self(1)), 0);
	}

	@Test
	void reconcileEvictsThePodOfThePrimaryLast() {
		assertEvicts(reconcile(Sets.of(3).outdated(0, 1, 2), Groups.of(3).self(2)), 1);
		assertThat(reconcile(Sets.of(3).outdated(2), Groups.of(3).self(2))).isEqualTo(new Step.HandOver());
	}

	@Test
	void reconcileWhileAPodIsReplacedWaits() {
		assertWaits(reconcile(Sets.of(3).outdated(0, 1, 2).terminating(2), Groups.of(3)), "pod-restarting", "vr-2");
		assertWaits(reconcile(Sets.of(3).outdated(0, 1).without(2), Groups.of(3).silent(2)), "pod-restarting", "vr-2");
	}

	@Test
	void reconcileWhileAMemberIsNotNormalWaits() {
		assertWaits(reconcile(Sets.of(3).outdated(0, 1), Groups.of(3).silent(2)), "member-not-normal", "[vr-2]");
		assertWaits(reconcile(Sets.of(3).outdated(0, 1), Groups.of(3).lagging(2)), "member-not-normal", "[vr-2]");
		assertWaits(reconcile(Sets.of(3).outdated(0, 1), Groups.of(3).blank(2)), "member-not-normal", "1 members");
		assertWaits(reconcile(Sets.of(3).outdated(0, 1).unready(2), Groups.of(3)), "member-not-normal", "[vr-2]");
	}

	@Test
	void reconcileWhileAMemberIsAboutToStopWaits() {
		Groups group = Groups.of(3);
		group.stopping.add(2);
		assertWaits(reconcile(Sets.of(3).outdated(0, 1), group), "member-not-normal", "[vr-2]");
	}

	@Test
	void reconcileEvictsAnOutdatedPodFirstThatDoesNotServe() {
		assertEvicts(reconcile(Sets.of(3).outdated(0, 1, 2).unready(1), Groups.of(3).blank(1)), 1);
		assertEvicts(reconcile(Sets.of(3).outdated(0, 1, 2).unready(1), Groups.of(3).silent(1)), 1);
	}

	@Test
	void reconcileWhenTwoDoNotServeEvictsNone() {
		assertWaits(reconcile(Sets.of(5).outdated(0, 1, 2, 3, 4).unready(1, 2), Groups.of(5).silent(1).silent(2)),
				"member-not-normal", "[vr-1, vr-2]");
		assertWaits(reconcile(Sets.of(5).outdated(1).unready(1), Groups.of(5).silent(1).blank(2)), "member-not-normal",
				"[vr-1]");
	}

	@Test
	void reconcileWaitsUntilPodsHaveBeenReadyForLongEnough() {
		assertWaits(reconcile(Sets.of(3).outdated(0, 1).available(2), Groups.of(3)), "pod-not-available", "2 of 3");
	}

	@Test
	void reconcileWhileTheSizeChangesWaits() {
		assertWaits(reconcile(Sets.of(5).outdated(0, 1), Groups.of(3).standby(3, 4)), "scale-pending", "5 pods");
		assertWaits(reconcile(Sets.of(3).outdated(0, 1), Groups.of(5)), "scale-pending", "3 pods");
		assertWaits(reconcile(Sets.of(3).outdated(0, 1), Groups.of(3).phase(Phase.TRANSITIONING)), "change-under-way",
				"epoch");
	}

	@Test
	void reconcileWhileTheControllerOfTheSetIsBehindWaits() {
		assertWaits(reconcile(Sets.of(3).outdated(0).unsettled(), Groups.of(3)), "set-changing", "latest change");
	}

	@Test
	void reconcileDoesNotTakeTheQuorumOfASmallGroup() {
		assertWaits(reconcile(Sets.of(1).outdated(0), Groups.of(1)), "group-too-small", "by hand");
	}

	private Step reconcile(Sets set, Groups group) {
		return this.reconciler.reconcile(set.set(), group.report(), 0);
	}

	private static void assertEvicts(Step step, int ordinal) {
		assertThat(step).isInstanceOfSatisfying(Step.Evict.class,
				(evict) -> assertThat(evict.pod().name()).isEqualTo(new PodName("vr", ordinal)));
	}

}
