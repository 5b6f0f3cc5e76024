package dev.viewstamped.state;

/**
 * The time in which one command or query runs, or a snapshot is taken or restored, and
 * the thread that runs it. Compared by identity.
 */
final class Scope {

	private final Kind kind;

	private final Thread thread;

	Scope(Kind kind, Thread thread) {
		this.kind = kind;
		this.thread = thread;
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
