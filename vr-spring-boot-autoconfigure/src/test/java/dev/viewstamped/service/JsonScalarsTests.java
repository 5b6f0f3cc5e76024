package dev.viewstamped.service;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class JsonScalarsTests {

	private final JsonMapper mapper = DeterministicJson.mapper();

	private final JsonScalars scalars = new JsonScalars(this.mapper);

	private final SplittableRandom random = new SplittableRandom(3);

	@Test
	void everyCharacterIsWrittenAsTheMapperDoesOrNotAtAll() {
		int written = 0;
		for (int character = 0; character <= Character.MAX_VALUE; character++) {
			byte[] bytes = this.scalars.write("a" + (char) character + "b", 0);
			if (bytes != null) {
				assertThat(bytes).isEqualTo(this.mapper.writeValueAsBytes("a" + (char) character + "b"));
				written++;
			}
		}
		assertThat(written).isBetween(90, 95);
		assertThat(this.scalars.write("", 0)).isEqualTo(this.mapper.writeValueAsBytes(""));
	}

	@Test
	void numbersAreWrittenAsTheMapperDoes() {
		for (Object number : List.of(0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0L, -7L, Long.MIN_VALUE,
				Long.MAX_VALUE)) {
			assertThat(this.scalars.write(number, 0)).isEqualTo(this.mapper.writeValueAsBytes(number));
		}
		assertThat(this.scalars.write(1.5, 0)).isNull();
		assertThat(this.scalars.write(true, 0)).isNull();
		assertThat(this.scalars.write(List.of(1), 0)).isNull();
	}

	@Test
	void declaredTypesThatDecideAreLeftToTheMapper() {
		assertThat(JsonScalars.mayBe(Long.class, 1L)).isTrue();
		assertThat(JsonScalars.mayBe(Object.class, "x")).isTrue();
		assertThat(JsonScalars.mayBe(Serializable.class, "x")).isFalse();
		assertThat(JsonScalars.mayBe(Comparable.class, 1)).isFalse();
	}

	@Test
	void bytesBeforeAreLeftFree() {
		assertThat(this.scalars.write("x", 2)).containsExactly(0, 0, '"', 'x', '"');
		assertThat(this.scalars.write(42L, 1)).containsExactly(0, '4', '2');
	}

	@Test
	void numbersAreReadAsTheMapperDoes() {
		for (int i = 0; i < 1000; i++) {
			long number = this.random.nextLong(1L << this.random.nextInt(1, 63));
			Long read = read(Long.toString(number));
			assertThat(read).isIn(number, null);
			assertThat(read == null).isEqualTo(Long.toString(number).length() > 18);
		}
		assertThat(read("0")).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00", "01", "-1", " 1", "1 ", "1.0", "1e3", "null", "\"1\"", "9223372036854775808" })
	void whatIsNoPlainNumberIsLeftToTheMapper(String text) {
		assertThat(read(text)).isNull();
	}

	@Test
	void otherTypesAreLeftToTheMapper() {
		assertThat(JsonScalars.readLong("1".getBytes(StandardCharsets.US_ASCII), 0, Integer.class)).isNull();
		assertThat(JsonScalars.readLong("1".getBytes(StandardCharsets.US_ASCII), 0, Object.class)).isNull();
	}

	@Test
	void resultsAreTheSameEitherWay() {
		PayloadMapper payloads = new PayloadMapper();
		MessageType type = payloads.typeOf(HandlerKind.COMMAND, Count.class);
		for (long number : new long[] { 0, 7, -7, Long.MAX_VALUE, Long.MIN_VALUE }) {
			byte[] result = payloads.encodeResult(type, number);
			assertThat(new String(result, 1, result.length - 1, StandardCharsets.US_ASCII))
				.isEqualTo(Long.toString(number));
			assertThat(Objects.requireNonNull(payloads.decodeResult(result, type))).isEqualTo(number);
		}
	}

	private static @Nullable Long read(String text) {
		return JsonScalars.readLong((" " + text).getBytes(StandardCharsets.US_ASCII), 1, Long.class);
	}

	record Count() implements dev.viewstamped.Command<Long> {

	}

}
