package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.NewState;
import dev.viewstamped.replica.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of replicas that recover: what they take, and what they do not hear.
 */
class RecoveryStoryTests {

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
