package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.LocatePrimary;
import dev.viewstamped.simulator.PacketSimulator.Direction;
import dev.viewstamped.simulator.PacketSimulator.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PacketSimulator}.
 */
class PacketSimulatorTests {

	private static final int PACKETS = 1000;

	private static final long MILLI = 1_000_000L;

	private final SimulatedTime time = new SimulatedTime();

	private final EventQueue events = new EventQueue(this.time);

	private final List<Integer> received = new ArrayList<>();

	@Test
	void reliableNetworkDeliversEachPacketOnceAndReordersThem() {
		PacketSimulator packets = simulator(PacketOptions.reliable());
		sendAll(packets, true);
		run();
		assertThat(this.received).hasSize(PACKETS).doesNotHaveDuplicates().isNotEqualTo(sorted());
	}

	@Test
	void lossyNetworkLosesAndRepeats() {
		PacketSimulator packets = simulator(new PacketOptions(1, 1, 0.1, MILLI, 0.2, 0.2, 0.5, PACKETS));
		sendAll(packets, true);
		run();
		assertThat(packets.counts().total().vanished()).isBetween(100L, 300L);
		assertThat(packets.counts().total().duplicated()).isBetween(80L, 250L);
		assertThat((long) this.received.size())
			.isEqualTo(PACKETS - packets.counts().total().vanished() + packets.counts().total().duplicated());
	}

	@Test
	void packetThatIsNotRepeatableIsDeliveredAtMostOnce() {
		PacketSimulator packets = simulator(new PacketOptions(1, 1, 0, 0, 0, 1, 0.5, PACKETS));
		sendAll(packets, false);
		run();
		assertThat(this.received).hasSize(PACKETS).doesNotHaveDuplicates();
	}

	@Test
	void fullLinkDropsPackets() {
		PacketSimulator packets = simulator(new PacketOptions(1, 1, 0, 0, 0, 0, 0.5, 10));
		sendAll(packets, true);
		run();
		assertThat(this.received).hasSize(10);
		send(packets, 0, 1, 5, true);
		run();
		assertThat(this.received).hasSize(11);
	}

	@Test
	void oneWayPartitionCutsOneDirection() {
		PacketSimulator packets = simulator(PacketOptions.reliable());
		packets.partition(List.of(0), List.of(1, 2), Direction.FROM_SOME);
		send(packets, 0, 1, 1, true);
		send(packets, 1, 0, 2, true);
		send(packets, 1, 2, 3, true);
		run(MILLI * 10);
		assertThat(this.received).containsExactlyInAnyOrder(2, 3);
	}

	@Test
	void twoWayPartitionCutsBothUntilItHeals() {
		PacketSimulator packets = simulator(PacketOptions.reliable());
		packets.partition(List.of(0), List.of(1), Direction.BOTH);
		send(packets, 0, 1, 1, true);
		send(packets, 1, 0, 2, true);
		run(MILLI * 10);
		assertThat(this.received).isEmpty();
		packets.heal();
		send(packets, 0, 1, 3, true);
		run();
		assertThat(this.received).contains(3);
	}

	@Test
	void cloggedLinkDeliversAllAtTheEnd() {
		PacketSimulator packets = simulator(PacketOptions.reliable());
		packets.clog(0, 1, 50 * MILLI);
		send(packets, 0, 1, 1, true);
		send(packets, 0, 1, 2, true);
		send(packets, 1, 0, 3, true);
		run(MILLI * 40);
		assertThat(this.received).containsExactly(3);
		run(MILLI * 20);
		assertThat(this.received).containsExactlyInAnyOrder(1, 2, 3);
		assertThat(packets.counts().total().clogged()).isEqualTo(2);
	}

	@Test
	void linkThatIsUncloggedDeliversSoon() {
		PacketSimulator packets = simulator(PacketOptions.reliable());
		packets.clog(0, 1, 10_000 * MILLI);
		send(packets, 0, 1, 1, true);
		run(MILLI * 40);
		assertThat(this.received).isEmpty();
		packets.unclog();
		run(MILLI * 20);
		assertThat(this.received).containsExactly(1);
	}

	@Test
	void linkThatIsCloggedAndCutLosesWhatItHolds() {
		PacketSimulator packets = simulator(PacketOptions.reliable());
		packets.clog(0, 1, 50 * MILLI);
		packets.block(0, 1);
		send(packets, 0, 1, 1, true);
		run();
		assertThat(this.received).isEmpty();
		assertThat(packets.counts().total().cut()).isEqualTo(1);
	}

	@Test
	void partitionCutsItsLinks() {
		PacketSimulator packets = simulator(PacketOptions.reliable());
		Partition partition = Partition.of(Partition.Shape.RING, Direction.FROM_SOME, 3, new SplittableRandom(1));
		packets.cut(partition, List.of(0, 1, 2));
		for (int from = 0; from < 3; from++) {
			for (int to = 0; to < 3; to++) {
				assertThat(packets.isBlocked(from, to)).isEqualTo(partition.cuts(from, to));
			}
		}
	}

	@Test
	void scriptHoldsDropsAndReleases() {
		PacketSimulator packets = simulator(PacketOptions.reliable());
		packets.setFilter((packet) -> switch (packet.to()) {
			case 1 -> Verdict.HOLD;
			case 2 -> Verdict.DROP;
			case 3 -> Verdict.COPY;
			default -> Verdict.PASS;
		});
		send(packets, 0, 1, 1, true);
		send(packets, 0, 2, 2, true);
		send(packets, 0, 3, 3, true);
		run();
		assertThat(this.received).containsExactly(3);
		assertThat(packets.held()).hasSize(2);
		packets.release((packet) -> true);
		run();
		assertThat(this.received).hasSize(3).startsWith(3).contains(1);
	}

	private PacketSimulator simulator(PacketOptions options) {
		return new PacketSimulator(options, this.events, new SplittableRandom(1), new EventLog(this.time, false));
	}

	private void sendAll(PacketSimulator packets, boolean repeatable) {
		for (int i = 0; i < PACKETS; i++) {
			send(packets, 0, 1, i, repeatable);
		}
	}

	private void send(PacketSimulator packets, int from, int to, int number, boolean repeatable) {
		packets.send(new Packet(from, to, new LocatePrimary(new UUID(0, number)), repeatable,
				(message) -> this.received.add(number)));
	}

	private List<Integer> sorted() {
		return this.received.stream().sorted().toList();
	}

	private void run() {
		run(60_000 * MILLI);
	}

	private void run(long nanos) {
		long limit = this.time.nowNanos() + nanos;
		boolean more = true;
		while (more) {
			more = this.events.runNext(limit);
		}
	}

}
