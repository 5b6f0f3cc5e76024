package dev.viewstamped.simulator;

import dev.viewstamped.ReadOptions.Consistency;

import org.jspecify.annotations.Nullable;

/**
 * One call of a client, and what became of it.
 */
public final class Invocation {

	private final String text;

	private final @Nullable Consistency consistency;

	private final long afterOpNumber;

	private final int client;

	private final Seen before;

	private Outcome outcome = Outcome.PENDING;

	private long committedAt;

	/**
	 * Create a call.
	 * @param client number of the client
	 * @param text the command or query
	 * @param consistency kind of read, {@code null} for a command
	 * @param afterOpNumber for a causal read, the op-number that must be visible
	 * @param before what had been seen when the call was made
	 */
	Invocation(int client, String text, @Nullable Consistency consistency, long afterOpNumber, Seen before) {
		this.client = client;
		this.text = text;
		this.consistency = consistency;
		this.afterOpNumber = afterOpNumber;
		this.before = before;
	}

	int client() {
		return this.client;
	}

	public String text() {
		return this.text;
	}

	@Nullable Consistency consistency() {
		return this.consistency;
	}

	public long afterOpNumber() {
		return this.afterOpNumber;
	}

	/**
	 * What had been seen when the call was made.
	 * @return a copy
	 */
	Seen before() {
		return this.before;
	}

	public Outcome outcome() {
		return this.outcome;
	}

	public void end(Outcome outcome) {
		this.outcome = outcome;
	}

	/**
	 * Op-number at which the command was executed.
	 * @return the op-number, 0 while it was not
	 */
	public long committedAt() {
		return this.committedAt;
	}

	public void committed(long opNumber) {
		this.committedAt = opNumber;
	}

	@Override
	public String toString() {
		return ((this.consistency != null) ? this.consistency + " read" : "command") + " '" + this.text + "' ("
				+ this.outcome + ")";
	}

	/**
	 * What a client knows of its call.
	 */
	public enum Outcome {

		PENDING, OK, DID_NOT_HAPPEN, UNKNOWN

	}

}
