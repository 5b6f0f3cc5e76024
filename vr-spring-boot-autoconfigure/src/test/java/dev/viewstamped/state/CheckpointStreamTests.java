package dev.viewstamped.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CheckpointStreamTests {

	private final Ledger ledger = new Ledger();

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 64, 65, 5_000, 50_000 })
	void readGivesWhatWasWritten(int entries) throws IOException {
		this.ledger.fill(entries);
		Checkpoint written = this.ledger.take(7, new byte[entries * 10]);
		Ledger other = new Ledger();
		Checkpoint read = other.codec.read(new ByteArrayInputStream(write(written)));
		assertThat(read.digest()).isEqualTo(written.digest());
		assertThat(read.viewstamp()).isEqualTo(written.viewstamp());
		assertThat(read.snapshot().section("replica")).isEqualTo(new byte[entries * 10]);
		assertThat(read.pageCount()).isEqualTo(written.pageCount());
		other.maps.restore(read.snapshot());
		assertThat(other.balances()).isEqualTo(this.ledger.balances());
		assertThat(other.names()).isEqualTo(this.ledger.names());
		assertThat(write(read)).isEqualTo(write(written));
	}

	@Test
	void readStopsAtTheEndOfTheCheckpoint() throws IOException {
		this.ledger.fill(200);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		this.ledger.codec.write(this.ledger.take(1), out);
		this.ledger.codec.write(this.ledger.take(2), out);
		out.write('x');
		ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
		assertThat(this.ledger.codec.read(in).opNumber()).isEqualTo(1);
		assertThat(this.ledger.codec.read(in).opNumber()).isEqualTo(2);
		assertThat(in.readAllBytes()).isEqualTo(new byte[] { 'x' });
	}

	@Test
	void sectionsOfSameBytesAreAllRead() throws IOException {
		Snapshot snapshot = Snapshot.EMPTY.with("a", new byte[100_000])
			.with("b", new byte[100_000])
			.with("c", new byte[0]);
		Checkpoint read = this.ledger.codec
			.read(new ByteArrayInputStream(write(this.ledger.codec.take(Ledger.at(1), snapshot))));
		assertThat(read.snapshot().section("a")).isEqualTo(new byte[100_000]);
		assertThat(read.snapshot().section("b")).isEqualTo(new byte[100_000]);
		assertThat(read.snapshot().section("c")).isEmpty();
	}

	@Test
	void readWhenAnyBitIsFlippedThrows() throws IOException {
		this.ledger.fill(70);
		byte[] stream = write(this.ledger.take(7, new byte[20]));
		for (int position = 0; position < stream.length; position++) {
			byte[] flipped = stream.clone();
			flipped[position] ^= (byte) (1 << (position % 8));
			assertThatIOException().as("byte %s", position)
				.isThrownBy(() -> this.ledger.codec.read(new ByteArrayInputStream(flipped)))
				.withMessageStartingWith((position < Long.BYTES) ? "This is not a checkpoint" : "The checkpoint is ");
		}
	}

	@Test
	void readWhenCutThrows() throws IOException {
		this.ledger.fill(70);
		byte[] stream = write(this.ledger.take(7, new byte[20]));
		for (int length = 0; length < stream.length; length++) {
			byte[] cut = Arrays.copyOf(stream, length);
			assertThatIOException().as("length %s", length)
				.isThrownBy(() -> this.ledger.codec.read(new ByteArrayInputStream(cut)))
				.withMessageStartingWith("The checkpoint is not whole: it ends after ");
		}
	}

	@Test
	void readWhenBytesAreRandomThrows() {
		byte[] bytes = new byte[1_000];
		new Random(3).nextBytes(bytes);
		assertThatIOException().isThrownBy(() -> this.ledger.codec.read(new ByteArrayInputStream(bytes)))
			.withMessageStartingWith("This is not a checkpoint: it begins with 4c9326bb9805fa8f instead of");
	}

	@Test
	void readWhenMapDoesNotExistThrowsAnotherException() throws IOException {
		this.ledger.fill(3);
		byte[] stream = write(this.ledger.take(7));
		CheckpointCodec other = new ReplicatedMaps(new TextValueCodec()).checkpointCodec();
		assertThatIllegalStateException().isThrownBy(() -> other.read(new ByteArrayInputStream(stream)))
			.withMessageContaining("'names'");
	}

	@Test
	void writeWhenStreamFailsThrows() {
		this.ledger.fill(3);
		OutputStream full = new OutputStream() {

			@Override
			public void write(int b) throws IOException {
				throw new IOException("No space left");
			}

		};
		assertThatIOException().isThrownBy(() -> this.ledger.codec.write(this.ledger.take(7), full))
			.withMessage("No space left");
	}

	private byte[] write(Checkpoint checkpoint) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		this.ledger.codec.write(checkpoint, out);
		return out.toByteArray();
	}

}
