package dev.viewstamped.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.viewstamped.Command;
import dev.viewstamped.CommandFailedException;
import dev.viewstamped.Query;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.ReplicatedQuery;
import dev.viewstamped.ReplicatedState;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.state.Answer;
import dev.viewstamped.state.ReplicatedMaps;
import dev.viewstamped.state.TextValueCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ServiceStateMachine#answer}.
 */
class ConcurrentQueryTests {

	private final PayloadMapper mapper = new PayloadMapper();

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final HandlerRegistry registry = new HandlerRegistry(this.beanFactory, this.mapper);

	private final ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());

	private long nowNanos;

	private long nanosPerLook;

	private final ServiceStateMachine service = new ServiceStateMachine(this.registry, this.mapper, this.maps,
			() -> this.nowNanos += this.nanosPerLook);

	private long opNumber;

	@BeforeEach
	void start() {
		this.beanFactory.registerSingleton("store", new Store(this.maps));
		this.beanFactory.registerSingleton("counting", new Counting(this.maps));
		this.registry.afterSingletonsInstantiated();
		put("1");
	}

	@Test
	void queryOfMapsSeesTheMomentInWhichItWasAsked() {
		Answer answer = answer(new Find());
		put("2");
		assertThat(value(elsewhere(answer))).isEqualTo("1 1");
		assertThat(value(elsewhere(answer(new Find())))).isEqualTo("2 2");
	}

	@Test
	void queryOfABeanWithOtherFieldsIsAnsweredInPlace() {
		assertThat(answer(new Count()).result()).isNotNull();
	}

	@Test
	void quickQueriesAreAnsweredInPlaceUntilOneIsSlow() {
		this.nanosPerLook = 1000;
		int asked = 0;
		while (answer(new Find()).work() != null) {
			elsewhere(answer(new Find()));
			asked++;
		}
		assertThat(asked).isBetween(2, 100);
		assertThat(answer(new Find()).work()).isNull();
		this.nanosPerLook = 1_000_000;
		assertThat(answer(new Find()).result()).isNotNull();
		assertThat(answer(new Find()).work()).isNotNull();
	}

	@Test
	void failureOfAQueryIsItsResult() {
		assertThatExceptionOfType(CommandFailedException.class)
			.isThrownBy(() -> value(elsewhere(answer(new Fail(false)))))
			.withMessageContaining("refused");
		assertThatExceptionOfType(CommandFailedException.class)
			.isThrownBy(() -> value(elsewhere(answer(new Fail(true)))))
			.withMessage("The query 'Fail' failed with an error that the log of the replica names");
		put("2");
		assertThat(value(elsewhere(answer(new Find())))).isEqualTo("2 2");
	}

	@Test
	void errorOfAQuickQueryIsItsResultToo() {
		while (answer(new Fail(false)).work() != null) {
			elsewhere(answer(new Fail(false)));
		}
		byte[] result = Objects.requireNonNull(answer(new Fail(true)).result());
		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> value(result))
			.withMessageContaining("with an error");
	}

	@Test
	void fieldsTellWhetherABeanMayBeSharedByThreads() {
		assertThat(SharedFields.areMapsAndValues(new Store(new ReplicatedMaps(new TextValueCodec())))).isTrue();
		assertThat(SharedFields.areMapsAndValues(new Counting(new ReplicatedMaps(new TextValueCodec())))).isFalse();
		assertThat(SharedFields.areMapsAndValues(new Assigned())).isFalse();
	}

	private void put(String value) {
		Put command = new Put(value);
		this.service.apply(new Viewstamp(0, 0, ++this.opNumber), this.opNumber,
				this.mapper.encode("Put", this.mapper.typeOf(HandlerKind.COMMAND, Put.class), command));
	}

	private Answer answer(Query<?> query) {
		MessageType type = this.mapper.typeOf(HandlerKind.QUERY, query.getClass());
		return this.service.answer(this.mapper.encode(query.getClass().getSimpleName(), type, query));
	}

	private static byte[] elsewhere(Answer answer) {
		Supplier<byte[]> work = answer.work();
		assertThat(work).isNotNull();
		return CompletableFuture.supplyAsync(work).join();
	}

	private @Nullable Object value(byte[] result) {
		return this.mapper.decodeResult(result, this.mapper.typeOf(HandlerKind.QUERY, Find.class));
	}

	record Put(String value) implements Command<Void> {

	}

	record Find() implements Query<String> {

	}

	record Count() implements Query<String> {

	}

	record Fail(boolean hard) implements Query<String> {

	}

	static class Store {

		private static final String KEY = "key";

		private final ReplicatedMap<String, String> one;

		private final ReplicatedMap<String, String> other;

		Store(ReplicatedState state) {
			this.one = state.map("one", String.class, String.class);
			this.other = state.map("other", String.class, String.class);
		}

		@ReplicatedCommand("Put")
		void put(Put command) {
			this.one.put(KEY, command.value());
			this.other.put(KEY, command.value());
		}

		@ReplicatedQuery("Find")
		String find(Find query) {
			return this.one.get(KEY) + " " + this.other.get(KEY);
		}

		@ReplicatedQuery("Fail")
		String fail(Fail query) {
			if (query.hard()) {
				throw new StackOverflowError();
			}
			throw new IllegalArgumentException("refused");
		}

	}

	static class Counting {

		private final ReplicatedMap<String, String> map;

		private final List<String> asked = new ArrayList<>();

		Counting(ReplicatedState state) {
			this.map = state.map("counting", String.class, String.class);
		}

		@ReplicatedQuery("Count")
		String count(Count query) {
			this.asked.add(String.valueOf(this.map.size()));
			return String.valueOf(this.asked.size());
		}

	}

	static class Assigned {

		String last = "";

	}

}
