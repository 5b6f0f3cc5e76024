package dev.viewstamped.simulator;

import java.util.Map;
import java.util.UUID;

import dev.viewstamped.ReadOptions.Consistency;

import org.jspecify.annotations.Nullable;

/**
 * One call of a client, and what became of it.
 */
public final class Invocation {

	private final String text;

	private final @Nullable Consistency consistency;

	private final long afterOpNumber;

	private final Map<UUID, Long> seenBefore;

	private Outcome outcome = Outcome.PENDING;

	private long committedAt;

	/**
	 * Create a call.
	 * @param text the command or query
	 * @param consistency kind of read, {@code null} for a command
	 * @param afterOpNumber for a causal read, the op-number that must be visible
	 * @param seenBefore for each group, the greatest op-number that any client had seen
	 * the effect of when the call was made
	 */
	Invocation(String text, @Nullable Consistency consistency, long afterOpNumber, Map<UUID, Long> seenBefore) {
		this.text = text;
		this.consistency = consistency;
		this.afterOpNumber = afterOpNumber;
		this.seenBefore = Map.copyOf(seenBefore);
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

	public long seenBefore(UUID groupId) {
		return this.seenBefore.getOrDefault(groupId, 0L);
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
