package dev.viewstamped.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.Entry;
import dev.viewstamped.replica.Promises;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * All files of a directory, and what the superblock says of them. A change of the
 * superblock is what makes anything else count.
 */
final class StateFiles {

	private final JournalContext context;

	private final SuperblockFile superblockFile;

	private final CheckpointFiles checkpointFiles;

	private volatile Superblock superblock;

	private @Nullable Journal journal;

	StateFiles(JournalContext context, SuperblockFile superblockFile, CheckpointFiles checkpointFiles,
			Superblock superblock, @Nullable Journal journal) {
		this.context = context;
		this.superblockFile = superblockFile;
		this.checkpointFiles = checkpointFiles;
		this.superblock = superblock;
		this.journal = journal;
	}

	/**
	 * The latest superblock, for any thread.
	 * @return the superblock
	 */
	Superblock superblock() {
		return this.superblock;
	}

	/**
	 * The journal that goes with the state.
	 * @return the journal, {@code null} while no state is kept
	 */
	@Nullable Journal journal() {
		return this.journal;
	}

	JournalContext context() {
		return this.context;
	}

	CheckpointFiles checkpointFiles() {
		return this.checkpointFiles;
	}

	/**
	 * Keep a new state in place of what there is, if anything: all of it or nothing.
	 * @param checkpoint the state, {@code null} if the log is all there is
	 * @param suffix the log after it
	 * @param promises what is promised
	 * @param progress told how far the checkpoint is written
	 * @return what can be removed
	 * @throws IOException if that fails
	 */
	Garbage begin(@Nullable Checkpoint checkpoint, List<Entry> suffix, Promises promises,
			BlockOutputStream.Progress progress) throws IOException {
		StorageDirectory directory = this.context.directory();
		List<String> garbage = new ArrayList<>();
		long generation = Math.max(this.superblock.generation(), SyncedMark.read(directory).generation());
		long segment = this.superblock.firstSegment() - 1;
		for (String name : directory.list()) {
			long number = SegmentHeader.segment(name);
			if (number > 0) {
				SegmentHeader header = SegmentHeader.read(directory, number);
				generation = Math.max(generation, (header != null) ? header.generation() : 0);
				segment = Math.max(segment, number);
			}
			// What is being written aside is removed by who writes it
			if (number > 0 || (CheckpointFile.isName(name) && !CheckpointFiles.isAside(name))) {
				garbage.add(name);
			}
		}
		generation++;
		segment++;
		List<CheckpointFile> files = new ArrayList<>();
		if (checkpoint != null) {
			CheckpointFile file = this.checkpointFiles.write(checkpoint, generation,
					this.context.lanes().currentTimeMillis(), progress);
			this.checkpointFiles.publish(file);
			files.add(file);
		}
		Journal next = Journal.create(this.context, generation, segment, promises);
		for (Entry entry : suffix) {
			next.append(entry);
		}
		next.sync();
		directory.syncDirectory();
		long base = (checkpoint != null) ? checkpoint.opNumber() : 0;
		write(new Superblock(this.superblock.identity(), Superblock.State.KEPT, generation, segment, base, files));
		next.mark();
		this.journal = next;
		return new Garbage(List.of(), garbage);
	}

	/**
	 * From now on what there is must not be trusted, not even after a crash.
	 * @throws IOException if that cannot be written
	 */
	void distrust() throws IOException {
		this.journal = null;
		write(this.superblock.lost());
	}

	/**
	 * Count a checkpoint file that was published. The journal before the one written
	 * earlier is not needed any more.
	 * @param file the file
	 * @return what can be removed
	 * @throws IOException if that fails
	 */
	Garbage keep(CheckpointFile file) throws IOException {
		Journal current = this.journal;
		Superblock before = this.superblock;
		if (current == null || before.generation() != file.generation()) {
			return new Garbage(List.of(), List.of(file.fileName()));
		}
		List<CheckpointFile> kept = new ArrayList<>(List.of(file));
		List<String> garbage = new ArrayList<>();
		long base = before.journalBase();
		for (CheckpointFile earlier : before.checkpoints()) {
			if (kept.size() == 1) {
				kept.add(earlier);
				base = earlier.opNumber();
			}
			else {
				garbage.add(earlier.fileName());
			}
		}
		List<Long> dropped = current.dropThrough(base);
		write(before.withCheckpoints(kept, base, current.firstSegment()));
		return new Garbage(dropped, garbage);
	}

	private void write(Superblock next) throws IOException {
		this.superblockFile.write(next);
		this.superblock = next;
	}

}
