package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.ConfirmViewOk;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.Invocation.Outcome;

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
			.isolate(2)
			.crash(0)
			.drop(-1, 4, NewState.class)
			.hold(4, 2, GetState.class)
			.eventually("member 1 is primary", (cluster) -> isPrimary(cluster, 1))
			.eventuallyHeld(4, 2, GetState.class)
			.pass()
			.restart(0)
			.eventually("all but member 2 are in view 1",
					(cluster) -> cluster.count((replica) -> replica.isNormal() && replica.report().view() == 1) == 4)
			.look(2, (report) -> assertThat(report.opNumber()).isEqualTo(3))
			.hold(-1, 2, DoViewChange.class)
			.crash(1)
			.heal()
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

	/**
	 * The primary is heard and hears nobody, neither members nor clients, so nothing
	 * waits to be committed or confirmed. The others must not wait for it for ever.
	 */
	@Test
	void primaryThatHearsNobodyFallsSilentD30() {
		Story.formed(3)
			.write()
			.answered()
			.later(10)
			.drop(-1, 0)
			.eventually("member 1 is primary", (cluster) -> isPrimary(cluster, 1))
			.write()
			.answered()
			.converges();
	}

	/**
	 * Two backups do not confirm the view of the primary, and there are only queries:
	 * nothing waits to be committed.
	 */
	@Test
	void primaryThatCannotConfirmItsViewAbdicates() {
		Story.formed(5)
			.write()
			.answered()
			.later(10)
			.drop(3, 0, ConfirmViewOk.class)
			.drop(4, 0, ConfirmViewOk.class)
			.crash(1)
			.later(3)
			.look(0, (report) -> assertThat(report.role()).isEqualTo(Role.PRIMARY))
			.read(Consistency.LINEARIZABLE)
			.ends(Outcome.OK, Outcome.DID_NOT_HAPPEN)
			.eventually("member 2 is primary", (cluster) -> isPrimary(cluster, 2))
			.read(Consistency.LINEARIZABLE)
			.answered()
			.converges();
	}

	/**
	 * A primary with queries loses contact with the quorum and finds it again: it goes
	 * on.
	 */
	@Test
	void primaryThatFindsTheQuorumAgainGoesOn() {
		Story.formed(3)
			.write()
			.answered()
			.later(10)
			.isolate(0)
			.pause(1, 2)
			.read(Consistency.LINEARIZABLE)
			.ends(Outcome.DID_NOT_HAPPEN)
			.heal()
			.resume(1, 2)
			.read(Consistency.LINEARIZABLE)
			.answered()
			.later(3)
			.now("no view was begun", (cluster) -> cluster.maxView() == 0)
			.converges();
	}

	private static boolean isPrimary(Cluster cluster, int member) {
		ReplicaReport report = cluster.replica(member).report();
		return report.status() == Status.NORMAL && report.role() == Role.PRIMARY;
	}

}
