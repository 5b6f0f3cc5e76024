package dev.viewstamped.sample.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import dev.viewstamped.Command;
import dev.viewstamped.CommandContext;
import dev.viewstamped.CommandResult;
import dev.viewstamped.Query;
import dev.viewstamped.QueryResult;
import dev.viewstamped.ReadOptions;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.ReplicatedQuery;
import dev.viewstamped.ReplicatedState;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.VrOperations;
import dev.viewstamped.service.JsonValues;
import dev.viewstamped.state.ReplicatedMaps;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A group of one without a network: commands and queries go through JSON to the annotated
 * methods of one bean, and whatever a real group may throw can be thrown.
 */
class LocalVr implements VrOperations, ReplicatedState {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final ReplicatedMaps state = new ReplicatedMaps(new JsonValues());

	private final List<ReplicatedMap<?, ?>> maps = new ArrayList<>();

	private final Deque<RuntimeException> failures = new ArrayDeque<>();

	private final List<ReadOptions> reads = new ArrayList<>();

	private @Nullable Object handler;

	private long opNumber;

	/**
	 * Let the next operation throw.
	 * @param failure the exception
	 */
	void failNext(RuntimeException failure) {
		this.failures.add(failure);
	}

	/**
	 * Forget all entries and commands.
	 */
	synchronized void reset() {
		this.state.beginCommand();
		this.maps.forEach(LocalVr::clear);
		this.state.commitCommand();
		this.opNumber = 0;
		this.failures.clear();
		this.reads.clear();
	}

	void handler(Object handler) {
		this.handler = handler;
		this.state.seal();
	}

	long opNumber() {
		return this.opNumber;
	}

	List<ReadOptions> reads() {
		return this.reads;
	}

	@Override
	public synchronized <R> CommandResult<R> executeForResult(Command<R> command) {
		failIfAsked();
		this.opNumber++;
		this.state.beginCommand();
		R value = call(ReplicatedCommand.class, command, new Context(this.opNumber));
		this.state.commitCommand();
		return new CommandResult<>(value, new Viewstamp(0, 7, this.opNumber), token());
	}

	@Override
	public synchronized <R> QueryResult<R> queryForResult(Query<R> query, ReadOptions options) {
		failIfAsked();
		String token = options.token();
		if (token != null && !token.startsWith("token-")) {
			throw new IllegalArgumentException("'" + token + "' was not made by this group");
		}
		this.reads.add(options);
		this.state.beginQuery();
		R value = call(ReplicatedQuery.class, query);
		this.state.endQuery();
		return new QueryResult<>(value, this.opNumber, token());
	}

	@Override
	public <R> CompletableFuture<CommandResult<R>> submit(Command<R> command) {
		return CompletableFuture.completedFuture(executeForResult(command));
	}

	@Override
	public <R> CompletableFuture<CommandResult<R>> submit(Command<R> command, Duration timeout) {
		return submit(command);
	}

	@Override
	public <R> CompletableFuture<QueryResult<R>> submitQuery(Query<R> query, ReadOptions options) {
		return CompletableFuture.completedFuture(queryForResult(query, options));
	}

	@Override
	public <K extends Comparable<? super K>, V> ReplicatedMap<K, V> map(String name, Class<K> keyType,
			Class<V> valueType) {
		ReplicatedMap<K, V> map = this.state.map(name, keyType, valueType);
		this.maps.add(map);
		return map;
	}

	private static <K extends Comparable<? super K>> void clear(ReplicatedMap<K, ?> map) {
		map.entries().map(Map.Entry::getKey).toList().forEach(map::remove);
	}

	private String token() {
		return "token-" + this.opNumber;
	}

	private void failIfAsked() {
		RuntimeException failure = this.failures.poll();
		if (failure != null) {
			throw failure;
		}
	}

	@SuppressWarnings("unchecked")
	private <R> R call(Class<? extends Annotation> annotation, Object payload, Object... context) {
		Object target = this.handler;
		if (target == null) {
			throw new IllegalStateException("There is no handler yet");
		}
		Method method = Arrays.stream(target.getClass().getDeclaredMethods())
			.filter((candidate) -> candidate.isAnnotationPresent(annotation))
			.filter((candidate) -> candidate.getParameterTypes()[0] == payload.getClass())
			.findFirst()
			.orElseThrow();
		method.setAccessible(true);
		List<Object> arguments = new ArrayList<>();
		arguments.add(overTheWire(payload, payload.getClass()));
		arguments.addAll(List.of(context).subList(0, method.getParameterCount() - 1));
		try {
			return (R) overTheWire(method.invoke(target, arguments.toArray()), method.getGenericReturnType());
		}
		catch (InvocationTargetException ex) {
			throw new IllegalStateException(ex.getTargetException());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Object overTheWire(Object value, Type type) {
		return this.mapper.readValue(this.mapper.writeValueAsBytes(value), this.mapper.constructType(type));
	}

	private record Context(long opNumber) implements CommandContext {

		@Override
		public Viewstamp viewstamp() {
			return new Viewstamp(0, 7, this.opNumber);
		}

		@Override
		public Instant time() {
			return START.plusSeconds(this.opNumber);
		}

		@Override
		public RandomGenerator random() {
			return new Random(this.opNumber);
		}

		@Override
		public UUID nextId() {
			return new UUID(0, this.opNumber);
		}

	}

}
