package dev.viewstamped.service;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.viewstamped.Command;
import dev.viewstamped.CommandFailedException;
import dev.viewstamped.Query;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PayloadMapper}.
 */
class PayloadMapperTests {

	private final PayloadMapper mapper = new PayloadMapper();

	@Test
	void commandIsNameAndJson() {
		byte[] payload = this.mapper.encode("späße.put", commandType(Put.class), new Put("k", 7));
		byte[] name = "späße.put".getBytes(StandardCharsets.UTF_8);
		assertThat(payload[0]).isZero();
		assertThat(payload[1]).isEqualTo((byte) name.length);
		assertThat(new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8))
			.isEqualTo("späße.put{\"key\":\"k\",\"amount\":7}");
		assertThat(this.mapper.nameIn(payload)).isEqualTo("späße.put");
		assertThat(this.mapper.decode(payload, commandType(Put.class))).isEqualTo(new Put("k", 7));
	}

	@Test
	void commandOfEveryKindOfValueComesBackEqual() {
		Everything everything = new Everything(Instant.ofEpochSecond(5, 123_456_789), Duration.ofMillis(1500),
				LocalDate.of(2024, 2, 29), ZonedDateTime.parse("2024-06-01T12:00:00+02:00[Europe/Berlin]"),
				UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"), new BigDecimal("1.50"), Optional.of("x"),
				Optional.empty(), List.of(new Put("a", 1)), Map.of("b", 2L, "a", 1L), Set.of("z", "y"), Color.RED,
				null);
		MessageType type = commandType(Everything.class);
		assertThat(this.mapper.decode(this.mapper.encode("x", type, everything), type)).isEqualTo(everything);
	}

	@Test
	void commandWithoutPropertiesComesBackEqual() {
		MessageType type = commandType(Nothing.class);
		assertThat(this.mapper.decode(this.mapper.encode("x", type, new Nothing()), type)).isEqualTo(new Nothing());
	}

	@Test
	void propertiesWithoutConstructorAreWrittenInAlphabeticalOrder() {
		byte[] payload = this.mapper.encode("x", commandType(Bean.class), new Bean());
		assertThat(new String(payload, 3, payload.length - 3, StandardCharsets.UTF_8))
			.isEqualTo("{\"alpha\":2,\"beta\":1,\"gamma\":3}");
	}

	@Test
	void mapsAndSetsAreWrittenInOrder() {
		MessageType type = queryType(Collections.class);
		Map<Color, Set<Color>> value = Map.of(Color.RED, Set.of(Color.BLUE, Color.GREEN, Color.RED), Color.BLUE,
				Set.of(Color.GREEN, Color.RED));
		assertThat(new String(this.mapper.encodeResult(type, value), StandardCharsets.UTF_8).substring(1))
			.isEqualTo("{\"RED\":[\"RED\",\"GREEN\",\"BLUE\"],\"BLUE\":[\"RED\",\"GREEN\"]}");
		assertThat(this.mapper.decodeResult(this.mapper.encodeResult(type, value), type)).isEqualTo(value);
	}

	@Test
	void setsWithAnOrderOfTheirOwnKeepIt() {
		MessageType type = queryType(Sets.class);
		List<Set<Color>> value = List.of(EnumSet.of(Color.BLUE, Color.RED),
				new LinkedHashSet<>(List.of(Color.BLUE, Color.RED)),
				new TreeSet<>(Set.of(Color.BLUE, Color.RED)).descendingSet());
		assertThat(new String(this.mapper.encodeResult(type, value), StandardCharsets.UTF_8).substring(1))
			.isEqualTo("[[\"RED\",\"BLUE\"],[\"BLUE\",\"RED\"],[\"BLUE\",\"RED\"]]");
		assertRoundTrip(EnumSets.class, EnumSet.of(Color.BLUE, Color.RED));
		assertRoundTrip(StringSets.class, Set.of("a", "b", "c"));
	}

	@Test
	void setsThatAreReadKeepTheOrderInWhichTheyWereWritten() {
		MessageType type = commandType(Names.class);
		Names names = (Names) this.mapper.decode(payload("{\"names\":[\"zz\",\"b\",\"a\",\"zy\"]}"), type);
		assertThat(names.names()).containsExactly("zz", "b", "a", "zy");
	}

	@Test
	void propertiesThatAreUnknownOrMissingAreAccepted() {
		Object command = this.mapper.decode(payload("{\"key\":\"k\",\"newer\":[1]}"), commandType(Put.class));
		assertThat(command).isEqualTo(new Put("k", 0));
	}

	@Test
	void unreadableCommandTellsWhereWithoutClassNames() {
		assertThatExceptionOfType(UnreadableJsonException.class)
			.isThrownBy(() -> this.mapper.decode(payload("{\"amount\":\"many\"}"), commandType(Put.class)))
			.withMessage("Put cannot be read from JSON at amount");
		assertThatExceptionOfType(UnreadableJsonException.class)
			.isThrownBy(() -> this.mapper.decode(payload("{"), commandType(Put.class)))
			.withMessageStartingWith("Put cannot be read from JSON");
		assertThatExceptionOfType(UnreadableJsonException.class)
			.isThrownBy(() -> this.mapper.decode(payload("null"), commandType(Put.class)))
			.withMessage("Put cannot be read from null");
		assertThatExceptionOfType(UnreadableJsonException.class)
			.isThrownBy(() -> this.mapper.decode(payload(""), commandType(Put.class)));
	}

	@Test
	void nameInPayloadThatIsCutOffIsNull() {
		assertThat(this.mapper.nameIn(new byte[0])).isNull();
		assertThat(this.mapper.nameIn(new byte[] { 0 })).isNull();
		assertThat(this.mapper.nameIn(new byte[] { 0, 2, 'a' })).isNull();
		assertThat(this.mapper.nameIn(new byte[] { (byte) 0xff, (byte) 0xff, 'a' })).isNull();
		assertThat(this.mapper.nameIn(new byte[] { 0, 1, 'a' })).isEqualTo("a");
	}

	@Test
	void resultsComeBackEqual() {
		assertRoundTrip(Maybe.class, Optional.of(new Put("a", 1)));
		assertRoundTrip(Maybe.class, Optional.empty());
		assertRoundTrip(Maybe.class, null);
		assertRoundTrip(Listed.class, List.of(new Put("a", 1), new Put("b", 2)));
		assertRoundTrip(Counted.class, 5L);
		assertRoundTrip(Empty.class, null);
		assertRoundTrip(FromBase.class, List.of(LocalDate.of(2024, 1, 31)));
	}

	@Test
	void failureComesBackAsException() {
		byte[] result = this.mapper.encodeFailure("illegal-argument", "Größe fehlt");
		assertThatExceptionOfType(CommandFailedException.class)
			.isThrownBy(() -> this.mapper.decodeResult(result, queryType(Maybe.class)))
			.withMessage("Größe fehlt")
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("illegal-argument"));
	}

	@Test
	void damagedResultsAreUnreadable() {
		for (byte[] result : List.of(new byte[0], new byte[] { 9 }, new byte[] { 1, 5, 'a' }, new byte[] { 0, '{' },
				new byte[] { 1 })) {
			assertThatExceptionOfType(UnreadableJsonException.class)
				.isThrownBy(() -> this.mapper.decodeResult(result, queryType(Maybe.class)));
		}
	}

	@Test
	void commandThatCannotBeWrittenNamesReasonAndCure() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.mapper.encode("broken", commandType(Broken.class), new Broken()))
			.withMessageStartingWith(
					"'broken' (" + Broken.class.getName() + ") cannot be written as JSON: out of order")
			.withMessageEndingWith("Make it a record of types that Jackson can write");
	}

	@Test
	@SuppressWarnings("rawtypes")
	void classWithoutResultTypeNamesTheCure() {
		assertThatIllegalArgumentException().isThrownBy(() -> commandType(Generic.class))
			.withMessage(Generic.class.getName()
					+ " does not say what its result is. Let it implement Command<...> with a type");
	}

	private void assertRoundTrip(Class<?> queryClass, @Nullable Object result) {
		MessageType type = queryType(queryClass);
		assertThat(this.mapper.decodeResult(this.mapper.encodeResult(type, result), type)).isEqualTo(result);
	}

	private MessageType commandType(Class<?> type) {
		return this.mapper.typeOf(HandlerKind.COMMAND, type);
	}

	private MessageType queryType(Class<?> type) {
		return this.mapper.typeOf(HandlerKind.QUERY, type);
	}

	private static byte[] payload(String json) {
		byte[] bytes = ("  x" + json).getBytes(StandardCharsets.UTF_8);
		bytes[0] = 0;
		bytes[1] = 1;
		return bytes;
	}

	enum Color {

		RED, GREEN, BLUE

	}

	record Put(String key, int amount) implements Command<String> {

	}

	record Nothing() implements Command<Void> {

	}

	record Names(Set<String> names) implements Command<Void> {

	}

	record Generic<T>(T value) implements Command<T> {

	}

	record Everything(Instant instant, Duration duration, LocalDate date, ZonedDateTime zoned, UUID id,
			BigDecimal decimal, Optional<String> present, Optional<String> absent, List<Put> list,
			Map<String, Long> map, Set<String> set, Color color, @Nullable String none) implements Command<Void> {

	}

	record Maybe() implements Query<Optional<Put>> {

	}

	record Listed() implements Query<List<Put>> {

	}

	record Counted() implements Query<Long> {

	}

	record Empty() implements Query<Void> {

	}

	record Collections() implements Query<Map<Color, Set<Color>>> {

	}

	record Sets() implements Query<List<Set<Color>>> {

	}

	record EnumSets() implements Query<EnumSet<Color>> {

	}

	record StringSets() implements Query<Set<String>> {

	}

	abstract static class ListQuery<T> implements Query<List<T>> {

	}

	static class FromBase extends ListQuery<LocalDate> {

	}

	static class Bean implements Command<Void> {

		public int beta = 1;

		public int alpha = 2;

		public int getGamma() {
			return 3;
		}

	}

	static class Broken implements Command<Void> {

		public String getValue() {
			throw new IllegalStateException("out of order");
		}

	}

}
