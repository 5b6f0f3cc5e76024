package dev.viewstamped.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.PeerMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes with replicas in memory mode, without a simulator: messages take one tick,
 * and those that a test does not let pass are lost.
 */
class TickedProcesses {

	static final long TIMEOUT_NANOS = 100_000_000;

	static final long TICK_NANOS = 1_000_000;

	/**
	 * Says which messages arrive.
	 */
	interface Filter {

		boolean passes(int from, int to, PeerMessage message);

	}

	private final Map<Integer, Process> processes = new TreeMap<>();

	private final Queue<Runnable> next = new ArrayDeque<>();

	private final List<ClientMessage> replies = new ArrayList<>();

	private Filter filter = (from, to, message) -> true;

	private long nowNanos;

	private int boots;

	/**
	 * Number of the next process.
	 */
	final int nextBoot() {
		return ++this.boots;
	}

	/**
	 * Answers that clients and operators got.
	 */
	final List<ClientMessage> replies() {
		return this.replies;
	}

	final void forgetReplies() {
		this.replies.clear();
	}

	final void start(int id, ReplicaOptions options) {
		Process process = new Process(id, options);
		this.processes.put(id, process);
		process.replica.start();
	}

	final void crash(int id) {
		this.processes.remove(id);
	}

	final void letPass(Filter newFilter) {
		this.filter = newFilter;
	}

	final void isolate(int id) {
		letPass((from, to, message) -> from != id && to != id);
	}

	final void heal() {
		letPass((from, to, message) -> true);
	}

	final void send(int via, ClientMessage message) {
		replica(via).onClientMessage(1, message);
	}

	final <T extends ClientMessage> @Nullable T latest(Class<T> type) {
		for (int i = this.replies.size() - 1; i >= 0; i--) {
			if (type.isInstance(this.replies.get(i))) {
				return type.cast(this.replies.get(i));
			}
		}
		return null;
	}

	final int primary() {
		int primary = -1;
		long latest = -1;
		for (int id : this.processes.keySet()) {
			ReplicaReport report = report(id);
			long order = report.configuration().epoch() * 1000 + report.view();
			if (report.role() == Role.PRIMARY && order > latest) {
				primary = id;
				latest = order;
			}
		}
		assertThat(primary).as("primary of %s", this).isNotNegative();
		return primary;
	}

	final boolean hasPrimaryIn(long epoch) {
		return this.processes.keySet()
			.stream()
			.anyMatch((id) -> report(id).role() == Role.PRIMARY && epoch(id) == epoch);
	}

	final boolean isNormal(int id) {
		return report(id).status() == Status.NORMAL;
	}

	/**
	 * Whether a replica has executed all that the primary has committed.
	 */
	final boolean hasCaughtUp(int id) {
		return report(id).executedNumber() == report(primary()).commitNumber()
				&& report(id).opNumber() == report(primary()).opNumber();
	}

	final long epoch(int id) {
		return report(id).configuration().epoch();
	}

	final ReplicaReport report(int id) {
		return replica(id).report();
	}

	final Replica replica(int id) {
		Process process = this.processes.get(id);
		if (process == null) {
			throw new AssertionError("No process has id " + id);
		}
		return process.replica;
	}

	final Map<String, String> contents(int id) {
		Process process = this.processes.get(id);
		return (process != null) ? process.service.contents() : Map.of();
	}

	final long nowNanos() {
		return this.nowNanos;
	}

	final void run(long durationNanos) {
		long end = this.nowNanos + durationNanos;
		while (this.nowNanos < end) {
			runTick();
		}
	}

	final void runUntil(BooleanSupplier condition) {
		long end = this.nowNanos + 50 * TIMEOUT_NANOS;
		while (!condition.getAsBoolean()) {
			assertThat(this.nowNanos).as("time, with %s", this).isLessThan(end);
			runTick();
		}
	}

	final void runTick() {
		this.nowNanos += TICK_NANOS;
		for (int i = this.next.size(); i > 0; i--) {
			this.next.remove().run();
		}
		for (Process process : List.copyOf(this.processes.values())) {
			process.replica.tick();
			while (process.replica.flush()) {
				assertThat(process.replica).isNotNull();
			}
		}
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (int id : this.processes.keySet()) {
			ReplicaReport report = report(id);
			text.append(id)
				.append(": ")
				.append(List.of(report.role(), report.status(), epoch(id), report.view(), report.opNumber(),
						report.commitNumber(), report.executedNumber(), report.change(), "" + report.condition()))
				.append('\n');
		}
		return text.toString();
	}

	/**
	 * A process.
	 */
	private final class Process implements Network, Time {

		private final int id;

		private final TextService service = new TextService();

		private final Replica replica;

		private Process(int id, ReplicaOptions options) {
			this.id = id;
			this.replica = new Replica(options, this, this, new Random(TickedProcesses.this.boots), this.service,
					Checkpointing.atOnce(), Storage.NONE);
		}

		@Override
		public void send(int memberId, PeerMessage message) {
			if (!TickedProcesses.this.filter.passes(this.id, memberId, message)) {
				return;
			}
			TickedProcesses.this.next.add(() -> {
				Process receiver = TickedProcesses.this.processes.get(memberId);
				if (receiver != null && TickedProcesses.this.processes.get(this.id) == this) {
					receiver.replica.onMessage(message);
				}
			});
		}

		@Override
		public void reply(long origin, ClientMessage message) {
			TickedProcesses.this.replies.add(message);
		}

		@Override
		public long monotonicNanos() {
			return TickedProcesses.this.nowNanos;
		}

		@Override
		public long wallClockNanos() {
			return TickedProcesses.this.nowNanos;
		}

	}

}
