package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of the calls of one key that respects real time and gives each
 * result (Wing and Gong, with the memory of Lowe: a set of calls that led to a state is
 * not tried twice). It knows nothing of logs, so it finds what a checker that takes the
 * log as its witness would believe. A call of unknown outcome may take effect at any time
 * after it was made, or never.
 */
final class LinearizabilitySearch {

	private final int maxStates;

	/**
	 * Create a search.
	 * @param maxStates how many states to visit before giving up
	 */
	LinearizabilitySearch(int maxStates) {
		this.maxStates = maxStates;
	}

	/**
	 * Search.
	 * @param calls calls of one key
	 * @return whether there is such an order
	 */
	Verdict search(List<Call> calls) {
		Stream<Call> effective = calls.stream()
			.filter((call) -> call.isKnown() || !call.operation().startsWith("get "));
		// Calls of unknown outcome come last: most of them are not needed
		List<Call> sorted = effective
			.sorted(Comparator.comparing((Call call) -> !call.isKnown()).thenComparing(Call::returned))
			.toList();
		return new Run(sorted).verdict();
	}

	/**
	 * The outcome of a search.
	 */
	enum Verdict {

		LINEARIZABLE, NOT_LINEARIZABLE, UNDECIDED

	}

	/**
	 * A call.
	 *
	 * @param operation the command or query
	 * @param result what was returned, {@code null} if the outcome is unknown
	 * @param invoked when it was made
	 * @param returned when its result was there, {@link Long#MAX_VALUE} if never
	 */
	record Call(String operation, @Nullable String result, long invoked, long returned) {

		static Call known(String operation, String result, long invoked, long returned) {
			return new Call(operation, result, invoked, returned);
		}

		static Call unknown(String operation, long invoked) {
			return new Call(operation, null, invoked, Long.MAX_VALUE);
		}

		boolean isKnown() {
			return this.result != null;
		}

	}

	private final class Run {

		private final List<Call> calls;

		private final BitSet done = new BitSet();

		private final Set<Visited> visited = new HashSet<>();

		/** For each call of known result, the state that it was made in. */
		private final List<String> before = new ArrayList<>();

		private final List<Long> versions = new ArrayList<>();

		private Run(List<Call> calls) {
			this.calls = calls;
			for (Call call : calls) {
				if (call.result() != null) {
					this.before.add(KeyModel.before(call.result()));
					this.versions.add(KeyModel.version(KeyModel.before(call.result())));
				}
			}
		}

		Verdict verdict() {
			long known = this.calls.stream().filter(Call::isKnown).count();
			if (canFinish(KeyModel.INITIAL, known)) {
				return Verdict.LINEARIZABLE;
			}
			return (this.visited.size() >= LinearizabilitySearch.this.maxStates) ? Verdict.UNDECIDED
					: Verdict.NOT_LINEARIZABLE;
		}

		private boolean canFinish(String state, long knownLeft) {
			if (knownLeft == 0) {
				return true;
			}
			if (isTooLate(state)) {
				return false;
			}
			if (this.visited.size() >= LinearizabilitySearch.this.maxStates
					|| !this.visited.add(new Visited((BitSet) this.done.clone(), state))) {
				return false;
			}
			long firstReturn = firstReturn();
			for (int i = this.done.nextClearBit(0); i < this.calls.size(); i = this.done.nextClearBit(i + 1)) {
				Call call = this.calls.get(i);
				if (call.invoked() < firstReturn && canBeNext(i, call, state, knownLeft)) {
					return true;
				}
			}
			return false;
		}

		private boolean canBeNext(int index, Call call, String state, long knownLeft) {
			KeyModel.Step step = KeyModel.apply(state, call.operation());
			boolean fits = call.isKnown() ? step.result().equals(call.result()) : !step.state().equals(state);
			if (!fits) {
				return false;
			}
			this.done.set(index);
			boolean finishes = canFinish(step.state(), call.isKnown() ? knownLeft - 1 : knownLeft);
			this.done.clear(index);
			return finishes;
		}

		/**
		 * Versions only grow: a call that was made in this one and another state, or in
		 * an earlier one, has no place any more.
		 */
		private boolean isTooLate(String state) {
			long version = KeyModel.version(state);
			for (int i = this.done.nextClearBit(0); i < this.before.size(); i = this.done.nextClearBit(i + 1)) {
				long needed = this.versions.get(i);
				if (needed < version || (needed == version && !this.before.get(i).equals(state))) {
					return true;
				}
			}
			return false;
		}

		/** Sorted by return: what is not done and returns first is the first one. */
		private long firstReturn() {
			return this.calls.get(this.done.nextClearBit(0)).returned();
		}

	}

	private record Visited(BitSet done, String state) {

	}

}
