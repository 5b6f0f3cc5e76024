package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.message.StartView;
import dev.viewstamped.replica.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of replicas that recover: what they take, and what they do not hear.
 */
class RecoveryStoryTests {

	/**
	 * Member 0 is still primary of view 0 and has lost the others, which are in view 1;
	 * the primary of view 1 does not answer member 2.
	 */
	@Test
	void stateOfAnEarlierViewIsNotTakenD14() {
		Story.formed(5)
			.write()
			.answered()
			.crash(2)
			.drop(0, 1)
			.drop(0, 3)
			.drop(0, 4)
			.drop(1, 0)
			.drop(3, 0)
			.drop(4, 0)
			.eventually("members 1, 3 and 4 are in view 1",
					(cluster) -> cluster.count((replica) -> replica.isNormal() && replica.report().view() == 1) == 3)
			.drop(1, 2)
			.restart(2)
			.later(2)
			.look(2, (report) -> assertThat(report.status()).isEqualTo(Status.RECOVERING))
			.look(0, (report) -> assertThat(report.view()).isZero())
			.converges();
	}

	/**
	 * The answers to the first attempt of a life are held. It recovers with later ones,
	 * acknowledges a command, and crashes; then the first ones reach its next life.
	 */
	@Test
	void answersToAnEarlierAttemptDoNotCountD14() {
		Story.formed(3)
			.write()
			.answered()
			.crash(2)
			.hold(-1, 2, RecoveryResponse.class)
			.restart(2)
			.later(1.5)
			.pass()
			.eventually("member 2 recovers", (cluster) -> cluster.replica(2).isNormal())
			.drop(0, 1, Prepare.class, NewState.class)
			.write()
			.answered()
			.crash(2)
			.drop(-1, 2, RecoveryResponse.class)
			.restart(2)
			.later(0.2)
			.release(RecoveryResponse.class)
			.later(0.2)
			.look(2, (report) -> assertThat(report.status()).isEqualTo(Status.RECOVERING))
			.converges();
	}

	/**
	 * A StartView that is older than the crash reaches a member that recovers.
	 */
	@Test
	void startViewIsNotHeardInRecoveryD15() {
		Story.formed(3)
			.copy(1, 2, StartView.class)
			.crash(0)
			.write()
			.answered()
			.restart(0)
			.eventually("member 0 recovers", (cluster) -> cluster.replica(0).isNormal())
			.crash(2)
			.write()
			.answered()
			.drop(-1, 2, RecoveryResponse.class)
			.restart(2)
			.later(0.2)
			.release(StartView.class)
			.later(0.2)
			.look(2, (report) -> assertThat(report.status()).isEqualTo(Status.RECOVERING))
			.converges();
	}

	/**
	 * The primary restarts before anybody misses it. It must not come back as primary of
	 * the same view, and the others begin the next one without waiting.
	 */
	@Test
	void primaryThatRestartsIsReplacedAtOnceD14() {
		Story.formed(3)
			.write()
			.answered()
			.crash(0)
			.restart(0)
			.later(0.5)
			.now("member 0 has recovered in view 1",
					(cluster) -> cluster.replica(0).isNormal() && cluster.replica(0).report().view() == 1)
			.write()
			.answered()
			.converges();
	}

	/**
	 * The members that answer change their view while member 2 fetches the log.
	 */
	@Test
	void memberRecoversThoughThePrimaryCrashesMeanwhile() {
		Story.formed(5)
			.write()
			.answered()
			.crash(2)
			.drop(-1, 2, NewState.class)
			.restart(2)
			.later(0.2)
			.look(2, (report) -> assertThat(report.status()).isEqualTo(Status.RECOVERING))
			.crash(0)
			.write()
			.answered()
			.pass()
			.eventually("member 2 recovers", (cluster) -> cluster.replica(2).isNormal())
			.restart(0)
			.converges();
	}

}
