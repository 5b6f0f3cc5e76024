package dev.viewstamped.service;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JsonValues}.
 */
class JsonValuesTests {

	private final JsonValues values = new JsonValues();

	@Test
	void stringsAndNumbersAreJson() {
		assertThat(text(this.values.encode("a\"b"))).isEqualTo("\"a\\\"b\"");
		assertThat(text(this.values.encode(5L))).isEqualTo("5");
		assertThat(this.values.decode(bytes("5"), Long.class)).isEqualTo(5L);
		assertThat(this.values.decode(bytes("\"a\""), String.class)).isEqualTo("a");
	}

	@Test
	void objectReadBackGivesTheSameBytes() {
		Order order = new Order(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), new BigDecimal("1.10"),
				Instant.parse("2026-01-01T00:00:00.000000001Z"), Map.of("b", 2, "a", 1), Set.of("z", "y", "x"),
				Optional.of(List.of(1.5, Double.NaN)), new byte[] { 1, 2 });
		byte[] bytes = this.values.encode(order);
		assertThat(this.values.encode(this.values.decode(bytes, Order.class))).isEqualTo(bytes);
		assertThat(text(bytes)).contains("\"counts\":{\"a\":1,\"b\":2}").contains("\"tags\":[\"x\",\"y\",\"z\"]");
	}

	/**
	 * Java 17 and 21 convert this number to different texts.
	 */
	@Test
	void doubleIsTheSameInAllVersionsOfJava() {
		assertThat(text(this.values.encode(8.41E21))).isEqualTo("8.41E21");
		assertThat(text(this.values.encode(new double[] { 2.0E23, 0.1 }))).isEqualTo("[2.0E23,0.1]");
	}

	@Test
	void orderOfMapsAndSetsDoesNotCount() {
		Map<String, Integer> forwards = new LinkedHashMap<>();
		Map<String, Integer> backwards = new LinkedHashMap<>();
		for (int i = 0; i < 10; i++) {
			forwards.put("k" + i, i);
			backwards.put("k" + (9 - i), 9 - i);
		}
		assertThat(this.values.encode(forwards)).isEqualTo(this.values.encode(backwards));
		assertThat(this.values.encode(new HashMap<>(forwards))).isEqualTo(this.values.encode(forwards));
	}

	@Test
	void setsOfObjectsWithoutOrderAreWrittenInOneOrder() {
		Set<Point> points = Set.of(new Point(3, 1), new Point(1, 2), new Point(2, 0));
		byte[] bytes = this.values.encode(new Points(points));
		assertThat(text(bytes)).isEqualTo("{\"points\":[{\"x\":1,\"y\":2},{\"x\":2,\"y\":0},{\"x\":3,\"y\":1}]}");
		assertThat(this.values.encode(this.values.decode(bytes, Points.class))).isEqualTo(bytes);
	}

	@Test
	void orderedSetsKeepTheirOrder() {
		Set<Point> points = new LinkedHashSet<>(List.of(new Point(3, 1), new Point(1, 2)));
		assertThat(text(this.values.encode(new Points(points))))
			.isEqualTo("{\"points\":[{\"x\":3,\"y\":1},{\"x\":1,\"y\":2}]}");
	}

	@Test
	void subtypesAreWrittenWithTheirName() {
		byte[] bytes = this.values.encode(new Circle(2));
		assertThat(text(bytes)).isEqualTo("{\"kind\":\"circle\",\"radius\":2}");
		assertThat(this.values.decode(bytes, Shape.class)).isEqualTo(new Circle(2));
	}

	@Test
	void whatIsNoSuchObjectIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.values.decode(bytes("\"a\""), Long.class))
			.withMessageContaining("java.lang.Long cannot be read from JSON");
		assertThatIllegalArgumentException().isThrownBy(() -> this.values.decode(bytes("null"), String.class))
			.withMessageContaining("cannot be read from null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.values.decode(bytes("1 2"), Integer.class));
		assertThatIllegalArgumentException().isThrownBy(() -> this.values.encode(new Broken(1, 2)))
			.withMessageContaining(Broken.class.getName() + " cannot be written as JSON");
	}

	@Test
	void problemWithTypesThatCanBeWrittenAndReadIsNone() {
		for (Class<?> type : List.of(String.class, Long.class, Order.class, Shape.class, UUID.class, Instant.class,
				Color.class, byte[].class)) {
			assertThat(this.values.problemWith(type)).as(type.getName()).isNull();
		}
	}

	@Test
	void problemWithTypesThatCannotBeReadIsSaid() {
		assertThat(this.values.problemWith(Object.class)).contains("Object does not tell what to read");
		assertThat(this.values.problemWith(List.class)).contains("java.util.List does not tell what is in it");
		assertThat(this.values.problemWith(Runnable.class)).contains("java.lang.Runnable is abstract");
		assertThat(this.values.problemWith(Broken.class)).contains("no constructor can be used");
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	record Order(UUID id, BigDecimal price, Instant at, Map<String, Integer> counts, Set<String> tags,
			Optional<List<Double>> sizes, byte[] image) {

	}

	record Point(int x, int y) {

	}

	record Points(Set<Point> points) {

	}

	enum Color {

		RED

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
	interface Shape {

	}

	record Circle(int radius) implements Shape {

	}

	static class Broken {

		private final int value;

		Broken(int value, int other) {
			this.value = value + other;
		}

		public int getValue() {
			throw new IllegalStateException("broken " + this.value);
		}

	}

}
