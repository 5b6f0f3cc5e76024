package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of view changes and of logs that come late.
 */
class ViewChangeStoryTests {

	/**
	 * A and C have x, which is not committed; B, D and E start view 1 without it. C is to
	 * be primary of view 2 and, while it still has its old log, answers a question that E
	 * asked in view 1. The answer reaches E when both are normal in view 2, where x is
	 * gone.
	 */
	@Test
	void pieceOfTheLogThatAPrimaryHadBeforeItsViewIsNotOfTheView() {
		Story.formed(5)
			.drop(0, 4, Prepare.class, NewState.class)
			.writeAt(0)
			.answered()
			.drop(0, 1, Prepare.class, NewState.class)
			.drop(0, 3, Prepare.class, NewState.class)
			.writeAt(0)
			.later(0.1)
			.look(2, (report) -> assertThat(report.opNumber()).isEqualTo(3))
			.drop(-1, 2, StartViewChange.class, StartView.class)
			.crash(0)
			.drop(-1, 4, NewState.class)
			.hold(4, 2, GetState.class)
			.eventually("member 1 is primary", (cluster) -> isPrimary(cluster, 1))
			.eventuallyHeld(4, 2, GetState.class)
			.pass()
			.drop(-1, 2, StartViewChange.class, StartView.class)
			.restart(0)
			.eventually("all but member 2 are in view 1",
					(cluster) -> cluster.count((replica) -> replica.isNormal() && replica.report().view() == 1) == 4)
			.look(2, (report) -> assertThat(report.opNumber()).isEqualTo(3))
			.crash(1)
			.pass()
			.hold(-1, 2, DoViewChange.class)
			.eventually("member 2 is to be primary",
					(cluster) -> cluster.replica(2).report().view() == 2
							&& cluster.replica(2).report().status() == Status.VIEW_CHANGE)
			.hold(2, 4, NewState.class)
			.release(GetState.class)
			.eventuallyHeld(2, 4, NewState.class)
			.pass()
			.release(DoViewChange.class)
			.eventually("members 2 and 4 are in view 2",
					(cluster) -> isPrimary(cluster, 2) && cluster.replica(4).isNormal()
							&& cluster.replica(4).report().view() == 2)
			.look(4, (report) -> assertThat(report.opNumber()).isEqualTo(2))
			.release(NewState.class)
			.later(0.1)
			.write()
			.answered()
			.restart(1)
			.converges();
	}

	private static boolean isPrimary(Cluster cluster, int member) {
		ReplicaReport report = cluster.replica(member).report();
		return report.status() == Status.NORMAL && report.role() == Role.PRIMARY;
	}

}
