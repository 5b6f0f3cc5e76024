package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Request;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random runs of durable groups in which any number of members crash at any moment, disks
 * are slow, and a crash keeps any part of what was not durable yet. The simulator has
 * more faults; here the moments between a write and its completion are many.
 */
class DurableRunsTests {

	private static final long TIMEOUT_NANOS = 1000;

	private static final int RUNS = 100;

	private static final int STEPS = 3000;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5 })
	void nothingThatIsCommittedIsLostOrChanged(int size) {
		for (int seed = 0; seed < RUNS; seed++) {
			Run run = new Run(size, seed);
			for (int step = 0; step < STEPS; step++) {
				run.step();
			}
			run.heal();
			assertThat(run.committed).as("commits of run %d", seed).isNotEmpty();
		}
	}

	private record Packet(int to, PeerMessage message) {

	}

	private static final class Run implements Time, StateMachine {

		private final Random random;

		private final int size;

		private final @Nullable Replica[] replicas;

		private final ScriptedStorage[] disks;

		private final List<Packet> packets = new ArrayList<>();

		private final List<Viewstamp> committed = new ArrayList<>();

		private final String name;

		private long nowNanos = 1;

		private int clients;

		private int boots;

		Run(int size, int seed) {
			this.name = "run " + seed + " of " + size;
			this.random = new Random(seed);
			this.size = size;
			this.replicas = new Replica[size];
			this.disks = new ScriptedStorage[size];
			for (int memberId = 0; memberId < size; memberId++) {
				this.disks[memberId] = new ScriptedStorage(
						new StoredState(DurableReplica.promises(size, 0, 0, 0), null, List.of()));
				start(memberId);
			}
		}

		void step() {
			int memberId = this.random.nextInt(this.size);
			Replica replica = this.replicas[memberId];
			int dice = this.random.nextInt(1000);
			if (replica == null) {
				if (dice < 150) {
					start(memberId);
				}
				return;
			}
			if (dice < 8) {
				crash(memberId);
			}
			else if (dice < 10 && this.size > 2 && areAllOthersSound(memberId)) {
				this.replicas[memberId] = null;
				this.disks[memberId] = new ScriptedStorage();
			}
			else if (dice < 100) {
				tick(memberId, replica);
			}
			else if (dice < 200) {
				register(replica);
			}
			else if (dice < 400 && !this.disks[memberId].isComplete()) {
				replica.onStored(this.disks[memberId].complete());
				replica.flush();
			}
			else {
				deliverAny();
			}
			check();
		}

		/** All faults end, and the group does its work. */
		void heal() {
			for (int memberId = 0; memberId < this.size; memberId++) {
				if (this.replicas[memberId] == null) {
					start(memberId);
				}
			}
			for (int round = 0; round < 400; round++) {
				for (int memberId = 0; memberId < this.size; memberId++) {
					Replica replica = replica(memberId);
					tick(memberId, replica);
					if (round == 300) {
						register(replica);
					}
					while (!this.disks[memberId].isComplete()) {
						replica.onStored(this.disks[memberId].complete());
					}
					replica.flush();
				}
				List<Packet> due = List.copyOf(this.packets);
				this.packets.clear();
				due.forEach(this::deliver);
				check();
			}
			for (int memberId = 0; memberId < this.size; memberId++) {
				ReplicaReport report = replica(memberId).report();
				assertThat(report.status()).as(this.name).isEqualTo(Status.NORMAL);
				assertThat(report.executedNumber()).as(this.name).isEqualTo(this.committed.size());
				assertThat(report.opNumber()).as(this.name).isEqualTo(this.committed.size());
			}
		}

		private Replica replica(int memberId) {
			Replica replica = this.replicas[memberId];
			if (replica == null) {
				throw new AssertionError("Member " + memberId + " is down");
			}
			return replica;
		}

		private boolean areAllOthersSound(int memberId) {
			for (int other = 0; other < this.size; other++) {
				Replica replica = this.replicas[other];
				if (other != memberId && (replica == null || replica.report().status() != Status.NORMAL
						|| !this.disks[other].isComplete())) {
					return false;
				}
			}
			return true;
		}

		private void start(int memberId) {
			ReplicaOptions options = new ReplicaOptions(memberId, new UUID(0, ++this.boots),
					DurableReplica.configuration(this.size), false, TIMEOUT_NANOS / 10, TIMEOUT_NANOS, 20, 5, 1 << 16,
					10, 1000, 1 << 16, 0, 1 << 16, Checkpointing.never());
			Network network = new Network() {
				@Override
				public void send(int to, PeerMessage message) {
					Run.this.packets.add(new Packet(to, message));
				}

				@Override
				public void reply(long origin, ClientMessage message) {
				}
			};
			Replica replica = new Replica(options, network, this, new Random(this.random.nextLong()), this,
					Checkpointing.atOnce(), this.disks[memberId]);
			this.replicas[memberId] = replica;
			replica.start();
			replica.flush();
		}

		private void crash(int memberId) {
			this.replicas[memberId] = null;
			this.disks[memberId] = this.disks[memberId].crash(this.random.nextInt(4));
		}

		private void tick(int memberId, Replica replica) {
			this.nowNanos += TIMEOUT_NANOS / 40;
			replica.tick();
			replica.flush();
		}

		private void register(Replica replica) {
			if (replica.report().role() == Role.PRIMARY) {
				replica.onClientMessage(5, new Request(DurableReplica.GROUP, new UUID(1, ++this.clients), 0, 0, 0, 1,
						Operation.REGISTER, new byte[0]));
				replica.flush();
			}
		}

		/** Loses, repeats and reorders. */
		private void deliverAny() {
			if (this.packets.isEmpty()) {
				return;
			}
			int index = (this.random.nextInt(10) < 8) ? 0 : this.random.nextInt(this.packets.size());
			Packet packet = this.packets.get(index);
			if (this.random.nextInt(50) > 0) {
				this.packets.remove(index);
			}
			if (this.random.nextInt(50) > 0) {
				deliver(packet);
			}
		}

		private void deliver(Packet packet) {
			Replica replica = this.replicas[packet.to()];
			if (replica != null) {
				replica.onMessage(packet.message());
				replica.flush();
			}
		}

		private void check() {
			for (Replica replica : this.replicas) {
				if (replica != null) {
					ReplicaReport report = replica.report();
					assertThat(report.status()).as(this.name + ": %s", report.condition()).isNotEqualTo(Status.STOPPED);
					check(Inside.of(replica), report.commitNumber());
				}
			}
		}

		private void check(Inside inside, long commitNumber) {
			for (long op = Math.max(1, Math.min(commitNumber, this.committed.size()) - 3); op <= commitNumber; op++) {
				Entry entry = inside.entry(op);
				if (op > this.committed.size()) {
					this.committed.add(entry.viewstamp());
				}
				assertThat(entry.viewstamp()).as(this.name).isEqualTo(this.committed.get(Math.toIntExact(op - 1)));
			}
		}

		@Override
		public long monotonicNanos() {
			return this.nowNanos;
		}

		@Override
		public long wallClockNanos() {
			return this.nowNanos;
		}

		@Override
		public Snapshot snapshot() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void restore(Snapshot snapshot) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CheckpointCodec checkpointCodec() {
			throw new UnsupportedOperationException();
		}

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
