package dev.viewstamped.state;

import org.jspecify.annotations.Nullable;

/**
 * Knows which command or query runs, one at a time, and lets only that one touch the
 * maps. Beside it, each thread may read the maps as they were. What it says does not
 * depend on what other threads happen to do.
 */
final class Scopes {

	private volatile @Nullable Scope current;

	/** What other threads read. */
	private final ThreadLocal<@Nullable Scope> views = new ThreadLocal<>();

	void begin(Scope.Kind kind) {
		Scope scope = this.current;
		if (scope != null) {
			throw new IllegalStateException(
					"A %s cannot begin on thread '%s': a %s is running on thread '%s'. End it first".formatted(kind,
							Thread.currentThread().getName(), scope.kind(), scope.thread().getName()));
		}
		this.current = new Scope(kind, Thread.currentThread());
	}

	/**
	 * Make sure that the scope can be ended here.
	 */
	void requireRunning(Scope.Kind kind) {
		Scope scope = ofThisThread();
		if (scope == null || scope.kind() != kind) {
			throw new IllegalStateException("No %s is running on thread '%s'. Begin it first, on the same thread"
				.formatted(kind, Thread.currentThread().getName()));
		}
	}

	void end() {
		this.current = null;
	}

	/**
	 * Let this thread read the maps as they were.
	 */
	void beginView(MapsView view) {
		Scope scope = ofThisThread();
		if (scope != null) {
			throw new IllegalStateException("A query cannot begin on thread '%s': a %s is running on it. End it first"
				.formatted(Thread.currentThread().getName(), scope.kind()));
		}
		this.views.set(new Scope(view, Thread.currentThread()));
	}

	void endView() {
		if (this.views.get() == null) {
			throw new IllegalStateException("No query is running on thread '%s'. Begin it first, on the same thread"
				.formatted(Thread.currentThread().getName()));
		}
		this.views.remove();
	}

	Scope requireReadable(String map) {
		Scope scope = ofThisThread();
		if (scope == null) {
			throw new IllegalStateException(
					("Map '%s' can only be read inside a command or query, and thread '%s' runs none."
							+ " Read it in a @ReplicatedQuery method, called through VrOperations.query, on the thread that runs the method")
						.formatted(map, Thread.currentThread().getName()));
		}
		return scope;
	}

	void requireWritable(String map) {
		Scope scope = ofThisThread();
		if (scope == null) {
			throw new IllegalStateException(("Map '%s' can only be changed inside a command, and thread '%s' runs none."
					+ " Change it in a @ReplicatedCommand method, called through VrOperations.execute, on the thread that runs the method")
				.formatted(map, Thread.currentThread().getName()));
		}
		if (scope.kind() != Scope.Kind.COMMAND) {
			throw new IllegalStateException(
					("Map '%s' cannot be changed inside a query, which runs on one replica only."
							+ " Change it in a @ReplicatedCommand method, called through VrOperations.execute")
						.formatted(map));
		}
	}

	/**
	 * Make sure that entries are read by whoever asked for them.
	 */
	void requireSame(Scope scope, String map) {
		boolean onItsThread = scope.thread() == Thread.currentThread();
		// Only its own thread knows whether a view is read there still
		boolean ended = (scope.view() == null) ? this.current != scope : onItsThread && this.views.get() != scope;
		if (ended) {
			throw new IllegalStateException(
					("The entries of map '%s' can only be read inside the %s that asked for them,"
							+ " which has ended. Collect them before the handler returns")
						.formatted(map, scope.kind()));
		}
		if (!onItsThread) {
			throw new IllegalStateException(
					("The entries of map '%s' can only be read on thread '%s', which runs the %s,"
							+ " not on thread '%s'. Read them on the thread that runs the handler")
						.formatted(map, scope.thread().getName(), scope.kind(), Thread.currentThread().getName()));
		}
	}

	private @Nullable Scope ofThisThread() {
		Scope scope = this.current;
		return (scope != null && scope.thread() == Thread.currentThread()) ? scope : this.views.get();
	}

}
