package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Reply.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientTable}. There is room for two sessions and ten bytes of results.
 */
class ClientTableTests {

	private static final UUID A = new UUID(0, 1);

	private static final UUID B = new UUID(0, 2);

	private static final UUID C = new UUID(0, 3);

	private final List<UUID> evicted = new ArrayList<>();

	private final ClientTable table = new ClientTable(Entries.options(0), this.evicted::add);

	@Test
	void secondRegisterFindsTheSessionWithItsReplies() {
		Session session = open(1, A);
		store(session, 2, 1, 3);
		assertThat(this.table.register(Entries.register(3, A))).isSameAs(session);
		assertThat(this.table.size()).isEqualTo(1);
		assertThat(session.session()).isEqualTo(1);
		assertThat(session.lastOpNumber()).isEqualTo(3);
		assertThat(session.find(1)).isNotNull();
	}

	@Test
	void sessionHasANumberToBeAskedForBy() {
		Session session = open(4, A);
		assertThat(this.table.find(A, 4)).isSameAs(session);
		assertThat(this.table.find(A, 3)).isNull();
		assertThat(this.table.find(A, 5)).isNull();
		assertThat(this.table.find(B, 4)).isNull();
	}

	@Test
	void nobodyGivesWayBeforeItHasBeenIdle() {
		open(1, A);
		open(2, B);
		assertThat(this.table.register(Entries.register(5, C))).isNull();
		assertThat(this.table.size()).isEqualTo(2);
		assertThat(this.table.find(A)).isNotNull();
	}

	@Test
	void sessionThatWasIdleForLongestGivesWay() {
		open(1, A);
		open(2, B);
		open(6, C);
		assertThat(this.table.size()).isEqualTo(2);
		assertThat(this.table.find(A)).isNull();
		assertThat(this.table.find(B)).isNotNull();
		assertThat(this.evicted).containsExactly(A);
	}

	@Test
	void sessionThatWasUsedStays() {
		Session a = open(1, A);
		open(2, B);
		this.table.acknowledge(a, Entries.acknowledge(3, A, 1, 0));
		assertThat(a.lastOpNumber()).isEqualTo(3);
		assertThat(a.lastTimestampNanos()).isEqualTo(3);
		open(9, C);
		assertThat(this.table.find(A)).isNotNull();
		assertThat(this.table.find(B)).isNull();
	}

	@Test
	void sessionThatRegisteredAgainStays() {
		open(1, A);
		open(2, B);
		open(3, A);
		open(9, C);
		assertThat(this.table.find(A)).isNotNull();
		assertThat(this.table.find(B)).isNull();
	}

	@Test
	void tooManyBytesOfResultsEvictTheOtherSession() {
		Session a = open(1, A);
		Session b = open(2, B);
		store(a, 3, 1, 6);
		store(b, 4, 1, 4);
		assertThat(this.table.size()).isEqualTo(2);
		store(b, 5, 2, 1);
		assertThat(this.table.find(A)).isNull();
		assertThat(b.find(1)).isNotNull();
		assertThat(b.find(2)).isNotNull();
	}

	@Test
	void sessionIsNotEvictedForItsOwnResults() {
		Session a = open(1, A);
		store(a, 2, 1, 6);
		store(a, 3, 2, 6);
		assertThat(this.table.find(A)).isSameAs(a);
		assertThat(a.find(1)).isNotNull();
	}

	@Test
	void bytesOfAnAcknowledgedResultAreFree() {
		Session a = open(1, A);
		open(2, B);
		store(a, 3, 1, 6);
		this.table.acknowledge(a, Entries.acknowledge(4, A, 1, 1));
		store(a, 5, 2, 6);
		assertThat(this.table.find(B)).isNotNull();
	}

	@Test
	void bytesOfAnEvictedSessionAreFree() {
		store(open(1, A), 2, 1, 6);
		open(3, B);
		Session c = open(9, C);
		assertThat(this.table.find(A)).isNull();
		store(c, 10, 1, 6);
		assertThat(this.table.find(B)).isNotNull();
	}

	@Test
	void resultThatIsTooLargeIsNotKept() {
		Session a = open(1, A);
		open(2, B);
		StoredReply reply = this.table.store(a, Entries.command(3, A, 1, 1, 0, ""),
				new byte[Entries.MAX_COMMAND_BYTES + 1]);
		assertThat(reply.outcome()).isEqualTo(Outcome.RESULT_TOO_LARGE);
		assertThat(reply.result()).isEmpty();
		assertThat(a.find(1)).isSameAs(reply);
		assertThat(this.table.size()).isEqualTo(2);
		assertThat(
				this.table.store(a, Entries.command(4, A, 1, 2, 0, ""), new byte[Entries.MAX_COMMAND_BYTES]).outcome())
			.isEqualTo(Outcome.EXECUTED);
	}

	private Session open(long opNumber, UUID client) {
		return Objects.requireNonNull(this.table.register(Entries.register(opNumber, client)));
	}

	private void store(Session session, long opNumber, long requestNumber, int bytes) {
		this.table.store(session, Entries.command(opNumber, session.client(), session.session(), requestNumber, 0, ""),
				new byte[bytes]);
	}

}
