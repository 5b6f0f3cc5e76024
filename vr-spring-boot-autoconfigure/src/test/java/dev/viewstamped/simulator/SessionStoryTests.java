package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Forward;
import dev.viewstamped.replica.Role;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of clients and their sessions.
 */
class SessionStoryTests {

	/**
	 * A client opens its session in view 1 and comes then to the primary of view 0, which
	 * the group has left behind: it does not know the session, and must not say that it
	 * was evicted.
	 */
	@Test
	void primaryThatWasLeftBehindEvictsNobodyD24() {
		Story.formed(3)
			.pause(0)
			.write()
			.answered()
			.isolate(0)
			.resume(0)
			.pause(1)
			.write()
			.later(3)
			.pending()
			.resume(1)
			.answered()
			.converges();
	}

	/**
	 * A request gets into the log of a primary that is left behind, and out of it again.
	 * When that member is primary of a later view, the request comes again.
	 */
	@Test
	void requestThatAViewChangeDroppedIsTakenAgainD22() {
		Story.formed(3)
			.writeAt(0)
			.answered()
			.drop(0, 1, Forward.class)
			.drop(0, 2, Forward.class)
			.isolate(0)
			.writeAt(0)
			.later(0.1)
			.look(0, (report) -> assertThat(report.opNumber()).isEqualTo(3))
			.eventually("member 1 is primary", (cluster) -> isPrimary(cluster, 1))
			.heal()
			.eventually("member 0 is in view 1", (cluster) -> isNormalIn(cluster, 0, 1))
			.look(0, (report) -> assertThat(report.opNumber()).isEqualTo(2))
			.crash(1)
			.restart(1)
			.eventually("member 1 recovers in view 2",
					(cluster) -> isPrimary(cluster, 2) && isNormalIn(cluster, 1, 2) && isNormalIn(cluster, 0, 2))
			.crash(2)
			.restart(2)
			.eventually("member 0 is primary of view 3",
					(cluster) -> isPrimary(cluster, 0) && isNormalIn(cluster, 0, 3))
			.answered()
			.converges();
	}

	private static boolean isPrimary(Cluster cluster, int member) {
		return cluster.replica(member).report().role() == Role.PRIMARY;
	}

	private static boolean isNormalIn(Cluster cluster, int member, long view) {
		return cluster.replica(member).isNormal() && cluster.replica(member).report().view() == view;
	}

}
