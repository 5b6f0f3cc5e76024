package dev.viewstamped.replica;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GetPages;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.NewPages;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A group that takes checkpoints often, without a simulator: messages take one tick, and
 * those that a test does not let pass are lost. Background work takes one tick too.
 */
final class CheckpointedGroup {

	static final long TIMEOUT_NANOS = 100_000_000;

	static final int INTERVAL_OPS = 20;

	private static final int KEPT_ENTRIES = 10;

	private static final long TICK_NANOS = 5_000_000;

	private static final UUID CLIENT = new UUID(7, 7);

	/**
	 * A message on its way.
	 *
	 * @param from the sender
	 * @param to the receiver
	 * @param message the message
	 */
	record Sent(int from, int to, PeerMessage message) {

	}

	/**
	 * Says which messages arrive.
	 */
	interface Filter {

		boolean passes(int from, int to, PeerMessage message);

	}

	final List<Sent> delivered = new ArrayList<>();

	private final int size;

	private final CheckpointOptions checkpoints;

	private final @Nullable Process[] processes;

	private final Queue<Runnable> next = new ArrayDeque<>();

	private Filter filter = (from, to, message) -> true;

	private long nowNanos;

	private int boots;

	private long session;

	private long requestNumber;

	private @Nullable Reply lastReply;

	CheckpointedGroup(int size, int maxPageBytes, long bytesPerSecond) {
		this(size, maxPageBytes, bytesPerSecond, 1 << 20);
	}

	CheckpointedGroup(int size, int maxPageBytes, long bytesPerSecond, long keptBytes) {
		this.size = size;
		this.checkpoints = new CheckpointOptions(INTERVAL_OPS, Long.MAX_VALUE, 0, KEPT_ENTRIES, keptBytes, maxPageBytes,
				bytesPerSecond);
		this.processes = new @Nullable Process[size];
	}

	/**
	 * Start all members and form the group.
	 */
	CheckpointedGroup formed() {
		for (int member = 0; member < this.size; member++) {
			start(member);
		}
		runUntil(() -> isNormal(0) && isNormal(1) && isNormal(this.size - 1));
		ask(new Request(new UUID(0, 0), CLIENT, 0, 0, 0, 1, Operation.REGISTER, new byte[0]));
		Reply registered = this.lastReply;
		this.session = (registered != null) ? registered.viewstamp().opNumber() : 0;
		return this;
	}

	void start(int member) {
		start(member, new TextService());
	}

	void start(int member, TextService service) {
		Process process = new Process(member, ++this.boots, service);
		this.processes[member] = process;
		process.replica.start();
	}

	void crash(int member) {
		this.processes[member] = null;
	}

	void letPass(Filter newFilter) {
		this.filter = newFilter;
	}

	void isolate(int member) {
		letPass((from, to, message) -> from != member && to != member);
	}

	void heal() {
		letPass((from, to, message) -> true);
	}

	/**
	 * Execute commands, one after the other.
	 * @param count how many
	 * @param keys how many keys they write, one after the other
	 */
	void write(int count, int keys) {
		for (int i = 0; i < count; i++) {
			begin(i, keys);
			runUntil(() -> this.lastReply != null && this.lastReply.requestNumber() == this.requestNumber);
		}
	}

	/**
	 * Send a command to the primary, if there is one, and do not wait for it.
	 */
	void begin(int i, int keys) {
		this.requestNumber++;
		String command = "k" + (i % keys) + "=" + this.requestNumber + "x".repeat(100);
		send(new Request(report(primary()).groupId(), CLIENT, this.session, this.requestNumber, this.requestNumber - 1,
				1, Operation.COMMAND, command.getBytes(StandardCharsets.UTF_8)));
	}

	private void ask(Request request) {
		this.lastReply = null;
		send(request);
		runUntil(() -> this.lastReply != null);
	}

	private void send(Request request) {
		process(primary()).replica.onClientMessage(1, request);
	}

	int primary() {
		for (int member = 0; member < this.size; member++) {
			if (this.processes[member] != null && report(member).role() == Role.PRIMARY) {
				return member;
			}
		}
		throw new AssertionError("no primary");
	}

	boolean isNormal(int member) {
		return this.processes[member] != null && report(member).status() == Status.NORMAL;
	}

	/**
	 * Whether a member is normal and has executed all that the primary has committed.
	 */
	boolean hasCaughtUp(int member) {
		return isNormal(member) && report(member).executedNumber() == report(primary()).commitNumber();
	}

	ReplicaReport report(int member) {
		return process(member).replica.report();
	}

	Replica replica(int member) {
		return process(member).replica;
	}

