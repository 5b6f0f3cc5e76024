package dev.viewstamped.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Checkpoints of one version of an application in another version.
 */
class OtherVersionTests {

	private final Ledger before = Ledger.of(5_000);

	private final Checkpoint old = this.before.take(5);

	@Test
	void valueThatCannotBeReadThrows() {
		Ledger other = new Ledger(new TextValueCodec() {

			@Override
			public <T> T decode(byte[] bytes, Class<T> type) {
				if (type == Integer.class && bytes.length == 3) {
					throw new IllegalArgumentException("No property 'owner'");
				}
				return super.decode(bytes, type);
			}

		});
		assertThatIllegalStateException().isThrownBy(() -> other.fetch(this.old))
			.withMessage("A value of map 'balances' in a checkpoint cannot be read as java.lang.Integer: No property"
					+ " 'owner'. Run a version of the service that can read what the others have written");
	}

	@Test
	void valueOfAnotherTypeThrows() {
		Ledger other = new Ledger(new TextValueCodec() {

			@Override
			@SuppressWarnings("unchecked")
			public <T> T decode(byte[] bytes, Class<T> type) {
				return (type == Integer.class) ? (T) "a text" : super.decode(bytes, type);
			}

		});
		assertThatIllegalStateException().isThrownBy(() -> other.fetch(this.old))
			.withMessage("A value of map 'balances' in a checkpoint is of class java.lang.String when read as"
					+ " java.lang.Integer");
	}

	@Test
	void valueReadAsNullThrows() {
		Ledger other = new Ledger(new TextValueCodec() {

			@Override
			@SuppressWarnings("NullAway")
			public <T> @Nullable T decode(byte[] bytes, Class<T> type) {
				return (type == Integer.class) ? null : super.decode(bytes, type);
			}

		});
		assertThatIllegalStateException().isThrownBy(() -> other.fetch(this.old))
			.withMessage("A value of map 'balances' in a checkpoint is null when read as java.lang.Integer");
	}

	@Test
	void mapThatDoesNotExistThrows() {
		ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());
		maps.map("names", Integer.class, String.class);
		maps.seal();
		CheckpointAssembly assembly = maps.checkpointCodec()
			.assemble(this.old.viewstamp(), this.old.digest(), List.of());
		assertThatIllegalStateException().isThrownBy(() -> Ledger.fetch(assembly, this.old))
			.withMessage("The state has entries in map 'balances', and this application does not create a map of that"
					+ " name. Create it with ReplicatedState.map, or run the version of the application that the other"
					+ " members run");
	}

	@Test
	void fetchedCheckpointHasTheDigestOfWhatThisVersionWrites() {
		Ledger after = new Ledger(new Plus());
		Checkpoint fetched = after.fetch(this.old);
		assertRewritten(after, fetched);
	}

	@Test
	void readCheckpointHasTheDigestOfWhatThisVersionWrites() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		this.before.codec.write(this.old, out);
		Ledger after = new Ledger(new Plus());
		assertRewritten(after, after.codec.read(new ByteArrayInputStream(out.toByteArray())));
	}

	private void assertRewritten(Ledger after, Checkpoint rewritten) {
		assertThat(rewritten.digest()).isNotEqualTo(this.old.digest());
		Ledger always = new Ledger(new Plus());
		always.fill(5_000);
		assertThat(rewritten.digest()).isEqualTo(always.take(5).digest());
		assertThat(new Ledger(new Plus()).fetch(rewritten).digest()).isEqualTo(rewritten.digest());
		after.maps.restore(rewritten.snapshot());
		assertThat(after.balances()).isEqualTo(this.before.balances());
		assertThat(after.take(5).digest()).isEqualTo(rewritten.digest());
		// Pages that both versions write in the same way stay the same.
		assertThat(after.take(5).page(List.of(1, 0))).isEqualTo(this.old.page(List.of(1, 0)));
	}

	/**
	 * Writes a plus before numbers from 4000, and reads them with and without.
	 */
	private static final class Plus extends TextValueCodec {

		@Override
		public byte[] encode(Object object) {
			return (object instanceof Integer number && number >= 4_000 && number % 100 == 0)
					? ("+" + number).getBytes(StandardCharsets.UTF_8) : super.encode(object);
		}

	}

}
