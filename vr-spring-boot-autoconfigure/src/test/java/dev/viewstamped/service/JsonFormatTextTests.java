package dev.viewstamped.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JsonFormatText}: each class stands for a version of one class.
 */
class JsonFormatTextTests {

	private final JsonValues values = new JsonValues();

	@Test
	void nameOfTheClassAndCodeDoNotCount() {
		assertSame(Price.class, Renamed.class);
	}

	@Test
	void propertyThatIsNotWrittenDoesNotCount() {
		assertSame(Price.class, Ignoring.class);
	}

	@Test
	void orderOfComponentsCountsAsItMakesADifferenceToTheBytes() {
		assertThat(this.values.encode(new Reordered("EUR", 5))).isNotEqualTo(this.values.encode(new Price(5, "EUR")));
		assertDiffers(Price.class, Reordered.class);
	}

	@Test
	void orderOfFieldsDoesNotCountAsItMakesNoDifferenceToTheBytes() {
		assertThat(this.values.encode(new OtherFields())).isEqualTo(this.values.encode(new Fields()));
		assertSame(Fields.class, OtherFields.class);
	}

	@Test
	void orderThatIsAskedForCounts() {
		assertThat(this.values.encode(new Ordered(5, "EUR"))).isNotEqualTo(this.values.encode(new Price(5, "EUR")));
		assertDiffers(Price.class, Ordered.class);
	}

	@Test
	void propertyCounts() {
		assertDiffers(Price.class, Longer.class);
	}

	@Test
	void nameOfAPropertyCounts() {
		assertDiffers(Price.class, OtherName.class);
	}

	@Test
	void typeOfAPropertyCounts() {
		assertDiffers(Price.class, OtherType.class);
	}

	@Test
	void constantsCount() {
		assertDiffers(Color.class, MoreColors.class);
		assertDiffers(Color.class, WrittenColor.class);
		assertDiffers(Color.class, NumberedColor.class);
	}

	@Test
	void whatIsInsideCounts() {
		assertSame(Inside.class, SameInside.class);
		assertDiffers(Inside.class, LongerInside.class);
		assertDiffers(Inside.class, OtherKeysInside.class);
	}

	@Test
	void settingsOfAPropertyCount() {
		assertDiffers(At.class, PatternAt.class);
		assertDiffers(At.class, NonNullAt.class);
	}

	@Test
	void subtypesCount() {
		assertDiffers(Shape.class, OtherShape.class);
		assertThat(this.values.formatOf(Shape.class)).contains("circle").contains("radius");
	}

	@Test
	void valueThatIsWrittenInPlaceCounts() {
		assertDiffers(Text.class, NumberText.class);
	}

	@Test
	void typesThatContainThemselvesEnd() {
		assertThat(this.values.formatOf(Node.class)).hasSizeLessThan(2000).contains("#0");
		assertThat(this.values.formatOf(Growing.class)).hasSizeLessThan(20_000).contains("deep");
	}

	@Test
	void typeThatCannotBeWrittenIsNamed() {
		assertThat(this.values.formatOf(Conflicting.class)).contains("unwritable " + Conflict.class.getName());
	}

	@Test
	void typesOfTheJdkHaveAFormat() {
		assertDiffers(String.class, Long.class);
		assertDiffers(UUID.class, Instant.class);
		assertDiffers(byte[].class, String.class);
	}

	@Test
	void classOfAnotherClassLoaderHasTheSameFormat() throws ClassNotFoundException {
		for (Class<?> type : List.of(Inside.class, Shape.class, Color.class, Node.class, At.class)) {
			Class<?> again = new Again(type).loadClass(type.getName());
			assertThat(again).isNotSameAs(type);
			assertThat(new JsonValues().formatOf(again)).isEqualTo(this.values.formatOf(type));
		}
	}

