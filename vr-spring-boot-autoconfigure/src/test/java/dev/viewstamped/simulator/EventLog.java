package dev.viewstamped.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;

import org.jspecify.annotations.Nullable;

/**
 * The last events of a run, to be printed when it fails, and the hash of all of them.
 */
final class EventLog {

	private static final int KEPT = 60;

	private final SimulatedTime time;

	private final boolean printing;

	private final Deque<Event> last = new ArrayDeque<>();

	private long step;

	private long hash = 1;

	EventLog(SimulatedTime time, boolean printing) {
		this.time = time;
		this.printing = printing;
	}

	/**
	 * Note that something happened to a packet.
	 * @param what what happened
	 * @param packet the packet
	 */
	void packet(String what, Packet packet) {
		add(new Event(this.step, this.time.nowNanos(), what, packet));
		mix(packet.from());
		mix(packet.to());
		mix(packet.message().getClass().getSimpleName().hashCode());
		mix(MessageText.fingerprint(packet.message()));
	}

	/**
	 * Note that something happened.
	 * @param what what happened
	 */
	void note(String what) {
		add(new Event(this.step, this.time.nowNanos(), what, null));
	}

	/**
	 * Note that a step of the run was made and checked.
	 */
	void step() {
		this.step++;
	}

	long steps() {
		return this.step;
	}

	/**
	 * Mix a value into the hash.
	 * @param value the value
	 */
	void mix(long value) {
		this.hash = (this.hash ^ value) * 0x9E3779B97F4A7C15L;
		this.hash ^= this.hash >>> 29;
	}

	long hash() {
		return this.hash;
	}

	/**
	 * The last events.
	 * @return one line each
	 */
	String text() {
		StringBuilder text = new StringBuilder();
		this.last.forEach((event) -> text.append(event).append('\n'));
		return text.toString();
	}

	private void add(Event event) {
		if (this.last.size() == KEPT) {
			this.last.removeFirst();
		}
		this.last.addLast(event);
		mix(event.timeNanos());
		mix(event.what().hashCode());
		if (this.printing) {
			System.out.println(event);
		}
	}

	private static long epoch(ReplicaReport report) {
		return report.configuration().epoch();
	}

	private record Event(long step, long timeNanos, String what, @Nullable Packet packet) {

		@Override
		public String toString() {
			String text = String.format(Locale.ROOT, "%8d %12.6f  %s", this.step, this.timeNanos / 1e9, this.what);
			return (this.packet != null) ? String.format("%-32s %d -> %d  %s", text, this.packet.from(),
					this.packet.to(), MessageText.describe(this.packet.message())) : text;
		}

	}

	/**
	 * Note what a member is now, if that is not what it was.
	 * @param before its report of the step before, {@code null} at its first step
	 * @param now its report
	 */
	void noteChange(@Nullable ReplicaReport before, ReplicaReport now) {
		boolean same = before != null && before.status() == now.status() && before.role() == now.role()
				&& before.view() == now.view() && epoch(before) == epoch(now);
		if (!same) {
			note("member " + now.memberId() + " is " + now.status()
					+ ((now.role() != Role.NONE) ? ", " + now.role() : "")
					+ ((epoch(now) > 0) ? ", epoch " + epoch(now) : "") + ", view " + now.view() + ", op "
					+ now.opNumber() + ", commit " + now.commitNumber());
		}
	}

}
