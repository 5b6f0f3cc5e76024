package dev.viewstamped.simulator;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.Seen.Anybody;
import dev.viewstamped.simulator.Seen.Observer;
import dev.viewstamped.simulator.Seen.Reader;
import dev.viewstamped.simulator.Seen.Source;
import dev.viewstamped.simulator.Seen.Writer;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * What must hold in the history that the clients see. The canonical log is the witness:
 * it must respect real time, and a replay of it must give each answer.
 */
final class HistoryChecker implements StateChecker.Listener {

	private static final Anybody ANYBODY = new Anybody();

	private final Function<UUID, CanonicalLog> canons;

	private final Map<String, Invocation> commands = new HashMap<>();

	private final Seen seen = new Seen();

	private final @Nullable HistorySample sample;

	private final Map<Outcome, Integer> commandOutcomes = new EnumMap<>(Outcome.class);

	private final Map<Outcome, Integer> readOutcomes = new EnumMap<>(Outcome.class);

	/**
	 * Create a checker.
	 * @param canons the canonical log of each group
	 * @param sample collects calls to be searched without the log, or {@code null}
	 */
	HistoryChecker(Function<UUID, CanonicalLog> canons, @Nullable HistorySample sample) {
		this.canons = canons;
		this.sample = sample;
	}

	/**
	 * A client calls.
	 * @param client number of the client
	 * @param text the command or query; each command is another one
	 * @param consistency kind of read, {@code null} for a command
	 * @param afterOpNumber for a causal read, the op-number that must be visible
	 * @return the call
	 */
	Invocation invoke(int client, String text, @Nullable Consistency consistency, long afterOpNumber) {
		Invocation invocation = new Invocation(client, text, consistency, afterOpNumber,
				this.seen.only((observer) -> concerns(client, consistency, observer)));
		if (consistency == null && this.commands.put(text, invocation) != null) {
			throw new IllegalArgumentException("Command '" + text + "' was used before");
		}
		count(invocation, Outcome.PENDING, 1);
		if (this.sample != null) {
			this.sample.invoked(invocation);
		}
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
		check(RecordingStateMachine.isAcceptable(applied.command()), "S10-REFUSED",
				"%s should have been refused, and was executed: %s", invocation, applied);
		long before = invocation.before().by(ANYBODY, groupId);
		check(applied.opNumber() > before, "S13-REAL-TIME",
				"%s was invoked after the effect of op %d had been seen, and became %s", invocation, before, applied);
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
		this.seen.see(ANYBODY, groupId, viewstamp.opNumber());
		this.seen.see(new Writer(invocation.client()), groupId, viewstamp.opNumber());
		if (this.sample != null) {
			this.sample.answered(invocation, groupId, result);
		}
	}

	/**
	 * A query was answered.
	 * @param invocation the call
	 * @param source the process that the client asked
	 * @param groupId the group
	 * @param opNumber op-number of the state that answered
	 * @param result the answer
	 */
	void answered(Invocation invocation, Source source, UUID groupId, long opNumber, String result) {
		end(invocation, Outcome.OK);
		CanonicalLog canon = this.canons.apply(groupId);
		check(opNumber <= canon.maxExecutedNumber(), "S13-READ-COMMITTED",
				"%s was answered at op %d; executed is op %d", invocation, opNumber, canon.maxExecutedNumber());
		String expected = canon.valueAt(invocation.text().substring("get ".length()), opNumber);
		check(expected.equals(result), "S13-READ-VALUE", "%s was answered with '%s' at op %d, where the value is '%s'",
				invocation, result, opNumber, expected);
		Seen before = invocation.before();
		if (invocation.consistency() == Consistency.STALE) {
			check(opNumber >= before.by(source, groupId), "S13-STALE-MONOTONE",
					"%s was answered at op %d by %s, which had answered at op %d before", invocation, opNumber, source,
					before.by(source, groupId));
			this.seen.see(source, groupId, opNumber);
		}
		else if (invocation.consistency() == Consistency.CAUSAL) {
			checkCausal(invocation, groupId, opNumber);
		}
		else {
			long seenBefore = before.by(ANYBODY, groupId);
			check(canon.floor(opNumber) >= canon.floor(seenBefore), "S13-LINEARIZABLE-READ",
					"%s was answered at op %d; op %d had been seen before it was made", invocation, opNumber,
					seenBefore);
			this.seen.see(ANYBODY, groupId, opNumber);
		}
		this.seen.see(new Reader(invocation.client()), groupId, opNumber);
		if (this.sample != null) {
			this.sample.answered(invocation, groupId, result);
		}
	}

	/**
	 * A causal read sees what its token stands for; and a client that always gives its
	 * latest token sees its own writes, and all that it has read.
	 */
	private static void checkCausal(Invocation invocation, UUID groupId, long opNumber) {
		int client = invocation.client();
		check(opNumber >= invocation.afterOpNumber(), "S13-CAUSAL-READ", "%s was answered at op %d, asked for op %d",
				invocation, opNumber, invocation.afterOpNumber());
		long written = invocation.before().by(new Writer(client), groupId);
		check(opNumber >= written, "S13-READ-YOUR-WRITES", "%s was answered at op %d; client %d had written op %d",
				invocation, opNumber, client, written);
		long read = invocation.before().by(new Reader(client), groupId);
		check(opNumber >= read, "S13-MONOTONE-READS", "%s was answered at op %d; client %d had read op %d", invocation,
				opNumber, client, read);
	}

	private static boolean concerns(int client, @Nullable Consistency consistency, Observer observer) {
		if (consistency == Consistency.STALE) {
			return observer instanceof Source;
		}
		if (consistency == Consistency.CAUSAL) {
			return observer.equals(new Writer(client)) || observer.equals(new Reader(client));
		}
		return observer.equals(ANYBODY);
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

}
