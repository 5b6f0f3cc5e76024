package dev.viewstamped.client;

import java.util.ArrayDeque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Commands that wait for a session and a place in its window, first come, first served.
 */
final class CommandQueue {

	private final ArrayDeque<PendingRequest> requests = new ArrayDeque<>();

	/** No request's deadline is earlier. */
	private long deadlineNanos;

	CommandQueue(long now) {
		this.deadlineNanos = now;
	}

	int size() {
		return this.requests.size();
	}

	boolean isEmpty() {
		return this.requests.isEmpty();
	}

	void add(PendingRequest request) {
		this.requests.addLast(request);
		note(request);
	}

	void putBack(PendingRequest request) {
		this.requests.addFirst(request);
		note(request);
	}

	@Nullable PendingRequest poll() {
		return this.requests.pollFirst();
	}

	/**
	 * Remove the requests whose deadline has passed.
	 * @param now the time
	 * @return the requests
	 */
	List<PendingRequest> removeExpired(long now) {
		if (isEmpty() || now - this.deadlineNanos < 0) {
			return List.of();
		}
		List<PendingRequest> expired = this.requests.stream().filter((request) -> request.isExpired(now)).toList();
		this.requests.removeIf((request) -> request.isExpired(now));
		this.deadlineNanos = now + Pending.MAX_TIMEOUT_NANOS;
		this.requests.forEach(this::note);
		return expired;
	}

	private void note(PendingRequest request) {
		if (request.deadlineNanos() - this.deadlineNanos < 0) {
			this.deadlineNanos = request.deadlineNanos();
		}
	}

}