	@Test
	void formatDoesNotDependOnWhatWasWrittenBefore() {
		String format = this.values.formatOf(Inside.class);
		JsonValues busy = new JsonValues();
		busy.encode(new Inside(List.of(new Price(1, "a")), Map.of(Color.RED, 1), Optional.of(Set.of(2))));
		busy.formatOf(Price.class);
		assertThat(busy.formatOf(Inside.class)).isEqualTo(format);
	}

	private void assertSame(Class<?> one, Class<?> other) {
		assertThat(this.values.formatOf(other)).isEqualTo(this.values.formatOf(one));
	}

	private void assertDiffers(Class<?> one, Class<?> other) {
		assertThat(this.values.formatOf(other)).isNotEqualTo(this.values.formatOf(one));
	}

	record Price(int amount, String currency) {

	}

	record Renamed(int amount, String currency) {

		Renamed {
			if (amount < 0) {
				throw new IllegalArgumentException("Negative: " + amount);
			}
		}

	}

	record Ignoring(int amount, String currency) {

		@JsonIgnore
		public String getText() {
			return this.amount + this.currency;
		}

	}

	record Reordered(String currency, int amount) {

	}

	static class Fields {

		public int amount;

		public String currency = "";

	}

	static class OtherFields {

		public String currency = "";

		public int amount;

	}

	@JsonPropertyOrder({ "currency", "amount" })
	record Ordered(int amount, String currency) {

	}

	record Longer(int amount, String currency, @Nullable String note) {

	}

	record OtherName(int amount, String unit) {

	}

	record OtherType(long amount, String currency) {

	}

	enum Color {

		RED, GREEN

	}

	enum MoreColors {

		RED, GREEN, BLUE

	}

	enum WrittenColor {

		RED, @JsonProperty("verde")
		GREEN

	}

	@JsonFormat(shape = JsonFormat.Shape.NUMBER)
	enum NumberedColor {

		RED, GREEN

	}

	record Inside(List<Price> prices, Map<Color, Integer> colors, Optional<Set<Integer>> more) {

	}

	record SameInside(List<Renamed> prices, Map<Color, Integer> colors, Optional<Set<Integer>> more) {

	}

	record LongerInside(List<Longer> prices, Map<Color, Integer> colors, Optional<Set<Integer>> more) {

	}

	record OtherKeysInside(List<Price> prices, Map<MoreColors, Integer> colors, Optional<Set<Integer>> more) {

	}

	record At(@Nullable Instant at) {

	}

	record PatternAt(@Nullable @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = "yyyy-MM-dd",
			timezone = "UTC") Instant at) {

	}

	record NonNullAt(@Nullable @JsonInclude(JsonInclude.Include.NON_NULL) Instant at) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
	interface Shape {

	}

	record Circle(int radius) implements Shape {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = OtherCircle.class, name = "circle"),
			@JsonSubTypes.Type(value = Group.class, name = "group") })
	interface OtherShape {

	}

	record OtherCircle(int radius) implements OtherShape {

	}

	record Group(List<OtherShape> shapes) implements OtherShape {

	}

	record Text(@JsonValue String value) {

	}

	record NumberText(@JsonValue int value) {

	}

	record Node(List<Node> children, @Nullable Node next) {

	}

	record Growing(Box<String> box) {

	}

	static class Box<T> {

		public @Nullable Box<List<T>> next;

	}

	record Conflicting(int a, @Nullable Conflict conflict) {

	}

	static class Conflict {

		@JsonProperty("x")
		public int getOne() {
			return 1;
		}

		@JsonProperty("x")
		public String getOther() {
			return "";
		}

	}

	/**
	 * Loads the classes of these tests anew.
	 */
	private static final class Again extends ClassLoader {

		private Again(Class<?> type) {
			super(type.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				if (loaded != null) {
					return loaded;
				}
				return name.startsWith(JsonFormatTextTests.class.getName() + "$") ? define(name)
						: super.loadClass(name, resolve);
			}
		}

		private Class<?> define(String name) {
			try (InputStream in = Objects
				.requireNonNull(getParent().getResourceAsStream(name.replace('.', '/') + ".class"))) {
				byte[] bytes = in.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
