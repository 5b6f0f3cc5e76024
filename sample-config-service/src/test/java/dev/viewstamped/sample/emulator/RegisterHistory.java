package dev.viewstamped.sample.emulator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * What clients have seen of some registers: whether there is an order of the calls of
 * each that respects real time and lets each read return what was written last (Wing and
 * Gong, with the memory of Lowe). A write of unknown outcome may take effect at any time
 * after it was made, or never. Each value is written once. Safe for use by any thread.
 */
final class RegisterHistory {

	private final Map<String, List<Call>> registers = new ConcurrentHashMap<>();

	/**
	 * Note a write.
	 * @param invokedNanos when it was made
	 * @param returnedNanos when it was acknowledged, {@link Long#MAX_VALUE} if it never
	 * was
	 */
	void wrote(String register, String value, long invokedNanos, long returnedNanos) {
		note(register, new Call(true, value, invokedNanos, returnedNanos));
	}

	/**
	 * Note a read.
	 * @param value what it has returned, {@code null} if nothing was there
	 */
	void read(String register, @Nullable String value, long invokedNanos, long returnedNanos) {
		note(register, new Call(false, value, invokedNanos, returnedNanos));
	}

	private void note(String register, Call call) {
		List<Call> calls = this.registers.computeIfAbsent(register, (key) -> new ArrayList<>());
		synchronized (calls) {
			calls.add(call);
		}
	}

	/**
	 * The registers whose calls have no such order.
	 * @return their names; none in a linearizable history
	 */
	List<String> violations() {
		return this.registers.entrySet()
			.stream()
			.filter((entry) -> !new Search(entry.getValue()).finishes())
			.map(Map.Entry::getKey)
			.sorted()
			.toList();
	}

	/**
	 * How many calls were noted, and how many of them have no known outcome.
	 */
	String size() {
		long calls = this.registers.values().stream().mapToLong(List::size).sum();
		long unknown = this.registers.values()
			.stream()
			.flatMap(List::stream)
			.filter((call) -> call.returned() == Long.MAX_VALUE)
			.count();
		return calls + " calls at " + this.registers.size() + " registers, " + unknown + " of unknown outcome";
	}

	private record Call(boolean write, @Nullable String value, long invoked, long returned) {

	}

	private record Point(BitSet done, int last) {

	}

	/**
	 * A search without recursion: histories are longer than a thread's stack is deep.
	 */
	private static final class Search {

		private static final int NOTHING = -1;

		private final List<Call> calls;

		private final BitSet done = new BitSet();

		private final Set<Point> visited = new HashSet<>();

		private final List<int[]> path = new ArrayList<>();

		/** Position of the write that a read sees. */
		private int last = NOTHING;

		private Search(List<Call> calls) {
			this.calls = calls.stream().sorted(Comparator.comparing(Call::returned)).toList();
		}

		boolean finishes() {
			int from = 0;
			while (!isFinished()) {
				int next = next(from);
				if (next >= 0) {
					this.path.add(new int[] { next, this.last });
					this.done.set(next);
					this.last = this.calls.get(next).write() ? next : this.last;
					from = this.visited.add(new Point((BitSet) this.done.clone(), this.last)) ? 0 : this.calls.size();
				}
				else if (this.path.isEmpty()) {
					return false;
				}
				else {
					int[] step = this.path.remove(this.path.size() - 1);
					this.done.clear(step[0]);
					this.last = step[1];
					from = step[0] + 1;
				}
			}
			return true;
		}

		private boolean isFinished() {
			int first = this.done.nextClearBit(0);
			return first >= this.calls.size() || this.calls.get(first).returned() == Long.MAX_VALUE;
		}

		private int next(int from) {
			long firstReturn = this.calls.get(this.done.nextClearBit(0)).returned();
			for (int i = this.done.nextClearBit(from); i < this.calls.size(); i = this.done.nextClearBit(i + 1)) {
				Call call = this.calls.get(i);
				if (call.invoked() < firstReturn && (call.write() || sees(call.value()))) {
					return i;
				}
			}
			return NOTHING;
		}

		private boolean sees(@Nullable String value) {
			return (this.last == NOTHING) ? value == null
					: value != null && value.equals(this.calls.get(this.last).value());
		}

	}

}
