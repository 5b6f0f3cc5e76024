package dev.viewstamped.replica;

import org.junit.jupiter.api.Test;

import dev.viewstamped.simulator.naive.NaiveRule;

import static dev.viewstamped.replica.DirectGroup.TIMEOUT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for two processes of one member, the earlier of which goes on after the later one
 * has recovered.
 */
class SupersededLifeTests {

	private static final int EARLIER_BOOT = 3;

	private final DirectGroup group = new DirectGroup();

	@Test
	void earlierLifeThatComesBackStops() {
		this.group.start(0);
		this.group.start(1);
		Replica earlier = this.group.start(2);
		this.group.run(5 * TIMEOUT_NANOS);
		assertThat(earlier.report().available()).isTrue();
		this.group.pause(earlier);
		Replica later = this.group.start(2);
		this.group.run(5 * TIMEOUT_NANOS);
		assertThat(later.report().available()).isTrue();

		this.group.pause(later);
		this.group.leadTo(2, EARLIER_BOOT);
		this.group.resume(earlier);
		this.group.run(TIMEOUT_NANOS);

		assertThat(earlier.report().condition()).as("what stopped it").satisfies((condition) -> {
			assertThat(condition).isNotNull();
			assertThat(condition.code()).isEqualTo(Condition.SUPERSEDED);
		});
		assertThat(this.group.at(0).report().available()).isTrue();
	}

	@Test
	void goingOnAsAnEarlierLifeIsCaught() {
		NaiveRule
			.in("replica/Dispatch", "this.state.stop(new Condition(Condition.SUPERSEDED,",
					"java.util.Objects.requireNonNull(new Condition(Condition.SUPERSEDED,")
			.isCaughtBy(getClass(), "earlierLifeThatComesBackStops", "what stopped it");
	}

}
