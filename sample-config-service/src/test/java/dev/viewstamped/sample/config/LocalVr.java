package dev.viewstamped.sample.config;

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
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A group of one without a network: commands and queries go through JSON to the annotated
 * methods of one bean, and whatever a real group may throw can be thrown.
 */
class LocalVr implements VrOperations, ReplicatedState {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final Map<String, LocalMap<?, ?>> maps = new TreeMap<>();

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
	void reset() {
		this.maps.values().forEach((map) -> map.content().clear());
		this.opNumber = 0;
		this.failures.clear();
		this.reads.clear();
	}

	void handler(Object handler) {
		this.handler = handler;
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
		R value = call(ReplicatedCommand.class, command, new Context(this.opNumber));
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
		return new QueryResult<>(call(ReplicatedQuery.class, query), this.opNumber, token());
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
		if (this.maps.containsKey(name)) {
			throw new IllegalArgumentException("There is a map '" + name + "' already");
		}
		LocalMap<K, V> map = new LocalMap<K, V>(name, new TreeMap<K, V>());
		this.maps.put(name, map);
		return map;
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
	private <R> R call(Class<? extends java.lang.annotation.Annotation> annotation, Object payload, Object... context) {
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

	private record LocalMap<K extends Comparable<? super K>, V>(String name,
			TreeMap<K, V> content) implements ReplicatedMap<K, V> {

		@Override
		public @Nullable V get(K key) {
			return this.content.get(key);
		}

		@Override
		public boolean containsKey(K key) {
			return this.content.containsKey(key);
		}

		@Override
		public @Nullable V put(K key, V value) {
			return this.content.put(key, value);
		}

		@Override
		public @Nullable V remove(K key) {
			return this.content.remove(key);
		}

		@Override
		public long size() {
			return this.content.size();
		}

		@Override
		public Stream<Map.Entry<K, V>> entries() {
			return List.copyOf(this.content.entrySet()).stream();
		}

		@Override
		public Stream<Map.Entry<K, V>> entriesFrom(K fromInclusive) {
			return List.copyOf(this.content.tailMap(fromInclusive).entrySet()).stream();
		}

		@Override
		public Stream<Map.Entry<K, V>> entries(K fromInclusive, K toExclusive) {
			return List.copyOf(this.content.subMap(fromInclusive, toExclusive).entrySet()).stream();
		}

	}

}
