package dev.viewstamped.simulator.naive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.viewstamped.simulator.RandomRuns;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A rule of the protocol as somebody would write it who has read only the paper, or has
 * made a mistake: a place in main's source and what stands there instead. A test that
 * passes with our rule is run again in a world with the naive one, and has to fail there
 * by the check that is named.
 *
 * <pre class="code">
 * NaiveRule.in("replica/StateTransfer", "our words", "naive words")
 *     .isCaughtBy(StoryTests.class, "stateTransferForgetsNothing", "VIEW-HAS-COMMITTED");
 * </pre>
 */
public final class NaiveRule {

	private static final Path MAIN = Path.of("src/main/java/dev/viewstamped");

	private final List<Change> changes;

	private NaiveRule(List<Change> changes) {
		this.changes = List.copyOf(changes);
	}

	/**
	 * Change one place.
	 * @param source the file below {@code dev/viewstamped}, without its ending
	 * @param ours what is written there, exactly once; the breaks of lines do not matter
	 * @param naive what is written instead
	 * @return the rule
	 */
	public static NaiveRule in(String source, String ours, String naive) {
		return new NaiveRule(List.of(new Change(source, ours, naive)));
	}

	/**
	 * Change another place too.
	 * @param source the file
	 * @param ours what is written there
	 * @param naive what is written instead
	 * @return a rule with all these changes
	 */
	public NaiveRule and(String source, String ours, String naive) {
		List<Change> more = new ArrayList<>(this.changes);
		more.add(new Change(source, ours, naive));
		return new NaiveRule(more);
	}

	/**
	 * Run a test with the naive rule: it has to fail.
	 * @param test the class of the test
	 * @param method its method
	 * @param checks what the failure has to name: a check of the simulator, or else the
	 * expectation of the test that is not met; any of them if there are several
	 */
	public void isCaughtBy(Class<?> test, String method, String... checks) {
		Throwable failure = failureOf(test, method);
		assertThat(failure).as("%s with %s", method, this).isNotNull();
		assertThat(String.valueOf(failure)).as("%s with %s", method, this).containsAnyOf(checks);
	}

	/**
	 * Make random runs with the naive rule: one of them has to fail.
	 * @param firstSeed the first seed
	 * @param seeds how many runs at most
	 * @param checks the check of the simulator that has to find it; if there are several,
	 * any of them: which one is first depends on the run
	 * @return the seed, and what the check says
	 */
	public String isFoundBySeeds(long firstSeed, long seeds, String... checks) {
		Throwable failure = failureOfSeeds(firstSeed, seeds);
		assertThat(failure).as("%d seeds with %s", seeds, this).isNotNull();
		String text = String.valueOf(failure);
		assertThat(text).as("%d seeds with %s", seeds, this).containsAnyOf(checks);
		return text.lines().findFirst().orElseThrow();
	}

	/**
	 * Make random runs with the naive rule.
	 * @param firstSeed the first seed
	 * @param seeds how many runs at most
	 * @return the first failure, or {@code null} if none fails
	 */
	public @Nullable Throwable failureOfSeeds(long firstSeed, long seeds) {
		try {
			return (Throwable) world().loadClass(RandomRuns.class.getName())
				.getMethod("firstFailure", long.class, long.class)
				.invoke(null, firstSeed, seeds);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("Cannot make runs with " + this, ex);
		}
	}

	/**
	 * Run a test with the naive rule.
	 * @param test the class of the test
	 * @param method its method
	 * @return why it failed, or {@code null} if it passed
	 */
	public @Nullable Throwable failureOf(Class<?> test, String method) {
		try {
			Class<?> naiveTest = world().loadClass(test.getName());
			Constructor<?> constructor = naiveTest.getDeclaredConstructor();
			constructor.setAccessible(true);
			Method naiveMethod = naiveTest.getDeclaredMethod(method);
			naiveMethod.setAccessible(true);
			naiveMethod.invoke(constructor.newInstance());
			return null;
		}
		catch (InvocationTargetException ex) {
			return ex.getCause();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException("Cannot run " + test.getName() + "." + method, ex);
		}
	}

	private ClassLoader world() {
		return new NaiveClassLoader(SourceCompiler.compile(sources()));
	}

	private Map<String, String> sources() {
		Map<String, String> sources = new TreeMap<>();
		for (Change change : this.changes) {
			sources.compute(change.className(), (name, text) -> change.applyTo((text != null) ? text : change.text()));
		}
		return sources;
	}

	@Override
	public String toString() {
		return "naive rule " + this.changes;
	}

	private record Change(String source, String ours, String naive) {

		String className() {
			return "dev.viewstamped." + this.source.replace('/', '.');
		}

		String text() {
			try {
				return Files.readString(MAIN.resolve(this.source + ".java"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		String applyTo(String text) {
			String flat = flat(text);
			String words = flat(this.ours);
			int at = flat.indexOf(words);
			assertThat(at).as("'%s' in %s", this.ours, this.source).isNotNegative();
			assertThat(flat.indexOf(words, at + 1)).as("second '%s' in %s", this.ours, this.source).isNegative();
			return flat.substring(0, at) + this.naive + flat.substring(at + words.length());
		}

		// The comments go first: on one line they would hide what follows them
		private static String flat(String text) {
			return text.replaceAll("(?m)^\\s*//.*$", "").replaceAll("\\s+", " ").strip();
		}

	}

}
