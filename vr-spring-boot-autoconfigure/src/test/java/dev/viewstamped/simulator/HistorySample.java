package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.simulator.LinearizabilitySearch.Call;
import dev.viewstamped.simulator.LinearizabilitySearch.Verdict;

import org.jspecify.annotations.Nullable;

/**
 * The first calls of each key, as their clients saw them, to be searched for an order
 * without the help of the log.
 */
final class HistorySample {

	private static final int CALLS_OF_A_KEY = 100;

	private static final int STATES = 20_000;

	private final Map<String, List<Invocation>> invocations = new TreeMap<>();

	private final Map<Invocation, Times> times = new HashMap<>();

	private @Nullable UUID groupId;

	private boolean abandoned;

	private long now;

	/**
	 * A client calls.
	 * @param invocation the call
	 */
	void invoked(Invocation invocation) {
		Consistency consistency = invocation.consistency();
		if (consistency != null && consistency != Consistency.LINEARIZABLE) {
			return;
		}
		List<Invocation> calls = this.invocations.computeIfAbsent(KeyModel.keyOf(invocation.text()),
				(key) -> new ArrayList<>());
		if (calls.size() < CALLS_OF_A_KEY) {
			calls.add(invocation);
			this.times.put(invocation, new Times(++this.now));
		}
	}

	/**
	 * A call was answered. What is answered after the sample of its key has ended counts
	 * as unknown, for it may depend on calls that are not in the sample.
	 * @param invocation the call
	 * @param answeredBy the group
	 * @param result the answer
	 */
	void answered(Invocation invocation, UUID answeredBy, String result) {
		// A group that lost its state is followed by one that begins with none
		this.abandoned |= this.groupId != null && !this.groupId.equals(answeredBy);
		this.groupId = answeredBy;
		Times known = this.times.get(invocation);
		List<Invocation> calls = this.invocations.get(KeyModel.keyOf(invocation.text()));
		if (known != null && calls != null && calls.size() < CALLS_OF_A_KEY) {
			known.returned = ++this.now;
			known.result = result;
		}
	}

	/**
	 * Search all keys.
	 * @return keys whose search was given up
	 */
	int check() {
		int undecided = 0;
		for (List<Invocation> sample : this.invocations.values()) {
			List<Call> calls = new ArrayList<>();
			for (Invocation invocation : sample) {
				Times known = this.times.get(invocation);
				if (known != null && invocation.outcome() != Invocation.Outcome.DID_NOT_HAPPEN) {
					calls.add(new Call(invocation.text(), known.result, known.invoked, known.returned));
				}
			}
			Verdict verdict = this.abandoned ? Verdict.UNDECIDED : new LinearizabilitySearch(STATES).search(calls);
			InvariantViolation.check(verdict != Verdict.NOT_LINEARIZABLE, "S13-LINEARIZABLE",
					"no order of these calls explains their results: %s", calls);
			undecided += (verdict == Verdict.UNDECIDED) ? 1 : 0;
		}
		return undecided;
	}

	private static final class Times {

		private final long invoked;

		private long returned = Long.MAX_VALUE;

		private @Nullable String result;

		private Times(long invoked) {
			this.invoked = invoked;
		}

	}

}
