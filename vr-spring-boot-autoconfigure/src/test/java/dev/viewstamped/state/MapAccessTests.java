package dev.viewstamped.state;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.viewstamped.ReplicatedMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Who may touch a map, and when.
 */
class MapAccessTests {

	private static final String NOT_READABLE = "Map 'entries' can only be read inside a command or query, and thread"
			+ " '%s' runs none. Read it in a @ReplicatedQuery method, called through VrOperations.query, on the thread"
			+ " that runs the method";

	private static final String NOT_WRITABLE = "Map 'entries' can only be changed inside a command, and thread '%s'"
			+ " runs none. Change it in a @ReplicatedCommand method, called through VrOperations.execute, on the thread"
			+ " that runs the method";

	private final ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());

	private final ReplicatedMap<String, Integer> map = this.maps.map("entries", String.class, Integer.class);

	private final String thread = Thread.currentThread().getName();

	@BeforeEach
	void seal() {
		this.maps.seal();
	}

	@Test
	void accessOutsideOfScopesThrows() {
		assertNotReadable(this.thread);
		assertNotWritable(this.thread);
		this.maps.beginCommand();
		this.maps.commitCommand();
		assertNotReadable(this.thread);
		assertNotWritable(this.thread);
		this.maps.beginCommand();
		this.maps.rollbackCommand();
		assertNotWritable(this.thread);
		this.maps.beginQuery();
		this.maps.endQuery();
		assertNotReadable(this.thread);
	}

	@Test
	void putOfWhatNoCheckpointCouldHoldThrowsAndChangesNothing() {
		ReplicatedMaps picky = new ReplicatedMaps(new TextValueCodec() {
			@Override
			public byte[] encode(Object object) {
				if (object.equals(13)) {
					throw new IllegalArgumentException("13 cannot be written");
				}
				return super.encode(object);
			}
		});
		ReplicatedMap<String, Integer> numbers = picky.map("numbers", String.class, Integer.class);
		picky.seal();
		picky.beginCommand();
		numbers.put("a", 12);
		assertThatIllegalArgumentException().isThrownBy(() -> numbers.put("a", 13))
			.withMessage("The value put into map 'numbers' cannot be kept: 13 cannot be written."
					+ " Keys and values of replicated maps must be data");
		assertThat(numbers.get("a")).isEqualTo(12);
		picky.commitCommand();
	}

	@Test
	void changeInsideQueryThrows() {
		this.maps.beginQuery();
		assertThat(this.map.get("a")).isNull();
		for (ThrowingCallable change : changes()) {
			assertThatIllegalStateException().isThrownBy(change)
				.withMessage("Map 'entries' cannot be changed inside a query, which runs on one replica only. Change it"
						+ " in a @ReplicatedCommand method, called through VrOperations.execute");
		}
	}

	@Test
	void accessOnAnotherThreadThrows() {
		this.maps.beginCommand();
		onThread("stranger", () -> {
			assertNotReadable("stranger");
			assertNotWritable("stranger");
		});
		this.maps.commitCommand();
		this.maps.beginQuery();
		onThread("stranger", () -> assertNotReadable("stranger"));
	}

	@Test
	void beginInsideScopeThrows() {
		this.maps.beginCommand();
		assertThatIllegalStateException().isThrownBy(this.maps::beginQuery)
			.withMessage("A query cannot begin on thread '%s': a command is running on thread '%s'. End it first",
					this.thread, this.thread);
		this.maps.rollbackCommand();
		this.maps.beginQuery();
		assertThatIllegalStateException().isThrownBy(this.maps::beginCommand)
			.withMessage("A command cannot begin on thread '%s': a query is running on thread '%s'. End it first",
					this.thread, this.thread);
	}

	@Test
	void endWithoutBeginThrows() {
		assertNotRunning("command", this.maps::commitCommand);
		assertNotRunning("command", this.maps::rollbackCommand);
		assertNotRunning("query", this.maps::endQuery);
		this.maps.beginQuery();
		assertNotRunning("command", this.maps::commitCommand);
		this.maps.endQuery();
		this.maps.beginCommand();
		assertNotRunning("query", this.maps::endQuery);
		this.map.put("a", 1);
		onThread("stranger", () -> assertThatIllegalStateException().isThrownBy(this.maps::rollbackCommand)
			.withMessage("No command is running on thread 'stranger'. Begin it first, on the same thread"));
		this.maps.commitCommand();
		assertThat(this.maps.entryCount()).isEqualTo(1);
	}

	@Test
	void streamShowsTheMapAsItWasWhenAskedFor() {
		this.maps.beginCommand();
		fill(200);
		Stream<Map.Entry<String, Integer>> entries = this.map.entries();
		Stream<Map.Entry<String, Integer>> tail = this.map.entriesFrom("1150");
		Stream<Map.Entry<String, Integer>> range = this.map.entries("1010", "1020");
		IntStream.range(0, 200).forEach((i) -> this.map.remove(String.valueOf(1000 + i)));
		this.map.put("0", 0);
		assertThat(entries).hasSize(200);
		assertThat(tail).hasSize(50);
		assertThat(range.map(Map.Entry::getValue)).containsExactly(10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
		assertThat(this.map.entries()).containsExactly(Map.entry("0", 0));
	}

	@Test
	void changeWhileStreamIsReadIsAllowed() {
		this.maps.beginCommand();
		fill(500);
		this.map.entries()
			.filter((entry) -> entry.getValue() % 2 == 0)
			.forEach((entry) -> this.map.remove(entry.getKey()));
		assertThat(this.map.size()).isEqualTo(250);
	}

	@Test
	void streamReadsNoMoreThanNeeded() {
		this.maps.beginCommand();
		fill(500);
		assertThat(this.map.entriesFrom("1100").limit(2)).containsExactly(Map.entry("1100", 100),
				Map.entry("1101", 101));
		assertThat(this.map.entries("1200", "1200")).isEmpty();
		assertThat(this.map.entries("1200", "1100")).isEmpty();
	}

	@Test
	void streamAfterItsScopeThrows() {
		this.maps.beginCommand();
		fill(10);
		Stream<Map.Entry<String, Integer>> fromCommand = this.map.entries();
		this.maps.commitCommand();
		assertThatIllegalStateException().isThrownBy(fromCommand::toList)
			.withMessage("The entries of map 'entries' can only be read inside the command that asked for them, which"
					+ " has ended. Collect them before the handler returns");
		this.maps.beginQuery();
		Iterator<Map.Entry<String, Integer>> fromQuery = this.map.entries().iterator();
		assertThat(fromQuery.next()).isEqualTo(Map.entry("1000", 0));
		this.maps.endQuery();
		this.maps.beginQuery();
		assertThatIllegalStateException().isThrownBy(() -> {
			fromQuery.next();
			fromQuery.next();
		})
			.withMessage("The entries of map 'entries' can only be read inside the query that asked for them, which"
					+ " has ended. Collect them before the handler returns");
	}

	@Test
	void streamOnAnotherThreadThrows() {
		this.maps.beginCommand();
		fill(10);
		Stream<Map.Entry<String, Integer>> entries = this.map.entries();
		onThread("stranger", () -> assertThatIllegalStateException().isThrownBy(entries::toList)
			.withMessage("The entries of map 'entries' can only be read on thread '%s', which runs the command, not on"
					+ " thread 'stranger'. Read them on the thread that runs the handler", this.thread));
	}

	@Test
	void parallelStreamReadsOnTheHandlersThread() {
		this.maps.beginCommand();
		fill(1_000);
		assertThat(this.map.entries().parallel().map(Map.Entry::getValue).toList()).hasSize(1_000).isSorted();
		assertThat(this.map.entries().parallel().map(Map.Entry::getValue).sorted().skip(10).limit(5).toList())
			.containsExactly(10, 11, 12, 13, 14);
	}

	@Test
	@SuppressWarnings("NullAway")
	void nullThrows() {
		this.maps.beginCommand();
		assertNull("key", () -> this.map.get(null));
		assertNull("key", () -> this.map.containsKey(null));
		assertNull("key", () -> this.map.put(null, 1));
		assertNull("value", () -> this.map.put("a", null));
		assertNull("key", () -> this.map.remove(null));
		assertNull("fromInclusive", () -> this.map.entriesFrom(null));
		assertNull("fromInclusive", () -> this.map.entries(null, "a"));
		assertNull("toExclusive", () -> this.map.entries("a", null));
		assertThat(this.map.isEmpty()).isTrue();
	}

	@Test
	@SuppressWarnings({ "unchecked", "rawtypes" })
	void wrongTypeThrows() {
		ReplicatedMap raw = this.map;
		this.maps.beginCommand();
		assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> raw.put(7L, 1))
			.withMessage("'key' of map 'entries' must be of type java.lang.String, not java.lang.Long");
		assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> raw.get(7L))
			.withMessage("'key' of map 'entries' must be of type java.lang.String, not java.lang.Long");
		assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> raw.put("a", "b"))
			.withMessage("'value' of map 'entries' must be of type java.lang.Integer, not java.lang.String");
		assertThat(this.map.isEmpty()).isTrue();
	}

	private void fill(int count) {
		IntStream.range(0, count).forEach((i) -> this.map.put(String.valueOf(1000 + i), i));
	}

	private ThrowingCallable[] changes() {
		return new ThrowingCallable[] { () -> this.map.put("a", 1), () -> this.map.remove("a") };
	}

	private void assertNotReadable(String threadName) {
		ThrowingCallable[] reads = { () -> this.map.get("a"), () -> this.map.containsKey("a"), this.map::size,
				this.map::isEmpty, this.map::entries, () -> this.map.entriesFrom("a"),
				() -> this.map.entries("a", "b") };
		for (ThrowingCallable read : reads) {
			assertThatIllegalStateException().isThrownBy(read).withMessage(NOT_READABLE, threadName);
		}
	}

	private void assertNotWritable(String threadName) {
		for (ThrowingCallable change : changes()) {
			assertThatIllegalStateException().isThrownBy(change).withMessage(NOT_WRITABLE, threadName);
		}
	}

	private void assertNotRunning(String kind, ThrowingCallable end) {
		assertThatIllegalStateException().isThrownBy(end)
			.withMessage("No %s is running on thread '%s'. Begin it first, on the same thread", kind, this.thread);
	}

	private static void assertNull(String what, ThrowingCallable call) {
		assertThatNullPointerException().isThrownBy(call).withMessage("'%s' must not be null in map 'entries'", what);
	}

	private static void onThread(String name, Runnable action) {
		Executor executor = (task) -> new Thread(task, name).start();
		assertThat(catchThrowable(() -> CompletableFuture.runAsync(action, executor).join())).isNull();
	}

}
