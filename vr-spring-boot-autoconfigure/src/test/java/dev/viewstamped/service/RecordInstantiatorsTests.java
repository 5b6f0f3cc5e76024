package dev.viewstamped.service;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RecordInstantiatorsTests {

	private final JsonMapper mapper = DeterministicJson.mapper();

	private final JsonMapper plain = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	@Test
	void recordsAreReadWhateverTheirComponents() {
		assertSame("{}", Empty.class);
		assertSame("{\"text\":\"a\"}", One.class);
		assertSame("{}", One.class);
		assertSame("{\"flag\":true,\"number\":7,\"wide\":8,\"real\":1.5,\"texts\":[\"a\"],\"one\":{\"text\":\"b\"}}",
				Many.class);
		assertSame("{\"texts\":null}", Many.class);
		assertSame("{\"texts\":[\"a\",\"b\"]}", Varargs.class);
		assertSame("\"7:x\"", Delegating.class);
		assertSame("{\"value\":\"3\"}", Factory.class);
	}

	@Test
	void exceptionOfAConstructorIsToldAsBefore() {
		assertThat(failure(this.mapper, "{\"number\":-1}")).isEqualTo(failure(this.plain, "{\"number\":-1}"))
			.contains("must not be negative");
	}

	@Test
	void errorOfAConstructorPassesThrough() {
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> this.mapper.readValue("{\"number\":0}", Checked.class));
	}

	private static String failure(JsonMapper mapper, String json) {
		try {
			return "read " + mapper.readValue(json, Checked.class);
		}
		catch (JacksonException ex) {
			return ex.getClass() + ex.getOriginalMessage();
		}
	}

	private void assertSame(String json, Class<?> type) {
		assertThat(this.mapper.readValue(json, type)).hasToString(this.plain.readValue(json, type).toString());
	}

	record Empty() {

	}

	private record One(@Nullable String text) {

	}

	record Many(boolean flag, int number, long wide, double real, @Nullable List<String> texts, @Nullable One one) {

	}

	record Varargs(String... texts) {

		@Override
		public String toString() {
			return String.join(",", this.texts);
		}

	}

	record Delegating(int number, String text) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		static Delegating of(String both) {
			return new Delegating(both.charAt(0) - '0', both.substring(2));
		}

	}

	record Factory(int value) {

		@JsonCreator
		static Factory of(String value) {
			return new Factory(Integer.parseInt(value));
		}

	}

	record Checked(int number) {

		Checked {
			if (number == 0) {
				throw new StackOverflowError("as deep as it goes");
			}
			if (number < 0) {
				throw new IllegalArgumentException("'number' must not be negative");
			}
		}

	}

}
