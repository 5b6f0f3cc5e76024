package dev.viewstamped.storage;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

import dev.viewstamped.replica.StoredState;
import dev.viewstamped.storage.ScriptedRun.Expected;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Something damages the files between two processes.
 */
class DamageTests {

	private final ScriptedRun run = new ScriptedRun(new MemoryDirectory(), Expected.NOTHING);

	@Test
	void loadWhenAnyBitOfJournalIsFlippedHasNeverWrongState() {
		writeJournal();
		int lost = 0;
		for (String name : this.run.directory.list()) {
			if (name.startsWith("journal-") || name.equals(SyncedMark.FILE)) {
				int size = (int) this.run.directory.size(name);
				for (int position = 0; position < size; position++) {
					for (int bit = 0; bit < 8; bit += 3) {
						MemoryDirectory directory = this.run.directory.nextProcess();
						directory.flip(name, position, bit);
						lost += isLostOrRight(directory) ? 1 : 0;
					}
				}
			}
		}
		assertThat(lost).isGreaterThan(1000);
	}

	@Test
	void loadWhenJournalIsCutAnywhereLosesOnlyWhatWasNeverStored() {
		writeJournal();
		String name = this.run.directory.list()
			.stream()
			.filter((each) -> SegmentHeader.segment(each) > 0)
			.reduce((first, second) -> (SegmentHeader.segment(second) > SegmentHeader.segment(first)) ? second : first)
			.orElseThrow();
		SyncedMark mark = readMark();
		assertThat(SegmentHeader.fileName(mark.segment())).isEqualTo(name);
		int kept = 0;
		for (int size = 0; size <= this.run.directory.size(name); size++) {
			for (boolean zeros : List.of(true, false)) {
				int end = size;
				MemoryDirectory directory = this.run.directory.nextProcess();
				directory.change(name, (bytes) -> zeros ? Arrays.copyOf(Arrays.copyOf(bytes, end), bytes.length)
						: Arrays.copyOf(bytes, end));
				boolean lost = isLostOrRight(directory);
				assertThat(lost).as("Cut at %d with mark %s", size, mark).isEqualTo(size < mark.position());
				kept += lost ? 0 : 1;
			}
		}
		assertThat(kept).isGreaterThan(20);
	}

	@Test
	void loadWhenMarkIsLostTooTrustsAtMostTheLastBatchToBeUnsynced() {
		this.run.open();
		this.run.promise(1);
		this.run.flushAndRun();
		for (int i = 0; i < 4; i++) {
			this.run.append(1, 1);
			this.run.flushAndRun();
		}
		remove(this.run.directory, SyncedMark.FILE);
		this.run.stored--;
		int lost = 0;
		for (int position = 0; position < this.run.directory.size("journal-1"); position++) {
			MemoryDirectory directory = this.run.directory.nextProcess();
			directory.flip("journal-1", position, position % 8);
			lost += isLostOrRight(directory) ? 1 : 0;
		}
		assertThat(lost).isGreaterThan(200);
	}

	@Test
	void loadWhenSegmentIsMissingIsLost() {
		writeJournal();
		for (String name : this.run.directory.list()) {
			if (SegmentHeader.segment(name) > 0) {
				MemoryDirectory directory = this.run.directory.nextProcess();
				remove(directory, name);
				assertThat(isLostOrRight(directory)).isTrue();
			}
		}
	}

	@Test
	void loadWhenAnyByteOfSuperblockIsFlippedHasAll() {
		writeJournal();
		for (int position = 0; position < SuperblockFile.COPIES * SuperblockFile.BLOCK_BYTES; position++) {
			if (position % SuperblockFile.BLOCK_BYTES < 400 || position % 64 == 0) {
				MemoryDirectory directory = this.run.directory.nextProcess();
				directory.flip(SuperblockFile.FILE, position, position % 8);
				assertThat(isLostOrRight(directory)).isFalse();
			}
		}
	}

	@Test
	void loadWhenAllButOneCopyOfSuperblockAreDestroyedHasAll() {
		this.run.live();
		for (int copy = 0; copy < SuperblockFile.COPIES; copy++) {
			MemoryDirectory directory = this.run.directory.nextProcess();
			for (int other = 0; other < SuperblockFile.COPIES; other++) {
				if (other != copy) {
					directory.flip(SuperblockFile.FILE, other * SuperblockFile.BLOCK_BYTES + 20, 1);
				}
			}
			assertThat(isLostOrRight(directory)).isFalse();
		}
	}

