package dev.viewstamped.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * What waits for a process that is paused: messages, of which the machine keeps only so
 * many, and what its other threads have done, which is never dropped.
 */
final class Waiting {

	private static final int MAX_MESSAGES = 1000;

	private final Deque<Runnable> messages = new ArrayDeque<>();

	private final Deque<Runnable> results = new ArrayDeque<>();

	void addMessage(Runnable message) {
		if (this.messages.size() < MAX_MESSAGES) {
			this.messages.addLast(message);
		}
	}

	void addResult(Runnable result) {
		this.results.addLast(result);
	}

	void dropMessages() {
		this.messages.clear();
	}

	void clear() {
		this.messages.clear();
		this.results.clear();
	}

	/**
	 * The process goes on.
	 * @param alive whether it is alive
	 */
	void run(BooleanSupplier alive) {
		while (alive.getAsBoolean() && !this.results.isEmpty()) {
			this.results.removeFirst().run();
		}
		while (alive.getAsBoolean() && !this.messages.isEmpty()) {
			this.messages.removeFirst().run();
		}
	}

}
