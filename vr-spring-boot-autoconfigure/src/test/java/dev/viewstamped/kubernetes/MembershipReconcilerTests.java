package dev.viewstamped.kubernetes;

import java.util.List;
import java.util.UUID;

import dev.viewstamped.message.GroupChange.Phase;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Standby;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MembershipReconcilerTests {

	private final MembershipReconciler reconciler = new MembershipReconciler(Groups.addressing(), Groups.TOLERANCE);

	@Test
	void reconcileWhenSizesAreEqualRests() {
		assertThat(reconcile(Sets.of(3), Groups.of(3), 0)).isEqualTo(Step.REST);
	}

	@Test
	void reconcileElsewhereThanAtThePrimaryRests() {
		assertThat(reconcile(Sets.of(5), Groups.of(3).standby(3, 4).backup(), 0)).isEqualTo(Step.REST);
		assertThat(reconcile(Sets.of(5), Groups.of(3).standby(3, 4).silent(1).silent(2), 0)).isEqualTo(Step.REST);
		assertThat(this.reconciler.reconcile(Sets.of(5).set(), null, 0)).isEqualTo(Step.REST);
	}

	@Test
	void reconcileWhenSetHasGrownAddsItsPodsOnceAllHaveJoined() {
		assertWaits(reconcile(Sets.of(5).without(4), Groups.of(3).standby(3), 0), "waiting-for-pods",
				"missing: [vr-4.vr-peers:8080 (no such pod)]");
		assertWaits(reconcile(Sets.of(5), Groups.of(3).standby(3), 0), "waiting-for-pods", "(pod has not joined)");
		assertThat(reconcile(Sets.of(5), Groups.of(3).standby(3, 4), 0))
			.isEqualTo(new Step.Reconfigure(0, Groups.addresses(5)));
	}

	@Test
	void reconcileTakesTheSizeFromTheSetAndNotFromThePodsThatAreThere() {
		assertThat(reconcile(Sets.of(3).without(2), Groups.of(3).silent(2), 0)).isEqualTo(Step.REST);
		assertThat(reconcile(Sets.of(5).scaledTo(3), Groups.of(3).standby(3, 4), 0)).isEqualTo(Step.REST);
	}

	@Test
	void reconcileWhenSetHasShrunkTakesItsLastPodsAway() {
		assertThat(reconcile(Sets.of(5).scaledTo(3).terminating(3, 4), Groups.of(5).self(4), 0))
			.isEqualTo(new Step.Reconfigure(0, Groups.addresses(3)));
		assertThat(reconcile(Sets.of(3), Groups.of(5).silent(3).silent(4), 0))
			.isEqualTo(new Step.Reconfigure(0, Groups.addresses(3)));
	}

	@Test
	void reconcileWhenPodsAreLeavingDoesNotWaitForAMemberThatStays() {
		assertThat(reconcile(Sets.of(5).scaledTo(3).terminating(3, 4), Groups.of(5).silent(1), 0))
			.isEqualTo(new Step.Reconfigure(0, Groups.addresses(3)));
		assertWaits(reconcile(Sets.of(5).scaledTo(3).terminating(3, 4), Groups.of(5).silent(1).silent(2), 0),
				"no-quorum-after", "vr-1.vr-peers:8080, vr-2.vr-peers:8080");
	}

	@Test
	void reconcileWithEvenSizeWaits() {
		assertWaits(reconcile(Sets.of(4), Groups.of(3).standby(3), 0), "size-even", "use 3 or 5");
	}

	@Test
	void reconcileWithImpossibleSizeWaits() {
		assertWaits(reconcile(Sets.of(3).scaledTo(1), Groups.of(3), 0), "size-invalid", "from 3 to 31 members");
		assertWaits(reconcile(Sets.of(3).scaledTo(0), Groups.of(3), 0), "size-invalid", "has 0 replicas");
		assertWaits(reconcile(Sets.of(33), Groups.of(3), 0), "size-invalid", "has 33 replicas");
	}

	@Test
	void reconcileWhenTooManyWouldGoWaits() {
		assertWaits(reconcile(Sets.of(7).scaledTo(3), Groups.of(7), 0), "step-too-large", "scale to 5");
		assertWaits(reconcile(Sets.of(8).scaledTo(5), Groups.of(8), 0), "step-too-large", "scale to 7");
		assertThat(reconcile(Sets.of(7).scaledTo(5), Groups.of(7), 0))
			.isEqualTo(new Step.Reconfigure(0, Groups.addresses(5)));
	}

	@Test
	void reconcileWhileAChangeIsUnderWayWaitsWhateverTheSizeIsNow() {
		for (Phase phase : List.of(Phase.WARMING, Phase.COMMITTING, Phase.TRANSITIONING)) {
			assertWaits(reconcile(Sets.of(5), Groups.of(3).standby(3, 4).phase(phase), 0), "change-under-way", "epoch");
			assertWaits(reconcile(Sets.of(3), Groups.of(3).phase(phase), 0), "change-under-way", "epoch");
		}
		assertThat(reconcile(Sets.of(3), Groups.of(3).phase(Phase.COMPLETE), 0)).isEqualTo(Step.REST);
	}

	@Test
	void reconcileWaitsForAMemberThatRestartsButNotForever() {
		Groups group = Groups.of(3).standby(3, 4).silent(1);
		assertWaits(reconcile(Sets.of(5), group, 1000), "member-not-normal", "vr-1.vr-peers:8080");
		assertWaits(reconcile(Sets.of(5), group, 60_000), "member-not-normal", "vr-1.vr-peers:8080");
		assertThat(reconcile(Sets.of(5), group, 61_000)).isEqualTo(new Step.Reconfigure(0, Groups.addresses(5)));
	}

	@Test
	void reconcileWaitsForAMemberThatRecoversOrLags() {
		assertWaits(reconcile(Sets.of(5), Groups.of(3).standby(3, 4).blank(1), 0), "member-not-normal", "1 members");
		assertWaits(reconcile(Sets.of(5), Groups.of(3).standby(3, 4).lagging(2), 0), "member-not-normal", "vr-2");
	}

	@Test
	void reconcileNeverDropsMembersThatAreNoPods() {
		Groups group = Groups.of(3);
		group.members.add(new Member(7, "elsewhere:8080"));
		assertWaits(reconcile(Sets.of(3), group, 0), "foreign-members", "[elsewhere:8080]");
	}

	@Test
	void reconcileTakesAMemberBackThatIsMissingFromTheFirstPods() {
		Groups group = Groups.of(3);
		group.members.remove(1);
		group.members.add(new Member(3, Groups.address(3)));
		group.members.add(new Member(4, Groups.address(4)));
		group.standbys.add(new Standby(9, Groups.address(1), new UUID(1, 9), 0));
		assertThat(reconcile(Sets.of(5), group, 0)).isEqualTo(new Step.Reconfigure(0, Groups.addresses(5)));
	}

	@Test
	void reconcileWithAnnotationShrinksTheGroupFirstAndTheSetAfterwards() {
		Sets set = Sets.of(5).target("3");
		Groups group = Groups.of(5);
		assertThat(reconcile(set, group, 0)).isEqualTo(new Step.Reconfigure(0, Groups.addresses(3)));
		group.become(Groups.addresses(3));
		assertWaits(reconcile(set, group.phase(Phase.TRANSITIONING), 0), "change-under-way", "epoch 1");
		assertThat(reconcile(set, group.phase(Phase.COMPLETE), 0)).isEqualTo(new Step.Scale(3));
		assertThat(reconcile(set.scaledTo(3), group, 0)).isEqualTo(Step.REST);
	}

	@Test
	void reconcileWithAnnotationGrowsTheSetFirst() {
		assertThat(reconcile(Sets.of(3).target("7"), Groups.of(3), 0)).isEqualTo(new Step.Scale(5));
		assertThat(reconcile(Sets.of(4).target("7"), Groups.of(3), 0)).isEqualTo(new Step.Scale(5));
		assertWaits(reconcile(Sets.of(7).target("7"), Groups.of(3), 0), "waiting-for-pods", "vr-6");
	}

	@Test
	void reconcileWithBadAnnotationWaits() {
		assertWaits(reconcile(Sets.of(3).target("three"), Groups.of(3), 0), "size-invalid", "'three'");
		assertWaits(reconcile(Sets.of(5).target("4"), Groups.of(5), 0), "size-even", "annotation");
		assertWaits(reconcile(Sets.of(7).target("3"), Groups.of(7), 0), "step-too-large", "5");
	}

	@Test
	void reconcileWithoutSetOrWithOtherOrdinalsWaits() {
		assertWaits(this.reconciler.reconcile(null, Groups.of(3).report(), 0), "set-missing", "'vr'");
		ObservedSet shifted = new ObservedSet("1", 3, null, 1, true, true, Sets.NEW, 3, List.of());
		assertWaits(this.reconciler.reconcile(shifted, Groups.of(3).report(), 0), "ordinals", "begin with 1");
	}

	private Step reconcile(Sets set, Groups group, long nowNanos) {
		return this.reconciler.reconcile(set.set(), group.report(), nowNanos);
	}

	static void assertWaits(Step step, String code, String message) {
		assertThat(step).isInstanceOfSatisfying(Step.Wait.class, (wait) -> {
			assertThat(wait.code()).isEqualTo(code);
			assertThat(wait.message()).contains(message);
		});
	}

}