	@Test
	void loadWhenAllCopiesOfSuperblockAreDestroyedIsLost() {
		this.run.live();
		MemoryDirectory directory = this.run.directory.nextProcess();
		directory.change(SuperblockFile.FILE, (bytes) -> new byte[bytes.length]);
		assertThat(isLostOrRight(directory)).isTrue();
		MemoryDirectory another = this.run.directory.nextProcess();
		remove(another, SuperblockFile.FILE);
		assertThat(isLostOrRight(another)).isTrue();
	}

	@Test
	void loadWhenLatestCheckpointIsDamagedHasAllFromTheOneBefore() {
		this.run.live();
		this.run.lanes.runAll();
		String latest = latestCheckpoint();
		int size = (int) this.run.directory.size(latest);
		for (int position = 0; position < size; position++) {
			MemoryDirectory directory = this.run.directory.nextProcess();
			directory.flip(latest, position, position % 8);
			assertThat(isLostOrRight(directory)).isFalse();
			int end = position;
			MemoryDirectory cut = this.run.directory.nextProcess();
			cut.change(latest, (bytes) -> Arrays.copyOf(bytes, end));
			assertThat(isLostOrRight(cut)).isFalse();
		}
		MemoryDirectory directory = this.run.directory.nextProcess();
		remove(directory, latest);
		ScriptedRun next = new ScriptedRun(directory, Expected.NOTHING);
		StoredState found = next.open();
		this.run.check(found, next);
		assertThat(next.storage().report().checkpointOpNumber()).isEqualTo(70);
		assertThat(next.notices).singleElement().asString().contains(latest);
	}

	@Test
	void loadWhenNoCheckpointCanBeReadIsLost() {
		this.run.live();
		MemoryDirectory directory = this.run.directory.nextProcess();
		for (String name : directory.list()) {
			if (CheckpointFile.isName(name)) {
				directory.flip(name, 30, 2);
			}
		}
		ScriptedRun next = new ScriptedRun(directory, Expected.NOTHING);
		assertThat(next.open()).isNull();
		assertThat(next.storage().whyStateLost()).isNotNull();
		// Damage that goes away again does not bring back what others count as lost
		ScriptedRun third = new ScriptedRun(directory.nextProcess(), Expected.NOTHING);
		assertThat(next.storage().whyStateLost()).contains(directory.location()).contains("No checkpoint can be read");
		assertThat(third.open()).isNull();
		assertThat(third.storage().whyStateLost()).isNotNull();
		third.install(90, List.of(), 9);
		third.flushAndRun();
		ScriptedRun last = new ScriptedRun(directory.nextProcess(), Expected.NOTHING);
		assertThat(last.open()).isNull();
		ScriptedRun recovered = new ScriptedRun(third.directory.nextProcess(), Expected.NOTHING);
		third.check(recovered.open(), recovered);
		assertThat(recovered.storage().whyStateLost()).isNull();
	}

	@Test
	void loadWhenDirectoryIsEmptyIsNothingAndNotLost() {
		assertThat(this.run.open()).isNull();
		assertThat(this.run.storage().whyStateLost()).isNull();
		assertThat(this.run.notices).isEmpty();
	}

	/**
	 * A journal of a few segments, and a batch that was never synchronized.
	 */
	private void writeJournal() {
		this.run.open();
		this.run.promise(1);
		this.run.append(1, 4);
		this.run.flushAndRun();
		this.run.append(1, 4);
		this.run.flushAndRun();
		this.run.replace(6, Samples.entries(2, 7, 8), 2);
		this.run.flushAndRun();
		this.run.append(2, 1);
		this.run.flushAndRun();
		this.run.append(2, 1);
		this.run.replace(9, Samples.entries(3, 10, 10), 3);
		this.run.flush();
		this.run.lanes.run(1);
	}

	private SyncedMark readMark() {
		try {
			return SyncedMark.read(this.run.directory);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private String latestCheckpoint() {
		return "checkpoint-78-" + this.run.directory.list()
			.stream()
			.filter((name) -> name.startsWith("checkpoint-78-"))
			.findFirst()
			.orElseThrow()
			.substring("checkpoint-78-".length());
	}

	private static void remove(MemoryDirectory directory, String name) {
		try {
			directory.delete(name);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private boolean isLostOrRight(MemoryDirectory directory) {
		ScriptedRun next = new ScriptedRun(directory, Expected.NOTHING);
		StoredState found = next.open();
		if (found == null) {
			assertThat(next.storage().whyStateLost()).contains(directory.location());
			assertThat(next.notices).isNotEmpty();
			return true;
		}
		this.run.check(found, next);
		return false;
	}

}
