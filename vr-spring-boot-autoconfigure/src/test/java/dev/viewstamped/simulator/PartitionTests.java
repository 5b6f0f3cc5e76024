package dev.viewstamped.simulator;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.viewstamped.simulator.PacketSimulator.Direction;
import dev.viewstamped.simulator.Partition.Shape;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Partition}.
 */
class PartitionTests {

	private final SplittableRandom random = new SplittableRandom(1);

	@Test
	void linkIsCutBetweenTwo() {
		assertThat(cuts(of(Shape.LINK, Direction.BOTH, 5), 5)).isEqualTo(2);
		assertThat(cuts(of(Shape.LINK, Direction.FROM_SOME, 5), 5)).isEqualTo(1);
	}

	@Test
	void isolatedMemberIsDeafOrMuteOrBoth() {
		assertThat(cuts(of(Shape.ISOLATION, Direction.BOTH, 5), 5)).isEqualTo(8);
		Partition mute = of(Shape.ISOLATION, Direction.FROM_SOME, 5);
		assertThat(IntStream.range(0, 5).filter((member) -> sent(mute, member, 5) == 4)).hasSize(1);
		Partition deaf = of(Shape.ISOLATION, Direction.TO_SOME, 5);
		assertThat(IntStream.range(0, 5).filter((member) -> sent(deaf, member, 5) == 1)).hasSize(4);
	}

	@Test
	void halvesAreOfEqualSize() {
		assertThat(cuts(of(Shape.HALVES, Direction.BOTH, 4), 4)).isEqualTo(8);
		assertThat(cuts(of(Shape.HALVES, Direction.TO_SOME, 5), 5)).isEqualTo(6);
	}

	@Test
	void randomPartitionCutsSomething() {
		for (int i = 0; i < 100; i++) {
			assertThat(cuts(of(Shape.RANDOM, Direction.BOTH, 3), 3)).isEqualTo(4);
		}
	}

	@Test
	void bridgeHasOneMemberThatHearsAll() {
		for (Direction direction : Direction.values()) {
			Partition bridge = of(Shape.BRIDGE, direction, 5);
			assertThat(
					IntStream.range(0, 5).filter((member) -> sent(bridge, member, 5) + heard(bridge, member, 5) == 0))
				.hasSize(1);
			assertThat(cuts(bridge, 5)).isEqualTo((direction == Direction.BOTH) ? 6 : 3);
		}
	}

	@Test
	void ringHasTwoNeighboursOrOneEachWay() {
		Partition ring = of(Shape.RING, Direction.BOTH, 5);
		Partition oneWay = of(Shape.RING, Direction.FROM_SOME, 5);
		for (int member = 0; member < 5; member++) {
			assertThat(sent(ring, member, 5)).isEqualTo(2);
			assertThat(heard(ring, member, 5)).isEqualTo(2);
			assertThat(sent(oneWay, member, 5)).isEqualTo(3);
			assertThat(heard(oneWay, member, 5)).isEqualTo(3);
		}
	}

	@Test
	void anyPartitionCutsSomethingAndNobodyFromItself() {
		Set<Shape> shapes = EnumSet.noneOf(Shape.class);
		for (int members = 2; members <= 7; members++) {
			for (int i = 0; i < 200; i++) {
				Partition partition = Partition.random(members, this.random);
				shapes.add(partition.shape());
				assertThat(cuts(partition, members)).as("%s", partition).isPositive();
				assertThat(IntStream.range(0, members)).noneMatch((member) -> partition.cuts(member, member));
			}
		}
		assertThat(shapes).containsExactly(Shape.values());
	}

	private Partition of(Shape shape, Direction direction, int members) {
		return Partition.of(shape, direction, members, this.random);
	}

	private static long cuts(Partition partition, int members) {
		return IntStream.range(0, members).mapToLong((from) -> sent(partition, from, members)).sum();
	}

	private static long sent(Partition partition, int from, int members) {
		return IntStream.range(0, members).filter((to) -> partition.cuts(from, to)).count();
	}

	private static long heard(Partition partition, int to, int members) {
		return IntStream.range(0, members).filter((from) -> partition.cuts(from, to)).count();
	}

}
