package dev.viewstamped.replica;

import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Operation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Appends to a log that keeps its newest 100,000 entries.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogBenchmark {

	private static final int KEPT = 100_000;

	private static final int STRIDE = 1000;

	private final Log log = new Log();

	private final UUID client = new UUID(1, 2);

	private final byte[] payload = new byte[160];

	/**
	 * Append an entry, and drop old ones now and then as checkpoints do.
	 * @return the op-number
	 */
	@Benchmark
	public long append() {
		long op = this.log.opNumber() + 1;
		this.log.append(new Entry(0, 3, op, op, Operation.COMMAND, this.client, 1, op, op - 1, this.payload));
		if (op % STRIDE == 0) {
			this.log.truncate(op - 1, KEPT, Long.MAX_VALUE);
		}
		return op;
	}

}
