package dev.viewstamped.replica;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.NewCheckpoint;
import dev.viewstamped.message.NewPages;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.PeerMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of replicas that fetch a checkpoint from one that runs another version of the
 * service.
 */
class CheckpointVersionTests {

	private static final int KEYS = 1000;

	private final CheckpointedGroup group = new CheckpointedGroup(3, 4096, 10_000_000).formed();

	@Test
	void replicaThatCannotReadWhatTheOthersHaveStops() {
		this.group.write(100, KEYS);
		this.group.crash(2);
		this.group.start(2, new TextService() {
			@Override
			String mapName() {
				return "renamed";
			}
		});
		this.group.runUntil(() -> this.group.report(2).status() == Status.STOPPED);
		assertThat(this.group.report(2).condition()).satisfies((condition) -> {
			assertThat(condition).isNotNull();
			assertThat(condition.code()).isEqualTo(Condition.HANDLER_ERROR);
			assertThat(condition.message()).contains("values").contains("Install the version");
		});
	}

	/**
	 * Member 2 runs a version that writes all values in another way and reads both; later
	 * member 1, which runs the version before, has nobody else to take the state from.
	 */
	@Test
	void versionsThatWriteInOtherWaysTakeEachOthersState() {
		this.group.write(200, KEYS);
		this.group.crash(2);
		this.group.start(2, new TextService(new Starred()));
		this.group.runUntil(() -> this.group.hasCaughtUp(2));
		this.group.assertSameState(2, 0);
		this.group.write(3 * CheckpointedGroup.INTERVAL_OPS, KEYS);
		this.group.runUntil(() -> this.group.hasCaughtUp(2));
		for (int member = 0; member < 3; member++) {
			assertThat(this.group.report(member).status()).isEqualTo(Status.NORMAL);
			assertThat(this.group.report(member).checkpoints().divergences()).isZero();
		}
		assertThat(this.group.report(2).checkpoints().digest())
			.isNotEqualTo(this.group.report(0).checkpoints().digest());

		this.group.delivered.clear();
		this.group.crash(1);
		this.group.start(1, new TextService(new Unstarring()));
		this.group.letPass((from, to, message) -> from != 0 || !isState(message));
		this.group.runUntil(() -> this.group.hasCaughtUp(1));

		this.group.assertSameState(1, 0);
		assertThat(this.group.sources()).contains(2);
		this.group.heal();
		this.group.write(2 * CheckpointedGroup.INTERVAL_OPS, KEYS);
		this.group.runUntil(() -> this.group.hasCaughtUp(1) && this.group.hasCaughtUp(2));
		this.group.assertSameState(1, 2);
	}

	@Test
	void versionThatCannotReadWhatTheNewOneHasWrittenStops() {
		this.group.write(200, KEYS);
		this.group.crash(2);
		this.group.start(2, new TextService(new Starred()));
		this.group.runUntil(() -> this.group.hasCaughtUp(2));
		this.group.crash(1);
		this.group.start(1, new TextService(new Unstarred()));
		this.group.letPass((from, to, message) -> from != 0 || !isState(message));
		this.group.runUntil(() -> this.group.report(1).status() == Status.STOPPED);
		assertThat(this.group.report(1).condition()).satisfies((condition) -> {
			assertThat(condition).isNotNull();
			assertThat(condition.code()).isEqualTo(Condition.HANDLER_ERROR);
			assertThat(condition.message()).contains("Not a text of this version").contains("Install the version");
		});
	}

	private static boolean isState(PeerMessage message) {
		return message instanceof NewState || message instanceof NewCheckpoint || message instanceof NewPages;
	}

	/**
	 * Writes a star before each text, and reads texts with and without.
	 */
	private static final class Starred extends TextService.Texts {

		@Override
		public byte[] encode(Object object) {
			return super.encode("*" + object);
		}

		@Override
		public <T> T decode(byte[] bytes, Class<T> type) {
			return super.decode((bytes[0] == '*') ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes, type);
		}

	}

	/**
	 * Writes no star, and reads texts with and without.
	 */
	private static final class Unstarring extends TextService.Texts {

		@Override
		public String formatOf(Class<?> type) {
			return new TextService.Texts().formatOf(type);
		}

		@Override
		public <T> T decode(byte[] bytes, Class<T> type) {
			return super.decode((bytes[0] == '*') ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes, type);
		}

	}

	/**
	 * Writes no star, and reads texts without.
	 */
	private static final class Unstarred extends TextService.Texts {

		@Override
		public <T> T decode(byte[] bytes, Class<T> type) {
			if (bytes[0] == '*') {
				throw new IllegalArgumentException("Not a text of this version");
			}
			return super.decode(bytes, type);
		}

	}

}
