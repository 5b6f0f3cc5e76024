package dev.viewstamped.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import dev.viewstamped.replica.StoredState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * The storage on a real disk.
 */
class FileDirectoryTests {

	@TempDir
	private Path parent;

	@Test
	void storageWhenOpenedAgainHasEverythingWithFewSynchronizations() throws InterruptedException {
		int count = 5_000;
		Path path = this.parent.resolve("a").resolve("b");
		AtomicLong stored = new AtomicLong();
		CountDownLatch allStored = new CountDownLatch(1);
		StorageListener listener = new Recorder((sequence) -> {
			stored.set(sequence);
			if (sequence == count + 2) {
				allStored.countDown();
			}
		});
		try (DurableStorage storage = open(path, listener)) {
			assertThat(storage.load()).isNull();
			assertThat(storage.flush()).isZero();
			storage.promise(Samples.promises(1));
			for (int i = 1; i <= count; i++) {
				storage.append(Samples.entry(1, i));
				storage.flush();
				if (i % 1000 == 0) {
					storage.checkpoint(Samples.checkpoint(i));
				}
			}
			storage.commit(count);
			storage.promise(Samples.promises(2));
			assertThat(storage.flush()).isEqualTo(count + 2);
			assertThat(allStored.await(30, TimeUnit.SECONDS)).isTrue();
			StorageReport report = storage.report();
			assertThat(report.syncCount()).isBetween(1L, count / 2L);
			assertThat(report.journalBytes()).isPositive();
			assertThat(report.location()).isEqualTo(path.toString());
		}
		try (DurableStorage storage = open(path, listener)) {
			StoredState state = Objects.requireNonNull(storage.load());
			long base = count - state.entries().size();
			assertThat(Samples.text(state.entries())).isEqualTo(Samples.text(Samples.entries(1, base + 1, count)));
			assertThat(state.promises().view()).isEqualTo(2);
			assertThat(state.promises().commitNumber()).isEqualTo(count);
		}
	}

	@Test
	void openWhenDirectoryIsLockedSaysSo() {
		FileDirectory directory = FileDirectory.open(this.parent);
		assertThatThrownBy(() -> FileDirectory.open(this.parent)).isInstanceOf(StorageException.class)
			.hasMessageContaining(this.parent.toString())
			.hasMessageContaining("vr.storage.directory")
			.hasMessageContaining("in use");
		directory.close();
		FileDirectory.open(this.parent).close();
	}

	@Test
	void openWhenPathIsFileSaysSo() throws IOException {
		Path file = Files.createFile(this.parent.resolve("file"));
		assertThatThrownBy(() -> FileDirectory.open(file)).isInstanceOf(StorageException.class)
			.hasMessageContaining(file.toString())
			.hasMessageContaining("vr.storage.directory");
		assertThatThrownBy(() -> FileDirectory.open(file.resolve("below"))).isInstanceOf(StorageException.class);
	}

	@Test
	void openWhenDirectoryIsReadOnlySaysSo() throws IOException {
		assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
		Path path = Files.createDirectory(this.parent.resolve("read-only"));
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-xr-xr-x"));
		assertThatThrownBy(() -> FileDirectory.open(path)).isInstanceOf(StorageException.class)
			.hasMessageContaining(path.toString())
			.extracting((ex) -> ((StorageException) ex).getCure())
			.asString()
			.contains("vr.storage.directory");
	}

	@Test
	void openWhenDirectoryIsOfAnotherReplicaLeavesItAsItWas() throws IOException {
		fill();
		Map<String, String> before = contents();
		for (StorageIdentity other : List.of(new StorageIdentity("group", 2), new StorageIdentity("other", 1))) {
			FileDirectory directory = FileDirectory.open(this.parent);
			assertThatThrownBy(() -> DurableStorage.open(directory, other, () -> Samples.CODEC, Samples.SMALL,
					new QueuedLanes(), new Recorder((sequence) -> {
					})))
				.isInstanceOf(StorageException.class)
				.hasMessageContaining("member 1 of group 'group'")
				.hasMessageContaining("member %d of group '%s'".formatted(other.memberId(), other.groupName()));
			directory.close();
		}
		assertThat(contents()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(ints = { SuperblockFile.FORMAT_VERSION - 1, SuperblockFile.FORMAT_VERSION + 1 })
	void openWhenFormatIsAnotherLeavesItAsItWas(int version) {
		ScriptedRun run = new ScriptedRun(new MemoryDirectory(), ScriptedRun.Expected.NOTHING);
		run.live();
		run.directory.change(SuperblockFile.FILE, (bytes) -> withVersion(bytes, version));
		Map<String, String> before = run.directory.contents();
		ScriptedRun next = new ScriptedRun(run.directory, ScriptedRun.Expected.NOTHING);
		assertThatThrownBy(next::open).isInstanceOf(StorageException.class)
			.hasMessageContaining("written in format " + version);
		assertThat(run.directory.contents()).isEqualTo(before);
	}

	private static byte[] withVersion(byte[] bytes, int version) {
		ByteBuffer block = ByteBuffer.wrap(bytes);
		int checksumAt = Long.BYTES + 3 * Integer.BYTES;
		int length = block.getInt(Long.BYTES + Integer.BYTES);
		block.putInt(Long.BYTES, version);
		block.putInt(checksumAt, 0);
		CRC32C crc = new CRC32C();
		crc.update(bytes, 0, checksumAt + Integer.BYTES + length);
		block.putInt(checksumAt, (int) crc.getValue());
		return bytes;
	}

	private void fill() {
		QueuedLanes lanes = new QueuedLanes();
		DurableStorage storage = DurableStorage.open(FileDirectory.open(this.parent), Samples.IDENTITY,
				() -> Samples.CODEC, Samples.SMALL, lanes, new Recorder((sequence) -> {
				}));
		storage.load();
		storage.promise(Samples.promises(1));
		storage.append(Samples.entry(1, 1));
		storage.flush();
		lanes.runAll();
		storage.close();
	}

	private Map<String, String> contents() throws IOException {
		Map<String, String> contents = new TreeMap<>();
		try (Stream<Path> files = Files.list(this.parent)) {
			for (Path file : files.toList()) {
				contents.put(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
			}
		}
		return contents;
	}

	private static DurableStorage open(Path path, StorageListener listener) {
		return DurableStorage.open(FileDirectory.open(path), Samples.IDENTITY, () -> Samples.CODEC,
				new DurableOptions(1 << 16, 1 << 14, 1 << 16, 1 << 30), new StorageThreads("test"), listener);
	}

	/**
	 * Fails a test that does not expect what it is told.
	 */
	private record Recorder(LongConsumer onStored) implements StorageListener {

		@Override
		public void stored(long sequence) {
			this.onStored.accept(sequence);
		}

		@Override
		public void failed(String message) {
			throw new AssertionError(message);
		}

		@Override
		public void noticed(String message) {
			throw new AssertionError(message);
		}

	}

}
