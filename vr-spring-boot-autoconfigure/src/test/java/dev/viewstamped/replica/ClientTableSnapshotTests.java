package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.History.Run;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ClientTableSnapshot} and {@link ProtocolSection}. There is room for
 * two sessions and ten bytes of results.
 */
class ClientTableSnapshotTests {

	private static final Membership MEMBERSHIP = new Membership(
			new Configuration(2, List.of(new Member(1, "b:1"), new Member(4, "e:1"))), List.of(0L, 3L),
			new Configuration(1, List.of(new Member(0, "a:1"), new Member(1, "b:1"))), new Viewstamp(1, 2, 9),
			List.of(new Standby(5, "f:1", new UUID(3, 4), 2)), 6, 1);

	private static final History HISTORY = new History(new Viewstamp(0, 1, 5),
			List.of(new Run(0, 1, 9), new Run(0, 4, 1_000_000_000_000L)));

	/**
	 * One table executes all; another, of a member with other settings, is restored now
	 * and then. Their evictions are the same, so they agree on who was idle for longest
	 * and on the bytes of replies.
	 */
	@Test
	void restoredTableGoesOnAsTheOther() {
		for (int seed = 0; seed < 300; seed++) {
			Random random = new Random(seed);
			List<UUID> evicted = new ArrayList<>();
			List<UUID> evictedAfterRestore = new ArrayList<>();
			ClientTable table = new ClientTable(Entries.options(0), evicted::add);
			ClientTable restored = new ClientTable(Entries.smallerOptions(1), evictedAfterRestore::add);
			for (long op = 1; op <= 200; op++) {
				if (random.nextInt(10) == 0) {
					ProtocolSection section = decoded(table);
					restored = new ClientTable(Entries.smallerOptions(1), evictedAfterRestore::add);
					restored.restore(section.clientTable());
				}
				long step = random.nextLong();
				execute(table, op, new Random(step));
				execute(restored, op, new Random(step));
				assertThat(bytes(restored)).isEqualTo(bytes(table));
				assertThat(evictedAfterRestore).isEqualTo(evicted);
			}
		}
	}

	@Test
	void snapshotStaysAsItWas() {
		for (int seed = 0; seed < 100; seed++) {
			Random random = new Random(seed);
			ClientTable table = new ClientTable(Entries.options(0), (client) -> {
			});
			long op = 1;
			while (op <= 50) {
				execute(table, op++, random);
			}
			byte[] before = bytes(table);
			ClientTableSnapshot snapshot = table.snapshot();
			while (op <= 100) {
				execute(table, op++, random);
			}
			assertThat(section(snapshot).encode()).isEqualTo(before);
		}
	}

	@Test
	void sectionIsReadBack() {
		ClientTable table = new ClientTable(Entries.options(0), (client) -> {
		});
		ProtocolSection section = decoded(table);
		assertThat(section).usingRecursiveComparison().isEqualTo(section(table.snapshot()));
		assertThat(section.base().viewstamp()).isEqualTo(new Viewstamp(0, 4, 1_000_000_000_000L));
	}

	@Test
	void sectionThatIsCutIsRefused() {
		ClientTable table = new ClientTable(Entries.options(0), (client) -> {
		});
		for (long op = 1; op < 10; op++) {
			execute(table, op, new Random(op));
		}
		byte[] bytes = bytes(table);
		for (int length = 0; length < bytes.length; length++) {
			byte[] cut = java.util.Arrays.copyOf(bytes, length);
			assertThatIllegalArgumentException().isThrownBy(() -> ProtocolSection.decode(cut));
		}
	}

	private static void execute(ClientTable table, long op, Random random) {
		UUID client = new UUID(random.nextInt(3) - 1, 1);
		Session session = table.find(client);
		if (session == null || random.nextInt(20) == 0) {
			table.register(Entries.register(op, client));
			return;
		}
		long low = Math.max(0, (op - session.session()) / 2 - 2);
		table.acknowledge(session, Entries.acknowledge(op, client, session.session(), low));
		long request = low + 1 + random.nextInt(4);
		if (!session.isFinished(request) && session.find(request) == null) {
			table.store(session, Entries.command(op, client, session.session(), request, low, ""),
					new byte[random.nextInt(14)]);
		}
	}

	private static ProtocolSection decoded(ClientTable table) {
		return ProtocolSection.decode(bytes(table));
	}

	private static byte[] bytes(ClientTable table) {
		return section(table.snapshot()).encode();
	}

	private static ProtocolSection section(ClientTableSnapshot snapshot) {
		return new ProtocolSection(17, 1234, HISTORY, MEMBERSHIP, snapshot);
	}

}
