package dev.viewstamped.kubernetes;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PodDepartureTests {

	@Test
	void isExpectedOfPodsThatTheSetLacks() {
		assertThat(departure(Sets.of(5).scaledTo(3).set(), 3)).isTrue();
		assertThat(departure(Sets.of(5).scaledTo(3).set(), 2)).isFalse();
		assertThat(departure(Sets.of(5).set(), 4)).isFalse();
	}

	@Test
	void isExpectedOfNoneWhenAllPodsGo() {
		assertThat(departure(Sets.of(3).scaledTo(0).set(), 2)).isFalse();
		assertThat(departure(null, 2)).isFalse();
	}

	@Test
	void isExpectedWithoutAnAnswerIsFalse() {
		PodDeparture departure = new PodDeparture(new Topology(null) {

			@Override
			public ObservedSet observed() {
				throw new IllegalStateException("no answer");
			}

		}, new PodName("vr", 4));
		assertThat(departure.isExpected()).isFalse();
		assertThat(departure.isExpected()).isFalse();
	}

	private static boolean departure(@Nullable ObservedSet set, int ordinal) {
		return new PodDeparture(new Topology(set), new PodName("vr", ordinal)).isExpected();
	}

	private static class Topology implements DesiredTopology {

		private final @Nullable ObservedSet set;

		Topology(@Nullable ObservedSet set) {
			this.set = set;
		}

		@Override
		public @Nullable ObservedSet observed() {
			return this.set;
		}

		@Override
		public @Nullable ObservedSet read() {
			throw new UnsupportedOperationException();
		}

	}

}
