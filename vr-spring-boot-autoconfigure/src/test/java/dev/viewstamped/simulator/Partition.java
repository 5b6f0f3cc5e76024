package dev.viewstamped.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import dev.viewstamped.simulator.PacketSimulator.Direction;

/**
 * Which directed links between members are cut.
 */
final class Partition {

	private final Shape shape;

	private final Direction direction;

	private final boolean[][] cut;

	private Partition(Shape shape, Direction direction, boolean[][] cut) {
		this.shape = shape;
		this.direction = direction;
		this.cut = cut;
	}

	/**
	 * A partition of any shape that a group of this size can have.
	 * @param members size of the group, at least 2
	 * @param random decides shape, direction and who is where
	 * @return the partition
	 */
	static Partition random(int members, RandomGenerator random) {
		Shape[] possible = Arrays.stream(Shape.values())
			.filter((shape) -> shape.leastMembers <= members)
			.toArray(Shape[]::new);
		Shape shape = possible[random.nextInt(possible.length)];
		// Three members in a ring would all hear each other
		boolean oneWay = random.nextBoolean() || (shape == Shape.RING && members == 3);
		Direction direction = random.nextBoolean() ? Direction.FROM_SOME : Direction.TO_SOME;
		return of(shape, oneWay ? direction : Direction.BOTH, members, random);
	}

	/**
	 * A partition.
	 * @param shape its shape
	 * @param direction which direction of the links is cut
	 * @param members size of the group
	 * @param random decides who is where
	 * @return the partition
	 */
	static Partition of(Shape shape, Direction direction, int members, RandomGenerator random) {
		int[] places = shuffled(members, random);
		// Members with the same number of a side are together
		int[] sides = new int[members];
		for (int member = 0; member < members; member++) {
			sides[member] = switch (shape) {
				case LINK, ISOLATION -> (places[member] == 0) ? 0 : 1;
				case HALVES, BRIDGE -> (places[member] < members / 2) ? 0 : 1;
				case RANDOM -> (places[member] < 2) ? places[member] : random.nextInt(2);
				case RING -> places[member];
			};
		}
		boolean[][] cut = new boolean[members][members];
		for (int from = 0; from < members; from++) {
			for (int to = 0; to < members; to++) {
				boolean apart = sides[from] != sides[to] && switch (shape) {
					case LINK -> places[from] + places[to] == 1;
					case BRIDGE -> places[from] != 0 && places[to] != 0;
					case RING -> !areNeighbours(places[from], places[to], members, direction);
					case ISOLATION, HALVES, RANDOM -> true;
				};
				cut[from][to] = apart && (shape == Shape.RING || isCut(sides[from] < sides[to], direction));
			}
		}
		return new Partition(shape, direction, cut);
	}

	/**
	 * Whether a directed link is cut.
	 * @param from its beginning
	 * @param to its end
	 * @return {@code true} if it is cut
	 */
	boolean cuts(int from, int to) {
		return this.cut[from][to];
	}

	Shape shape() {
		return this.shape;
	}

	boolean isOneWay() {
		return this.direction != Direction.BOTH;
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(this.shape.name().toLowerCase(Locale.ROOT));
		text.append(isOneWay() ? ", one way, cuts" : " cuts");
		for (int from = 0; from < this.cut.length; from++) {
			for (int to = 0; to < this.cut.length; to++) {
				if (this.cut[from][to]) {
					text.append(' ').append(from).append("->").append(to);
				}
			}
		}
		return text.toString();
	}

	private static boolean isCut(boolean forward, Direction direction) {
		return switch (direction) {
			case BOTH -> true;
			case FROM_SOME -> forward;
			case TO_SOME -> !forward;
		};
	}

	private static boolean areNeighbours(int from, int to, int members, Direction direction) {
		boolean next = (from + 1) % members == to;
		boolean previous = (to + 1) % members == from;
		return switch (direction) {
			case BOTH -> next || previous;
			case FROM_SOME -> next;
			case TO_SOME -> previous;
		};
	}

	private static int[] shuffled(int count, RandomGenerator random) {
		int[] numbers = IntStream.range(0, count).toArray();
		for (int i = count - 1; i > 0; i--) {
			int other = random.nextInt(i + 1);
			int number = numbers[i];
			numbers[i] = numbers[other];
			numbers[other] = number;
		}
		return numbers;
	}

	/**
	 * Shapes of partitions.
	 */
	enum Shape {

		/** Two members do not hear each other; a third one hears both. */
		LINK(2),

		/** One member is alone. */
		ISOLATION(2),

		/** Two sides of about the same size. */
		HALVES(4),

		/** Each member is on one of two sides. */
		RANDOM(3),

		/** Two sides that have one member in common. */
		BRIDGE(4),

		/** Each member has two neighbours, or hears one and is heard by another. */
		RING(3);

		private final int leastMembers;

		Shape(int leastMembers) {
			this.leastMembers = leastMembers;
		}

	}

}
