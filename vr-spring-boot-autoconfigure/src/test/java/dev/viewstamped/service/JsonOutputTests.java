package dev.viewstamped.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonOutputTests {

	private static final byte[] NOTHING = {};

	private final JsonMapper mapper = DeterministicJson.mapper();

	private final JsonOutput output = new JsonOutput(this.mapper.writer());

	@Test
	void valuesOneAfterTheOtherAreWrittenAsIfAlone() {
		List<Object> values = List.of(1, "a", List.of(), Map.of("a", 1), 2L, -3.5, true, new TreeMap<>(),
				"x".repeat(100_000), "y", new int[] { 1, 2 });
		for (int round = 0; round < 3; round++) {
			for (Object value : values) {
				assertThat(this.output.write(NOTHING, value)).isEqualTo(this.mapper.writeValueAsBytes(value));
			}
		}
	}

	@Test
	void prefixComesFirst() {
		assertThat(new String(this.output.write(new byte[] { 'p', ':' }, List.of(1)), StandardCharsets.UTF_8))
			.isEqualTo("p:[1]");
	}

	@Test
	void failedWriteLeavesNothingBehind() {
		List<Object> broken = List.of("a".repeat(5000), new Broken());
		for (int round = 0; round < 3; round++) {
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> this.output.write(new byte[] { 'p' }, broken));
			assertThat(new String(this.output.write(NOTHING, List.of("b")), StandardCharsets.UTF_8))
				.isEqualTo("[\"b\"]");
		}
	}

	@Test
	void whatWasWrittenBeforeDoesNotCountAsSeen() {
		Known known = new Known();
		byte[] first = this.output.write(NOTHING, known);
		assertThat(this.output.write(NOTHING, known)).isEqualTo(first);
		assertThat(this.output.write(NOTHING, List.of(known))).isEqualTo(this.mapper.writeValueAsBytes(List.of(known)));
	}

	@Test
	void valueMayBeWrittenWhileAnotherOneIs() {
		assertThat(new String(this.output.write(NOTHING, new Nested(this.output)), StandardCharsets.UTF_8))
			.isEqualTo("{\"inner\":\"[1]\"}");
	}

	@Test
	void threadsDoNotMixTheirValues() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Callable<Boolean>> tasks = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				String text = Integer.toString(thread).repeat(1 + 700 * thread);
				tasks.add(() -> {
					boolean right = true;
					for (int i = 0; i < 2000; i++) {
						String json = new String(this.output.write(NOTHING, text), StandardCharsets.UTF_8);
						right &= json.equals('"' + text + '"');
					}
					return right;
				});
			}
			for (Future<Boolean> right : threads.invokeAll(tasks)) {
				assertThat(right.get()).isTrue();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static final class Broken {

		public String getValue() {
			throw new IllegalStateException("broken");
		}

	}

	@JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
	private static final class Known {

		public String getName() {
			return "known";
		}

	}

	private record Nested(JsonOutput output) {

		public String getInner() {
			return new String(this.output.write(NOTHING, List.of(1)), StandardCharsets.UTF_8);
		}

		@JsonIgnore
		@Override
		public JsonOutput output() {
			return this.output;
		}

	}

}
