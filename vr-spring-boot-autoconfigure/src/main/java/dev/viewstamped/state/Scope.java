package dev.viewstamped.state;

import org.jspecify.annotations.Nullable;

/**
 * The time in which one command or query runs, or a snapshot is taken or restored, and
 * the thread that runs it. Compared by identity.
 */
final class Scope {

	private final Kind kind;

	private final Thread thread;

	private final @Nullable MapsView view;

	Scope(Kind kind, Thread thread) {
		this(kind, thread, null);
	}

	/**
	 * The time of a query that reads the maps as they were.
	 */
	Scope(MapsView view, Thread thread) {
		this(Kind.QUERY, thread, view);
	}

	private Scope(Kind kind, Thread thread, @Nullable MapsView view) {
		this.kind = kind;
		this.thread = thread;
		this.view = view;
	}

	/**
	 * The maps that are read.
	 * @return {@code null} for the maps as they are
	 */
	@Nullable MapsView view() {
		return this.view;
	}

	Kind kind() {
		return this.kind;
	}

	Thread thread() {
		return this.thread;
	}

	/**
	 * What may run.
	 */
	enum Kind {

		COMMAND("command"), QUERY("query"), SNAPSHOT("snapshot"), RESTORE("restore");

		private final String label;

		Kind(String label) {
			this.label = label;
		}

		@Override
		public String toString() {
			return this.label;
		}

	}

}
