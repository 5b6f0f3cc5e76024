package dev.viewstamped.replica;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GroupChange.Phase;
import dev.viewstamped.message.GroupFound;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Join;
import dev.viewstamped.message.LocateGroup;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.message.OperatorRequest;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;
import dev.viewstamped.message.Standby;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A group whose members may change, and what a client and an operator ask of it. The
 * process of id n is at address {@code hn:1}.
 */
final class ChangingGroup extends TickedProcesses {

	static final int MAX_IN_FLIGHT = 64;

	private static final UUID CLIENT = new UUID(7, 7);

	private final CheckpointOptions checkpoints;

	private final Configuration first;

	private long session;

	private long requestNumber;

	private long operatorNumber;

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
		return new ReplicaOptions(id, new UUID(0, nextBoot()), this.first, true, TIMEOUT_NANOS / 10, TIMEOUT_NANOS,
				MAX_IN_FLIGHT, 10, 1 << 16, 32, 8, 1 << 16, 0, 1 << 16, this.checkpoints);
	}

	/**
	 * Start a process at the address of an id that is to be a standby, and wait until it
	 * is one.
	 * @param via the replica that it asks
	 * @return its id
	 */
	int join(int address, int via) {
		UUID boot = new UUID(1, nextBoot());
		Standby[] found = new Standby[1];
		forgetReplies();
		long[] askedNanos = { nowNanos() - TIMEOUT_NANOS };
		runUntil(() -> {
			if (nowNanos() - askedNanos[0] > 20 * TICK_NANOS) {
				askedNanos[0] = nowNanos();
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
		UUID boot = new UUID(1, nextBoot());
		start(id, options(0).inGroup(locate(via).location(), id, boot));
	}

	GroupFound locate(int via) {
		forgetReplies();
		send(via, new LocateGroup(CLIENT));
		return Objects.requireNonNull(latest(GroupFound.class));
	}

	/**
	 * Start another process of a member, with nothing but the settings of the first
	 * configuration.
	 */
	void restart(int id) {
		start(id, options(id));
	}

	/**
	 * Start another life of a member in the group that its process was told of.
	 */
	void restartIn(GroupLocation location, int id) {
		start(id, options(0).inGroup(location, id, new UUID(1, nextBoot())));
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
		return replies().stream()
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

	/**
	 * Change the group, and wait until the change is complete.
	 */
	void complete(long expectedEpoch, Collection<String> members) {
		assertThat(change(primary(), expectedEpoch, members).outcome()).isEqualTo(Outcome.ACCEPTED);
		runUntil(() -> hasPrimaryIn(expectedEpoch + 1) && report(primary()).change().phase() == Phase.COMPLETE);
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
		for (ClientMessage message : replies()) {
			if (message instanceof OperatorReply reply && reply.number() == number) {
				return reply;
			}
		}
		return null;
	}

}
