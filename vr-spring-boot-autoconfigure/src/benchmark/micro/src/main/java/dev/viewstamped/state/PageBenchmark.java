package dev.viewstamped.state;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Puts into a tree of pages, which copies the pages on the way to the key.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PageBenchmark {

	/** Prime, so that keys do not come in their order. */
	private static final int STEP = 7919;

	/**
	 * Entries in the tree.
	 */
	@Param({ "1000", "100000" })
	public int size;

	private String[] keys;

	private PageTree<String, String> tree = PageTree.empty();

	private int next;

	/**
	 * Fill the tree.
	 */
	@Setup
	public void setUp() {
		this.keys = new String[this.size];
		for (int i = 0; i < this.size; i++) {
			this.keys[i] = "%016x".formatted(i);
			this.tree = this.tree.put(this.keys[i], "value").tree();
		}
	}

	/**
	 * Change the value of a key.
	 * @return the new tree
	 */
	@Benchmark
	public Object put() {
		this.tree = this.tree.put(key(), "other").tree();
		return this.tree;
	}

	/**
	 * Look a key up.
	 * @return its value
	 */
	@Benchmark
	public String get() {
		return this.tree.get(key());
	}

	private String key() {
		this.next = (this.next + STEP) % this.size;
		return this.keys[this.next];
	}

}
