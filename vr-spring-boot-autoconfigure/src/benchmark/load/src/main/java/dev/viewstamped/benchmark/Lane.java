package dev.viewstamped.benchmark;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One closed-loop client. It owns its keys, so each reply must be exactly the number of
 * its earlier puts of the key.
 */
final class Lane {

	private static final int KEYS = 16;

	/** Stands for a key of which a put may or may not have happened. */
	private static final long UNKNOWN = -1;

	private static final Executor PAUSE = CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS);

	private final Load load;

	private final Operation[] operations = new Operation[KEYS];

	private final long[] expected = new long[KEYS];

	private int index;

	private long sentNanos;

	Lane(Load load, String run, int number, String value) {
		this.load = load;
		for (int i = 0; i < KEYS; i++) {
			this.operations[i] = Operation.of(run, number, i, value);
		}
	}

	/**
	 * Put each key once.
	 */
	void seed(Function<Operation, CompletableFuture<Long>> put) {
		for (int i = 0; i < KEYS; i++) {
			put.apply(this.operations[i]).join();
			this.expected[i] = 1;
		}
	}

	/**
	 * Operate until the load stops. Returns when there is something to wait for.
	 */
	void run() {
		while (!this.load.isStopping()) {
			this.index = (this.index + 1) % KEYS;
			this.sentNanos = System.nanoTime();
			CompletableFuture<Long> reply = this.load.call(this.operations[this.index]);
			if (!reply.isDone()) {
				reply.whenComplete(this::resume);
				return;
			}
			Throwable failure = reply.handle((version, ex) -> ex).join();
			if (!done((failure != null) ? null : reply.join(), failure)) {
				return;
			}
		}
		this.load.ended();
	}

	private void resume(Long version, Throwable failure) {
		if (done(version, failure)) {
			run();
		}
	}

	private boolean done(Long version, Throwable failure) {
		if (version == null) {
			this.expected[this.index] = this.load.reads() ? this.expected[this.index] : UNKNOWN;
			this.load.failed((failure instanceof CompletionException) ? failure.getCause() : failure);
			PAUSE.execute(this::run);
			return false;
		}
		long wanted = this.expected[this.index];
		this.load.acknowledged(this.sentNanos, wanted == UNKNOWN || wanted == version);
		this.expected[this.index] = this.load.reads() ? wanted : version + 1;
		return true;
	}

}
