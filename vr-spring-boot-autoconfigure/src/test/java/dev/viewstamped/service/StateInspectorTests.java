package dev.viewstamped.service;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import dev.viewstamped.Checkpointable;
import dev.viewstamped.Command;
import dev.viewstamped.Query;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.ReplicatedQuery;
import dev.viewstamped.state.ReplicatedMaps;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.support.ApplicationObjectSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link StateInspector}.
 */
class StateInspectorTests {

	static List<Object> beansWithState() {
		return List.of(new Counter(), new Boxed(), new Text(), new Moment(), new Elements(), new ArrayField(),
				new Atomic(), new Adder(), new Maps(), new Lists(), new Concurrent(), new Synchronized(),
				new Inherited());
	}

	@ParameterizedTest
	@MethodSource("beansWithState")
	void stateOutsideOfReplicatedMapsIsRefused(Object bean) {
		assertThatExceptionOfType(UnreplicatedStateException.class)
			.isThrownBy(() -> new StateInspector("store").inspect(bean))
			.withMessageContaining("Bean 'store' handles commands, and its field 'state'");
	}

	@Test
	void messageNamesFieldClassAndCures() {
		assertThatExceptionOfType(UnreplicatedStateException.class)
			.isThrownBy(() -> new StateInspector("store").inspect(new Inherited()))
			.satisfies((ex) -> {
				assertThat(ex.getBeanName()).isEqualTo("store");
				assertThat(ex.getField()).isEqualTo("'state' (long) of " + Counter.class.getName());
				assertThat(ex.getReason()).isEqualTo("can be assigned");
				assertThat(ex.getAction()).contains("ReplicatedMap")
					.contains("Counter implement Checkpointable")
					.contains("'transient'");
			});
	}

	@Test
	void collaboratorsAndSettingsPass() {
		Collaborators bean = new Collaborators(new ReplicatedMaps(new JsonValues()), List.of(), "a", 5);
		assertThatNoException().isThrownBy(() -> new StateInspector("store").inspect(bean));
	}

	@Test
	void checkpointableBeanPasses() {
		assertThatNoException().isThrownBy(() -> new StateInspector("store").inspect(new Checkpointed()));
	}

	@Test
	void targetOfProxyIsInspected() {
		ProxyFactory proxyFactory = new ProxyFactory(new Counter());
		proxyFactory.setProxyTargetClass(true);
		Object proxy = proxyFactory.getProxy();
		assertThatExceptionOfType(UnreplicatedStateException.class)
			.isThrownBy(() -> new StateInspector("store").inspect(proxy));
	}

	@Test
	void onlyBeansThatHandleCommandsAreChecked() {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		HandlerRegistry registry = new HandlerRegistry(beanFactory, new PayloadMapper());
		beanFactory.registerSingleton("queries", new CachingQueries());
		beanFactory.registerSingleton("other", new Counter());
		registry.afterSingletonsInstantiated();
		assertThatNoException().isThrownBy(registry::checkState);
		beanFactory.registerSingleton("commands", new CountingCommands());
		registry.afterSingletonsInstantiated();
		assertThatExceptionOfType(UnreplicatedStateException.class).isThrownBy(registry::checkState)
			.withMessageContaining("'commands'");
	}

	@Test
	void analysisTellsWhatIsWrongAndWhatToDo() {
		UnreplicatedStateException failure = catchThrowableOfType(UnreplicatedStateException.class,
				() -> new StateInspector("store").inspect(new Maps()));
		FailureAnalysis analysis = new UnreplicatedStateFailureAnalyzer().analyze(failure, failure);
		assertThat(analysis.getDescription()).contains("Bean 'store'")
			.contains("The field 'state' (Map) of " + Maps.class.getName() + " is an empty collection")
			.contains("a replica that takes the state from others would not have it");
		assertThat(analysis.getAction()).contains("Checkpointable");
	}

	static class Counter {

		private long state;

		long next() {
			return ++this.state;
		}

	}

	static class Boxed {

		private @Nullable Integer state;

		void set(int value) {
			this.state = value;
		}

	}

	static class Text {

		private String state = "";

		void append(String text) {
			this.state += text;
		}

	}

	static class Moment {

		private Instant state = Instant.EPOCH;

		void move() {
			this.state = this.state.plusNanos(1);
		}

	}

	static class Elements {

		private final long[] state = new long[4];

		void add() {
			this.state[0]++;
		}

	}

	static class ArrayField {

		private byte @Nullable [] state;

		void fill() {
			this.state = new byte[1];
		}

	}

	static class Atomic {

		private final AtomicLong state = new AtomicLong();

		void add() {
			this.state.incrementAndGet();
		}

	}

	static class Adder {

		private final LongAdder state = new LongAdder();

		void add() {
			this.state.increment();
		}

	}

	static class Maps {

		private final Map<String, Integer> state = new HashMap<>();

		void add() {
			this.state.merge("a", 1, Integer::sum);
		}

	}

	static class Lists {

		private final List<String> state = new ArrayList<>();

		void add() {
			this.state.add("a");
		}

	}

	static class Concurrent {

		private final Map<String, String> state = new ConcurrentHashMap<>();

		void add() {
			this.state.put("a", "");
		}

	}

	static class Synchronized {

		private final Map<String, String> state = Collections.synchronizedMap(new HashMap<>());

		void add() {
			this.state.put("a", "");
		}

	}

	static class Inherited extends Counter {

	}

	@SuppressWarnings("unused")
	static class Collaborators extends ApplicationObjectSupport {

		private static long instances;

		private final ReplicatedMap<String, String> map;

		private final List<String> plugins;

		private final String name;

		private final int size;

		private final Map<String, String> nothing = Map.of();

		private final List<String> empty = Collections.emptyList();

		private final Set<String> view = Collections.unmodifiableSet(new HashSet<>());

		private final Map<String, String> table = new HashMap<>(Map.of("a", "b"));

		private final String[] none = new String[0];

		private final transient Map<String, String> cache = new HashMap<>();

		private transient long hits;

		@Value("${size:1}")
		private int injected;

		@Autowired(required = false)
		private @Nullable String beanNameOfOther;

		private @Nullable Clock clock;

		private @Nullable String prefix;

		Collaborators(ReplicatedMaps maps, List<String> plugins, String name, int size) {
			this.map = maps.map("a", String.class, String.class);
			this.plugins = plugins;
			this.name = name;
			this.size = size;
		}

		void setPrefix(String prefix) {
			this.prefix = prefix;
		}

	}

	static class Checkpointed implements Checkpointable {

		private long state;

		@Override
		public void writeTo(OutputStream out) {
			this.state++;
		}

		@Override
		public void readFrom(InputStream in) {
			this.state = 0;
		}

	}

	record Count() implements Command<Long> {

	}

	record Read() implements Query<Long> {

	}

	static class CachingQueries {

		private final Map<String, Long> cache = new HashMap<>();

		@ReplicatedQuery
		Long read(Read query) {
			return this.cache.computeIfAbsent("a", (key) -> 1L);
		}

	}

	static class CountingCommands extends Counter {

		@ReplicatedCommand
		Long count(Count command) {
			return next();
		}

	}

}