	TextService service(int member) {
		return process(member).service;
	}

	void assertSameState(int member, int other) {
		assertThat(service(member).contents()).isEqualTo(service(other).contents());
	}

	/**
	 * The latest checkpoint of a member that has been in one view only.
	 */
	CheckpointId latestCheckpoint(int member) {
		CheckpointReport report = report(member).checkpoints();
		return new CheckpointId(new Viewstamp(0, report(member).view(), report.opNumber()),
				Objects.requireNonNull(report.digest(), "no checkpoint"));
	}

	/**
	 * Bytes of pages that a member was given.
	 */
	long pageBytesTo(int member) {
		return this.delivered.stream()
			.filter((sent) -> sent.to() == member && sent.message() instanceof NewPages)
			.flatMap((sent) -> ((NewPages) sent.message()).pieces().stream())
			.mapToLong((piece) -> piece.bytes().length)
			.sum();
	}

	/**
	 * The members that were asked for pages.
	 */
	List<Integer> sources() {
		return this.delivered.stream()
			.filter((sent) -> sent.message() instanceof GetPages)
			.map(Sent::to)
			.distinct()
			.toList();
	}

	long nowNanos() {
		return this.nowNanos;
	}

	void run(long durationNanos) {
		long end = this.nowNanos + durationNanos;
		while (this.nowNanos < end) {
			runTick();
		}
	}

	void runUntil(BooleanSupplier condition) {
		long end = this.nowNanos + 600 * TIMEOUT_NANOS;
		while (!condition.getAsBoolean()) {
			assertThat(this.nowNanos).as("time, with %s", this).isLessThan(end);
			runTick();
		}
	}

	void runTick() {
		this.nowNanos += TICK_NANOS;
		for (int i = this.next.size(); i > 0; i--) {
			this.next.remove().run();
		}
		for (Process process : this.processes) {
			if (process != null) {
				process.replica.tick();
				while (process.replica.flush()) {
					assertThat(process.replica).isNotNull();
				}
			}
		}
	}

	private Process process(int member) {
		Process process = this.processes[member];
		if (process == null) {
			throw new AssertionError("Member " + member + " is not up");
		}
		return process;
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (int member = 0; member < this.size; member++) {
			text.append((this.processes[member] != null) ? report(member).toString() : "down").append('\n');
		}
		return text.toString();
	}

	/**
	 * A process of a member.
	 */
	private final class Process implements Network, Time, Background {

		private final int member;

		private final TextService service;

		private final Replica replica;

		private Process(int member, int boot, TextService service) {
			this.member = member;
			this.service = service;
			List<Member> members = new ArrayList<>();
			for (int i = 0; i < CheckpointedGroup.this.size; i++) {
				members.add(new Member(i, "address-" + i));
			}
			this.replica = new Replica(
					new ReplicaOptions(member, new UUID(0, boot), new Configuration(0, members), true,
							TIMEOUT_NANOS / 10, TIMEOUT_NANOS, 64, 10, 1 << 16, 16, 8, 1 << 16, 0, 1 << 16,
							CheckpointedGroup.this.checkpoints),
					this, this, new Random(boot), service, this, Storage.NONE);
		}

		private boolean isUp() {
			return CheckpointedGroup.this.processes[this.member] == this;
		}

		@Override
		public void send(int memberId, PeerMessage message) {
			if (!CheckpointedGroup.this.filter.passes(this.member, memberId, message)) {
				return;
			}
			CheckpointedGroup.this.next.add(() -> {
				Process receiver = CheckpointedGroup.this.processes[memberId];
				if (receiver != null) {
					CheckpointedGroup.this.delivered.add(new Sent(this.member, memberId, message));
					receiver.replica.onMessage(message);
				}
			});
		}

		@Override
		public void reply(long origin, ClientMessage message) {
			if (message instanceof Reply reply) {
				CheckpointedGroup.this.lastReply = reply;
			}
		}

		@Override
		public <T> void run(Supplier<T> work, Consumer<T> done, Consumer<Throwable> failed) {
			CheckpointedGroup.this.next.add(() -> {
				if (isUp()) {
					runNow(work, done, failed);
				}
			});
		}

		private <T> void runNow(Supplier<T> work, Consumer<T> done, Consumer<Throwable> failed) {
			T result;
			try {
				result = work.get();
			}
			catch (RuntimeException ex) {
				failed.accept(ex);
				return;
			}
			done.accept(result);
		}

		@Override
		public long monotonicNanos() {
			return CheckpointedGroup.this.nowNanos;
		}

		@Override
		public long wallClockNanos() {
			return CheckpointedGroup.this.nowNanos;
		}

	}

}
