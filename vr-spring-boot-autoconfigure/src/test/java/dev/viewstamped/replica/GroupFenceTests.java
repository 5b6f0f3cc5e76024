package dev.viewstamped.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.state.StateMachine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GroupFence}: processes of two groups of the same members, on one
 * network. A member's address leads to one process at a time.
 */
class GroupFenceTests {

	private static final long TICK_NANOS = 5_000_000;

	private static final long TIMEOUT_NANOS = 100_000_000;

	private static final int OLD_BOOT = 3;

	private final Replica[] addresses = new Replica[3];

	/** Which process answers at each member's address. */
	private final int[] bootAt = new int[3];

	private final Queue<Runnable> deliveries = new ArrayDeque<>();

	private final List<Replica> running = new ArrayList<>();

	private long nowNanos;

	private int boots;

	@Test
	void processOfAnEarlierGroupThatComesBackStops() {
		Replica old = formTwoGroups();
		UUID first = old.report().groupId();
		Replica replacement = this.addresses[2];
		UUID second = replacement.report().groupId();
		assertThat(second).isNotEqualTo(first);

		this.running.add(old);
		run(5 * TIMEOUT_NANOS);

		assertThat(old.report().status()).isEqualTo(Status.STOPPED);
		assertThat(old.report().condition()).satisfies((condition) -> {
			assertThat(condition.code()).isEqualTo(Condition.GROUP_MISMATCH);
			assertThat(condition.message()).contains(first.toString(), second.toString(), "Restart it");
		});
		for (Replica replica : this.addresses) {
			assertThat(replica.report().available()).isTrue();
			assertThat(replica.report().groupId()).isEqualTo(second);
		}
	}

	@Test
	void membersOfAFormedGroupGoOnWhenAnAddressLeadsToTheEarlierGroup() {
		Replica old = formTwoGroups();
		UUID second = this.addresses[0].report().groupId();

		this.running.remove(this.addresses[2]);
		this.bootAt[2] = OLD_BOOT;
		this.running.add(old);
		run(5 * TIMEOUT_NANOS);

		assertThat(old.report().status()).isEqualTo(Status.STOPPED);
		assertThat(this.addresses[0].report().available()).isTrue();
		assertThat(this.addresses[1].report().available()).isTrue();
		assertThat(this.addresses[0].report().groupId()).isEqualTo(second);
		assertThat(this.addresses[0].report().dropped()).isPositive();
	}

	/**
	 * @return what was member 2 of the first group, and has not run since the second one
	 * was formed
	 */
	private Replica formTwoGroups() {
		start(0);
		start(1);
		Replica old = start(2);
		run(5 * TIMEOUT_NANOS);
		assertThat(old.report().status()).isEqualTo(Status.NORMAL);
		this.running.clear();
		start(0);
		start(1);
		start(2);
		run(5 * TIMEOUT_NANOS);
		assertThat(this.addresses[2].report().status()).isEqualTo(Status.NORMAL);
		return old;
	}

	private Replica start(int memberId) {
		List<Member> members = List.of(new Member(0, "a"), new Member(1, "b"), new Member(2, "c"));
		ReplicaOptions options = new ReplicaOptions(memberId, new UUID(0, ++this.boots), new Configuration(0, members),
				true, TIMEOUT_NANOS / 10, TIMEOUT_NANOS, 100, 10, 1 << 16, 8, 8, 1 << 16, 0, 1 << 16);
		Replica replica = new Replica(options, new Wire(memberId, this.boots), new VirtualTime(),
				new Random(this.boots), new Nothing());
		this.addresses[memberId] = replica;
		this.bootAt[memberId] = this.boots;
		this.running.add(replica);
		replica.start();
		return replica;
	}

	private void run(long durationNanos) {
		long end = this.nowNanos + durationNanos;
		while (this.nowNanos < end) {
			this.nowNanos += TICK_NANOS;
			for (Replica replica : this.running) {
				replica.tick();
				replica.flush();
			}
			while (!this.deliveries.isEmpty()) {
				this.deliveries.remove().run();
			}
		}
	}

	/**
	 * Delivers to whatever runs at an address; what comes from a process that nobody
	 * dials is not heard.
	 */
	private final class Wire implements Network {

		private final int from;

		private final int boot;

		private Wire(int from, int boot) {
			this.from = from;
			this.boot = boot;
		}

		@Override
		public void send(int memberId, PeerMessage message) {
			GroupFenceTests.this.deliveries.add(() -> {
				if (GroupFenceTests.this.bootAt[this.from] == this.boot) {
					for (Replica replica : GroupFenceTests.this.running) {
						if (replica.report().memberId() == memberId) {
							replica.onMessage(message);
							replica.flush();
						}
					}
				}
			});
		}

		@Override
		public void reply(long origin, ClientMessage message) {
			throw new AssertionError("No client is here to take " + message);
		}

	}

	private final class VirtualTime implements Time {

		@Override
		public long monotonicNanos() {
			return GroupFenceTests.this.nowNanos;
		}

		@Override
		public long wallClockNanos() {
			return GroupFenceTests.this.nowNanos;
		}

	}

	private static final class Nothing implements StateMachine {

		@Override
		public boolean knows(byte[] command) {
			return true;
		}

		@Override
		public byte[] apply(Viewstamp viewstamp, long timestampNanos, byte[] command) {
			return command;
		}

		@Override
		public byte[] query(byte[] query) {
			return query;
		}

	}

}
