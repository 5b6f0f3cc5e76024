package dev.viewstamped.replica;

import java.util.Objects;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Reply.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Session}.
 */
class SessionTests {

	private static final int MORE_THAN_ITS_FIRST_SLOTS = 40;

	private final Session session = new Session(Entries.register(1, new UUID(0, 1)), 12);

	@Test
	void requestIsFinishedFromItsAcknowledgementOn() {
		assertThat(this.session.isFinished(1)).isFalse();
		this.session.acknowledge(3);
		assertThat(this.session.isFinished(3)).isTrue();
		assertThat(this.session.isFinished(4)).isFalse();
	}

	@Test
	void windowDoesNotOverflow() {
		assertThat(this.session.isBeyondWindow(4, Long.MAX_VALUE, 0)).isTrue();
		assertThat(this.session.isBeyondWindow(4, Long.MAX_VALUE, Long.MAX_VALUE - 4)).isFalse();
		assertThat(this.session.isBeyondWindow(4, 1, Long.MAX_VALUE)).isFalse();
	}

	@Test
	void windowBeginsAfterWhatIsAcknowledged() {
		assertThat(this.session.isBeyondWindow(4, 4, 0)).isFalse();
		assertThat(this.session.isBeyondWindow(4, 5, 0)).isTrue();
		assertThat(this.session.isBeyondWindow(4, 6, 2)).isFalse();
		assertThat(this.session.isBeyondWindow(4, 7, 2)).isTrue();
		this.session.acknowledge(3);
		assertThat(this.session.isBeyondWindow(4, 7, 0)).isFalse();
		assertThat(this.session.isBeyondWindow(4, 8, 0)).isTrue();
	}

	@Test
	void acknowledgementThatIsLateForgetsNothing() {
		store(4, 5);
		this.session.acknowledge(3);
		assertThat(this.session.acknowledge(1)).isZero();
		assertThat(this.session.isFinished(3)).isTrue();
		assertThat(this.session.find(4)).isNotNull();
		assertThat(this.session.replyBytes()).isEqualTo(5);
	}

	@Test
	void replyToOneRequestIsNotFoundForAnother() {
		store(1, 1);
		for (long other = 2; other <= MORE_THAN_ITS_FIRST_SLOTS; other++) {
			assertThat(this.session.find(other)).isNull();
		}
	}

	@Test
	void repliesAreKeptUntilTheyAreAcknowledgedHoweverManyThereAre() {
		for (long n = 1; n <= MORE_THAN_ITS_FIRST_SLOTS; n++) {
			store(n, 1);
		}
		for (long n = 1; n <= MORE_THAN_ITS_FIRST_SLOTS; n++) {
			StoredReply reply = Objects.requireNonNull(this.session.find(n));
			assertThat(reply.viewstamp().opNumber()).isEqualTo(100 + n);
		}
		assertThat(this.session.replyBytes()).isEqualTo(MORE_THAN_ITS_FIRST_SLOTS);
	}

	@Test
	void acknowledgementFreesWhatItNames() {
		store(1, 3);
		store(2, 4);
		store(3, 5);
		assertThat(this.session.acknowledge(2)).isEqualTo(7);
		assertThat(this.session.find(1)).isNull();
		assertThat(this.session.find(2)).isNull();
		assertThat(this.session.find(3)).isNotNull();
		assertThat(this.session.replyBytes()).isEqualTo(5);
		assertThat(this.session.acknowledge(1000)).isEqualTo(5);
		assertThat(this.session.find(3)).isNull();
		assertThat(this.session.replyBytes()).isZero();
	}

	private void store(long requestNumber, int bytes) {
		this.session.store(new StoredReply(requestNumber, new Viewstamp(0, 0, 100 + requestNumber), Outcome.EXECUTED,
				new byte[bytes]));
	}

}
