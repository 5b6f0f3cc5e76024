package dev.viewstamped.replica;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GroupFound;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Join;
import dev.viewstamped.message.LocateGroup;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorRequest;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;
import dev.viewstamped.message.Standby;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A group whose members may change, without a simulator: messages take one tick, and
 * those that a test does not let pass are lost. The process of id n is at address
 * {@code hn:1}.
 */
final class ChangingGroup {

	static final long TIMEOUT_NANOS = 100_000_000;

	static final int MAX_IN_FLIGHT = 64;

	private static final long TICK_NANOS = 1_000_000;

	private static final UUID CLIENT = new UUID(7, 7);

	/**
	 * Says which messages arrive.
	 */
	interface Filter {

		boolean passes(int from, int to, PeerMessage message);

	}

	private final Map<Integer, Process> processes = new TreeMap<>();

	private final Queue<Runnable> next = new ArrayDeque<>();

	private final CheckpointOptions checkpoints;

	private final Configuration first;

	private Filter filter = (from, to, message) -> true;

	private long nowNanos;

	private int boots;

	private long session;

	private long requestNumber;

	private long operatorNumber;

	private final List<ClientMessage> replies = new ArrayList<>();

	ChangingGroup(int size, CheckpointOptions checkpoints) {
		this.checkpoints = checkpoints;
		List<Member> members = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			members.add(new Member(i, address(i)));
		}
		this.first = new Configuration(0, members);
	}

	static ChangingGroup ofThree() {
		return new ChangingGroup(3, Checkpointing.never()).formed();
	}

	static String address(int id) {
		return "h" + id + ":1";
	}

	static List<String> addresses(int... ids) {
		List<String> addresses = new ArrayList<>();
		for (int id : ids) {
			addresses.add(address(id));
		}
		return addresses;
	}

	ChangingGroup formed() {
		for (Member member : this.first.members()) {
			start(member.memberId(), options(member.memberId()));
		}
		runUntil(() -> this.first.members().stream().allMatch((member) -> isNormal(member.memberId())));
		send(primary(), new Request(Header.NO_GROUP, CLIENT, 0, 0, 0, 1, Operation.REGISTER, new byte[0]));
		runUntil(() -> latest(Reply.class) != null);
		Reply registered = latest(Reply.class);
		this.session = (registered != null) ? registered.viewstamp().opNumber() : 0;
		return this;
	}

	private ReplicaOptions options(int id) {
		return new ReplicaOptions(id, new UUID(0, ++this.boots), this.first, true, TIMEOUT_NANOS / 10, TIMEOUT_NANOS,
				MAX_IN_FLIGHT, 10, 1 << 16, 32, 8, 1 << 16, 0, 1 << 16, this.checkpoints);
	}

	private void start(int id, ReplicaOptions options) {
		Process process = new Process(id, options);
		this.processes.put(id, process);
		process.replica.start();
	}

	/**
	 * Start a process at the address of an id that is to be a standby, and wait until it
	 * is one.
	 * @param via the replica that it asks
	 * @return its id
	 */
	int join(int address, int via) {
		UUID boot = new UUID(1, ++this.boots);
		Standby[] found = new Standby[1];
		this.replies.clear();
		long[] askedNanos = { this.nowNanos - TIMEOUT_NANOS };
		runUntil(() -> {
			if (this.nowNanos - askedNanos[0] > 20 * TICK_NANOS) {
				askedNanos[0] = this.nowNanos;
				send(via, new Join(boot, address(address), boot));
			}
			GroupFound location = latest(GroupFound.class);
			found[0] = (location != null) ? location.location().membership().standbyAt(address(address)) : null;
			return found[0] != null && found[0].boot().equals(boot);
		});
		GroupFound location = Objects.requireNonNull(latest(GroupFound.class));
		int id = found[0].memberId();
		start(id, options(0).inGroup(location.location(), id, boot));
		return id;
	}

	/**
	 * Have the newest processes at some addresses as standbys that have the state.
	 */
	void warmStandbys(int... ids) {
		for (int id : ids) {
			assertThat(join(id, primary())).isEqualTo(id);
		}
		runUntil(() -> {
			for (int id : ids) {
				if (!hasCaughtUp(id)) {
					return false;
				}
			}
			return true;
		});
	}

	/**
	 * Start a further life of a member without its state.
	 */
	void restart(int id, int via) {
		UUID boot = new UUID(1, ++this.boots);
		start(id, options(0).inGroup(locate(via).location(), id, boot));
	}

	GroupFound locate(int via) {
		this.replies.clear();
		send(via, new LocateGroup(CLIENT));
		return Objects.requireNonNull(latest(GroupFound.class));
	}

	void crash(int id) {
		this.processes.remove(id);
	}

	void letPass(Filter newFilter) {
		this.filter = newFilter;
	}

	void isolate(int id) {
		letPass((from, to, message) -> from != id && to != id);
	}

	void heal() {
		letPass((from, to, message) -> true);
	}

	/**
	 * Execute commands, one after the other.
	 */
	void write(int count) {
		for (int i = 0; i < count; i++) {
			long number = begin(primary());
			runUntil(() -> replied(number));
		}
	}

	/**
	 * Send the next command to a replica.
	 * @return the number of the request
	 */
	long begin(int via) {
		long number = ++this.requestNumber;
		send(via, number);
		return number;
	}

	/**
	 * Send a command, maybe again.
	 */
	void send(int via, long number) {
		byte[] command = ("k" + number % 10 + "=" + number).getBytes(StandardCharsets.UTF_8);
		send(via, new Request(report(via).groupId(), CLIENT, this.session, number, number - 1, 1, Operation.COMMAND,
				command));
	}

	boolean replied(long number) {
		return this.replies.stream()
			.anyMatch((message) -> message instanceof Reply reply && reply.requestNumber() == number);
	}

	void query(int via) {
		send(via, new QueryRequest(CLIENT, ++this.operatorNumber, Consistency.LINEARIZABLE, 0,
				"k1".getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Ask a replica for other members and do not wait for the answer.
	 * @return the number of the request
	 */
	long beginChange(int via, long expectedEpoch, Collection<String> members) {
		long number = ++this.operatorNumber;
		send(via,
				new OperatorRequest(CLIENT, number, OperatorCommand.RECONFIGURE, expectedEpoch, List.copyOf(members)));
		return number;
	}

	OperatorReply change(int via, long expectedEpoch, Collection<String> members) {
		return await(beginChange(via, expectedEpoch, members));
	}

	OperatorReply command(int via, OperatorCommand command) {
		long number = ++this.operatorNumber;
		send(via, new OperatorRequest(CLIENT, number, command, 0, List.of()));
		return await(number);
	}

	OperatorReply await(long number) {
		OperatorReply[] reply = new OperatorReply[1];
		runUntil(() -> {
			reply[0] = answer(number);
			return reply[0] != null;
		});
		return reply[0];
	}

	@Nullable OperatorReply answer(long number) {
		for (ClientMessage message : this.replies) {
			if (message instanceof OperatorReply reply && reply.number() == number) {
				return reply;
			}
		}
		return null;
	}

	void send(int via, ClientMessage message) {
		replica(via).onClientMessage(1, message);
	}

	<T extends ClientMessage> @Nullable T latest(Class<T> type) {
		for (int i = this.replies.size() - 1; i >= 0; i--) {
			if (type.isInstance(this.replies.get(i))) {
				return type.cast(this.replies.get(i));
			}
		}
		return null;
	}

	int primary() {
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

	boolean hasPrimaryIn(long epoch) {
		return this.processes.keySet()
			.stream()
			.anyMatch((id) -> report(id).role() == Role.PRIMARY && epoch(id) == epoch);
	}

	boolean isNormal(int id) {
		return report(id).status() == Status.NORMAL;
	}

	/**
	 * Whether a replica has executed all that the primary has committed.
	 */
	boolean hasCaughtUp(int id) {
		return report(id).executedNumber() == report(primary()).commitNumber()
				&& report(id).opNumber() == report(primary()).opNumber();
	}

	long epoch(int id) {
		return report(id).configuration().epoch();
	}

	ReplicaReport report(int id) {
		return replica(id).report();
	}

	Replica replica(int id) {
		Process process = this.processes.get(id);
		if (process == null) {
			throw new AssertionError("No process has id " + id);
		}
		return process.replica;
	}

	Map<String, String> contents(int id) {
		Process process = this.processes.get(id);
		return (process != null) ? process.service.contents() : Map.of();
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
		long end = this.nowNanos + 50 * TIMEOUT_NANOS;
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
			this.replica = new Replica(options, this, this, new Random(ChangingGroup.this.boots), this.service,
					Checkpointing.atOnce(), Storage.NONE);
		}

		@Override
		public void send(int memberId, PeerMessage message) {
			if (!ChangingGroup.this.filter.passes(this.id, memberId, message)) {
				return;
			}
			ChangingGroup.this.next.add(() -> {
				Process receiver = ChangingGroup.this.processes.get(memberId);
				if (receiver != null && ChangingGroup.this.processes.get(this.id) == this) {
					receiver.replica.onMessage(message);
				}
			});
		}

		@Override
		public void reply(long origin, ClientMessage message) {
			ChangingGroup.this.replies.add(message);
		}

		@Override
		public long monotonicNanos() {
			return ChangingGroup.this.nowNanos;
		}

		@Override
		public long wallClockNanos() {
			return ChangingGroup.this.nowNanos;
		}

	}

}
