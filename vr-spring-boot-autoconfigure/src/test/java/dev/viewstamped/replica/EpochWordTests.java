package dev.viewstamped.replica;

import java.util.Objects;

import dev.viewstamped.message.GroupChange.Phase;
import dev.viewstamped.message.OperatorReply.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EpochWord}.
 */
class EpochWordTests {

	/** Starts a process of the first configuration without state. */
	private static void restart(ChangingGroup group, int id) {
		group.crash(id);
		group.restart(id);
		group.runUntil(() -> group.replica(id).relocation() != null);
		group.restartIn(Objects.requireNonNull(group.replica(id).relocation()), id);
		group.runUntil(() -> group.report(id).status() == Status.NORMAL);
	}

	@Test
	void membersThatCameIntoTheEpochLaterTellThoseOfBeforeIt() {
		ChangingGroup group = ChangingGroup.ofThree();
		group.write(5);
		group.warmStandbys(3, 4);
		assertThat(group.change(0, 0, ChangingGroup.addresses(0, 1, 2, 3, 4)).outcome()).isEqualTo(Outcome.ACCEPTED);
		group.runUntil(() -> group.report(0).change().phase() == Phase.COMPLETE);
		for (int id : new int[] { 3, 4 }) {
			group.crash(id);
			group.restart(id, 0);
			group.runUntil(() -> group.report(id).status() == Status.NORMAL);
		}
		restart(group, 2);
		restart(group, 1);
		restart(group, 0);
		group.write(5);
		group.runUntil(() -> group.hasCaughtUp(0));
		assertThat(group.epoch(0)).isEqualTo(1);
		assertThat(group.contents(0)).isEqualTo(group.contents(3));
	}

}
