package dev.viewstamped.kubernetes;

import dev.viewstamped.kubernetes.Marker.State;
import dev.viewstamped.message.Header;
import dev.viewstamped.replica.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.kubernetes.MembershipReconcilerTests.assertWaits;
import static org.assertj.core.api.Assertions.assertThat;

class BootstrapMarkerTests {

	private static final String GROUP = "00112233445566778899aabbccddeeff";

	@Test
	void mayFormUnlessAGroupWasFormed() {
		assertThat(marker(new Store(new Marker(State.NEW, "", "1"))).mayForm()).isTrue();
		assertThat(marker(new Store(new Marker(State.FORMING, GROUP, "1"))).mayForm()).isTrue();
		assertThat(marker(new Store(new Marker(State.FORMED, GROUP, "1"))).mayForm()).isFalse();
		assertThat(marker(new Store(null)).mayForm()).isTrue();
	}

	@Test
	void mayFormWithoutAnAnswerIsFalse() {
		Store store = new Store(null);
		store.fails = true;
		assertThat(marker(store).mayForm()).isFalse();
	}

	@Test
	void advanceAfterAStartWithoutAnAnswerSaysWhatToDo() {
		Store store = new Store(null);
		store.fails = true;
		BootstrapMarker marker = marker(store);
		marker.mayForm();
		Groups lost = Groups.of(3);
		lost.groupId = Header.NO_GROUP;
		lost.condition = new Condition(Condition.STATE_LOST, "lost");
		assertWaits(marker.advance(lost.report()), "marker-refuses", "restart the pod (no answer)");
	}

	@Test
	void advanceAtThePrimaryOfANewGroupRemembersIt() {
		Store store = new Store(new Marker(State.NEW, "", "1"));
		BootstrapMarker marker = marker(store);
		assertThat(marker.admitsTraffic(Groups.of(3).report())).isFalse();
		assertThat(marker.advance(Groups.of(3).report())).isEqualTo(Step.REST);
		assertThat(store.marker).isEqualTo(new Marker(State.FORMED, GROUP, "3"));
		assertThat(marker.admitsTraffic(Groups.of(3).report())).isTrue();
	}

	@Test
	void advanceAtABackupWaitsUntilThePrimaryHasRememberedIt() {
		Store store = new Store(new Marker(State.NEW, "", "1"));
		BootstrapMarker marker = marker(store);
		marker.advance(Groups.of(3).backup().report());
		assertThat(marker.admitsTraffic(Groups.of(3).backup().report())).isFalse();
		store.marker = new Marker(State.FORMED, GROUP, "3");
		marker.advance(Groups.of(3).backup().report());
		assertThat(marker.admitsTraffic(Groups.of(3).backup().report())).isTrue();
	}

	@Test
	void advanceWithoutQuorumDoesNotRemember() {
		Store store = new Store(new Marker(State.NEW, "", "1"));
		marker(store).advance(Groups.of(3).silent(1).silent(2).report());
		assertThat(store.marker).isEqualTo(new Marker(State.NEW, "", "1"));
	}

	@Test
	void advanceAfterACrashInFormingTakesTheGroupThatWasFormedSince() {
		Store store = new Store(new Marker(State.FORMING, "another", "1"));
		marker(store).advance(Groups.of(3).report());
		assertThat(store.marker).isEqualTo(new Marker(State.FORMED, GROUP, "3"));
	}

	@Test
	void advanceWhenSomebodyElseHasWrittenTriesAgain() {
		Store store = new Store(new Marker(State.NEW, "", "1"));
		store.conflicts = 1;
		BootstrapMarker marker = marker(store);
		assertWaits(marker.advance(Groups.of(3).report()), "marker-conflict", "trying again");
		assertThat(marker.advance(Groups.of(3).report())).isEqualTo(Step.REST);
		assertThat(store.marker).isEqualTo(new Marker(State.FORMED, GROUP, "3"));
	}

	@Test
	void advanceWhenMarkerNamesAnotherGroupWaitsForTheOperator() {
		Store store = new Store(new Marker(State.FORMED, "another", "1"));
		assertWaits(marker(store).advance(Groups.of(3).report()), "marker-mismatch", "group another");
		assertThat(store.marker).isEqualTo(new Marker(State.FORMED, "another", "1"));
	}

	@Test
	void advanceOfAGroupThatIsOlderThanTheMarkerRemembersIt() {
		Store store = new Store(new Marker(State.NEW, "", "1"));
		Groups group = Groups.of(3);
		group.formed = false;
		BootstrapMarker marker = marker(store);
		assertThat(marker.admitsTraffic(group.report())).isTrue();
		marker.advance(group.report());
		assertThat(store.marker).isEqualTo(new Marker(State.FORMED, GROUP, "2"));
	}

	@Test
	void advanceWhenAllHaveLostTheStateSaysWhatToDo() {
		BootstrapMarker marker = marker(new Store(new Marker(State.FORMED, GROUP, "1")));
		marker.mayForm();
		Groups lost = Groups.of(3);
		lost.groupId = Header.NO_GROUP;
		assertThat(marker.advance(lost.report())).isEqualTo(Step.REST);
		lost.condition = new Condition(Condition.STATE_LOST, "lost");
		assertWaits(marker.advance(lost.report()), "marker-refuses", "set the marker's state to NEW");
	}

	private static BootstrapMarker marker(Store store) {
		return new BootstrapMarker(store, "ConfigMap 'vr-cluster'");
	}

	static final class Store implements MarkerStore {

		private @Nullable Marker marker;

		private boolean fails;

		private int conflicts;

		Store(@Nullable Marker marker) {
			this.marker = marker;
		}

		@Override
		public @Nullable Marker read() {
			if (this.fails) {
				throw new IllegalStateException("no answer");
			}
			return this.marker;
		}

		@Override
		public boolean write(Marker marker) {
			if (this.conflicts-- > 0 || this.marker == null || !this.marker.version().equals(marker.version())) {
				return false;
			}
			int version = Integer.parseInt(marker.version()) + 1;
			this.marker = new Marker(marker.state(), marker.groupId(), Integer.toString(version));
			return true;
		}

	}

}
