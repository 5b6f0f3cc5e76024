package dev.viewstamped.simulator;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.simulator.Invocation.Outcome;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * What must hold in the history that the clients see. The canonical log is the witness:
 * it must respect real time, and a replay of it must give each answer.
 */
final class HistoryChecker implements StateChecker.Listener {

	private final Function<UUID, CanonicalLog> canons;

	private final Map<String, Invocation> commands = new HashMap<>();

	private final Map<UUID, Long> seen = new HashMap<>();

	private final Map<Outcome, Integer> commandOutcomes = new EnumMap<>(Outcome.class);

	private final Map<Outcome, Integer> readOutcomes = new EnumMap<>(Outcome.class);

	/**
	 * Create a checker.
	 * @param canons the canonical log of each group
	 */
	HistoryChecker(Function<UUID, CanonicalLog> canons) {
		this.canons = canons;
	}

	/**
	 * A client calls.
	 * @param text the command or query; each command is another one
	 * @param consistency kind of read, {@code null} for a command
	 * @param afterOpNumber for a causal read, the op-number that must be visible
	 * @return the call
	 */
	Invocation invoke(String text, @Nullable Consistency consistency, long afterOpNumber) {
		Invocation invocation = new Invocation(text, consistency, afterOpNumber, this.seen);
		if (consistency == null && this.commands.put(text, invocation) != null) {
			throw new IllegalArgumentException("Command '" + text + "' was used before");
		}
		count(invocation, Outcome.PENDING, 1);
		return invocation;
	}

	@Override
	public void committed(UUID groupId, Applied applied) {
		Invocation invocation = this.commands.get(applied.command());
		check(invocation != null, "S1-NO-PHANTOM", "nobody asked for %s", applied);
		if (invocation == null) {
			return;
		}
		check(invocation.outcome() != Outcome.DID_NOT_HAPPEN, "S10-DID-NOT-HAPPEN", "%s was executed: %s", invocation,
				applied);
		check(applied.opNumber() > invocation.seenBefore(groupId), "S13-REAL-TIME",
				"%s was invoked after the effect of op %d had been seen, and became %s", invocation,
				invocation.seenBefore(groupId), applied);
		invocation.committed(applied.opNumber());
	}

	/**
	 * A command was acknowledged.
	 * @param invocation the call
	 * @param groupId the group
	 * @param viewstamp identity of its log entry
	 * @param result its result
	 */
	void acknowledged(Invocation invocation, UUID groupId, Viewstamp viewstamp, String result) {
		end(invocation, Outcome.OK);
		Applied applied = this.canons.apply(groupId).get(viewstamp.opNumber());
		check(applied != null && applied.command().equals(invocation.text()), "S2-ACKNOWLEDGED",
				"%s was acknowledged as %s, where there is %s", invocation, viewstamp, applied);
		check(applied != null && applied.viewstamp().equals(viewstamp), "S2-ACKNOWLEDGED",
				"%s was acknowledged as %s, and is %s", invocation, viewstamp, applied);
		check(applied != null && applied.result().equals(result), "S10-REPLY", "%s was answered with '%s', and is %s",
				invocation, result, applied);
		see(groupId, viewstamp.opNumber());
	}

	/**
	 * A query was answered.
	 * @param invocation the call
	 * @param groupId the group
	 * @param opNumber op-number of the state that answered
	 * @param result the answer
	 */
	void answered(Invocation invocation, UUID groupId, long opNumber, String result) {
		end(invocation, Outcome.OK);
		CanonicalLog canon = this.canons.apply(groupId);
		check(opNumber <= canon.maxExecutedNumber(), "S13-READ-COMMITTED",
				"%s was answered at op %d; executed is op %d", invocation, opNumber, canon.maxExecutedNumber());
		String expected = canon.valueAt(invocation.text().substring("get ".length()), opNumber);
		check(expected.equals(result), "S13-READ-VALUE", "%s was answered with '%s' at op %d, where the value is '%s'",
				invocation, result, opNumber, expected);
		if (invocation.consistency() == Consistency.STALE) {
			return;
		}
		check(opNumber >= invocation.afterOpNumber(), "S13-CAUSAL-READ", "%s was answered at op %d, asked for op %d",
				invocation, opNumber, invocation.afterOpNumber());
		if (invocation.consistency() != Consistency.CAUSAL) {
			check(canon.floor(opNumber) >= canon.floor(invocation.seenBefore(groupId)), "S13-LINEARIZABLE-READ",
					"%s was answered at op %d; op %d had been seen before it was made", invocation, opNumber,
					invocation.seenBefore(groupId));
			see(groupId, opNumber);
		}
	}

	/**
	 * A client was told that its command or query was not executed.
	 * @param invocation the call
	 */
	void didNotHappen(Invocation invocation) {
		end(invocation, Outcome.DID_NOT_HAPPEN);
		check(invocation.committedAt() == 0, "S10-DID-NOT-HAPPEN", "%s was executed at op %d", invocation,
				invocation.committedAt());
	}

	/**
	 * A client was told that the outcome of its command is unknown.
	 * @param invocation the call
	 */
	void unknown(Invocation invocation) {
		end(invocation, Outcome.UNKNOWN);
	}

	int pending() {
		return commands(Outcome.PENDING) + reads(Outcome.PENDING);
	}

	int commands(Outcome outcome) {
		return this.commandOutcomes.getOrDefault(outcome, 0);
	}

	int reads(Outcome outcome) {
		return this.readOutcomes.getOrDefault(outcome, 0);
	}

	private void end(Invocation invocation, Outcome outcome) {
		check(invocation.outcome() == Outcome.PENDING, "S10-ONE-ANSWER", "%s was ended again: %s", invocation, outcome);
		count(invocation, Outcome.PENDING, -1);
		invocation.end(outcome);
		count(invocation, outcome, 1);
	}

	private void count(Invocation invocation, Outcome outcome, int change) {
		((invocation.consistency() != null) ? this.readOutcomes : this.commandOutcomes).merge(outcome, change,
				Integer::sum);
	}

	private void see(UUID groupId, long opNumber) {
		this.seen.merge(groupId, opNumber, Math::max);
	}

}
