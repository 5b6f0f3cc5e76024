package dev.viewstamped.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.viewstamped.message.Entry;
import dev.viewstamped.replica.Promises;
import dev.viewstamped.replica.StoredState;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Finds out what an earlier process has left in the directory.
 */
final class StateLoading {

	private final JournalContext context;

	private final StorageDirectory directory;

	private final CheckpointFiles checkpointFiles;

	private final SuperblockFile superblockFile;

	private final Consumer<String> messages;

	/**
	 * What was found.
	 *
	 * @param files the files, ready to be used
	 * @param state the state, {@code null} if there is none
	 * @param lost why what is there cannot be trusted, {@code null} if it can or there is
	 * nothing
	 */
	record Loaded(StateFiles files, @Nullable StoredState state, @Nullable String lost) {

	}

	StateLoading(JournalContext context, CheckpointFiles checkpointFiles, Consumer<String> messages) {
		this.context = context;
		this.directory = context.directory();
		this.checkpointFiles = checkpointFiles;
		this.superblockFile = new SuperblockFile(context.directory());
		this.messages = messages;
	}

	/**
	 * See that a directory is not that of another replica.
	 * @param directory the directory
	 * @param identity whose it should be
	 * @throws IOException if it cannot be read
	 * @throws StorageException if it is another one's, or of another format
	 */
	static void check(StorageDirectory directory, StorageIdentity identity) throws IOException {
		SuperblockFile file = new SuperblockFile(directory);
		Superblock superblock = file.exists() ? file.read() : null;
		if (superblock != null && !superblock.identity().equals(identity)) {
			StorageIdentity other = superblock.identity();
			throw new StorageException(
					"The directory %s is that of member %d of group '%s', and this replica is member %d of group '%s'"
						.formatted(directory.location(), other.memberId(), other.groupName(), identity.memberId(),
								identity.groupName()),
					"Set vr.storage.directory to this replica's own directory, or correct vr.group and vr.member-id",
					null);
		}
	}

	/**
	 * Remove the state that a member of the same group has left in a directory. The
	 * superblock goes first: without it the rest counts for nothing.
	 * @param directory the directory
	 * @param identity whose it is to be
	 * @throws IOException if that fails
	 */
	static void makeRoom(StorageDirectory directory, StorageIdentity identity) throws IOException {
		SuperblockFile file = new SuperblockFile(directory);
		Superblock superblock = file.exists() ? file.read() : null;
		if (superblock == null || !superblock.identity().groupName().equals(identity.groupName())) {
			return;
		}
		if (superblock.identity().equals(identity) && superblock.state() != Superblock.State.KEPT) {
			return;
		}
		directory.delete(SuperblockFile.FILE);
		directory.syncDirectory();
		for (String name : directory.list()) {
			if (SegmentHeader.segment(name) > 0 || CheckpointFile.isName(name) || name.equals(SyncedMark.FILE)) {
				directory.delete(name);
			}
		}
		directory.syncDirectory();
	}

	/**
	 * Read everything, and make what was read durable.
	 * @param identity whose directory it is
	 * @return what was found
	 * @throws IOException if writing fails; nothing is lost then
	 */
	Loaded load(StorageIdentity identity) throws IOException {
		this.context.spare().open();
		if (!this.superblockFile.exists()) {
			boolean remains = this.directory.list()
				.stream()
				.anyMatch((name) -> SegmentHeader.segment(name) > 0 || CheckpointFile.isName(name));
			Superblock created = Superblock.empty(identity);
			return remains ? lost(created, "The superblock is missing") : create(created, null);
		}
		Superblock found = this.superblockFile.read();
		if (found == null) {
			return lost(Superblock.empty(identity), "No copy of the superblock can be read");
		}
		if (found.state() != Superblock.State.KEPT) {
			this.superblockFile.write(found);
			boolean lost = found.state() == Superblock.State.LOST;
			return new Loaded(files(found, null), null, lost ? notTrusted() : null);
		}
		return loadKept(found);
	}

	private Loaded loadKept(Superblock found) throws IOException {
		JournalScan scan;
		Checkpoints checkpoints;
		StoredState state;
		try {
			scan = new JournalScan(this.directory, found.generation(), SyncedMark.read(this.directory));
			scan.read(found.firstSegment());
			checkpoints = readCheckpoints(found);
			state = state(found, scan, checkpoints.latest());
		}
		catch (IOException ex) {
			return lost(found, String.valueOf(ex.getMessage()));
		}
		Superblock current = found.withCheckpoints(checkpoints.readable(), found.journalBase(), found.firstSegment());
		// What was read may not be durable, and must be before anything is removed
		this.superblockFile.write(current);
		removeOthers(found.firstSegment(), scan.last().number(), checkpoints.readable());
		Journal journal = Journal.resume(this.context, found.generation(), scan, state.promises());
		return new Loaded(files(current, journal), state, null);
	}

	private StoredState state(Superblock found, JournalScan scan, @Nullable Checkpoint checkpoint)
			throws MalformedRecordException {
		List<Entry> entries = scan.entries();
		Promises promises = scan.promises();
		long first = entries.isEmpty() ? found.journalBase() + 1 : entries.get(0).opNumber();
		long last = entries.isEmpty() ? found.journalBase() : entries.get(entries.size() - 1).opNumber();
		if (promises == null || first > found.journalBase() + 1 || last < found.latestOpNumber()) {
			throw new MalformedRecordException("The journal has the entries %d to %d, and %d to %d or more are needed"
				.formatted(first, last, found.journalBase() + 1, found.latestOpNumber()));
		}
		long base = (checkpoint != null) ? checkpoint.opNumber() : 0;
		List<Entry> suffix = entries.stream().filter((entry) -> entry.opNumber() > base).toList();
		long commitNumber = Math.min(last, Math.max(base, scan.commitNumber()));
		return new StoredState(new Promises(promises.groupId(), promises.configuration(), promises.view(),
				promises.lastNormalView(), promises.incarnation(), promises.crashVector(), commitNumber), checkpoint,
				suffix);
	}

	/**
	 * The checkpoints that can be read.
	 *
	 * @param latest the latest of them
	 * @param readable their files
	 */
	private record Checkpoints(@Nullable Checkpoint latest, List<CheckpointFile> readable) {

	}

	private Checkpoints readCheckpoints(Superblock found) throws MalformedRecordException {
		List<CheckpointFile> readable = new ArrayList<>(found.checkpoints());
		for (CheckpointFile file : found.checkpoints()) {
			try {
				return new Checkpoints(this.checkpointFiles.read(file), readable);
			}
			catch (MalformedRecordException ex) {
				readable.remove(file);
				this.messages.accept(
						"A checkpoint in %s cannot be used: %s".formatted(this.directory.location(), ex.getMessage()));
			}
		}
		if (found.journalBase() > 0) {
			throw new MalformedRecordException("No checkpoint can be read");
		}
		return new Checkpoints(null, readable);
	}

	private void removeOthers(long firstSegment, long lastSegment, List<CheckpointFile> checkpoints)
			throws IOException {
		List<String> names = checkpoints.stream().map(CheckpointFile::fileName).toList();
		for (String name : this.directory.list()) {
			long segment = SegmentHeader.segment(name);
			boolean other = CheckpointFile.isName(name) && !names.contains(name);
			if (other || (segment > 0 && (segment < firstSegment || segment > lastSegment))) {
				this.directory.delete(name);
			}
		}
	}

	private String notTrusted() {
		String why = "What the directory %s holds is not trusted any more, since an earlier start or on an operator's word"
			.formatted(this.directory.location());
		this.messages.accept(why + ". This member takes its state from the others");
		return why;
	}

	private Loaded lost(Superblock superblock, String reason) throws IOException {
		String why = "What the directory %s holds cannot be trusted: %s".formatted(this.directory.location(), reason);
		this.messages.accept(why + ". This member counts as lost and takes its state from the others; the files stay "
				+ "as they are until then");
		return create(superblock.lost(), why);
	}

	private Loaded create(Superblock superblock, @Nullable String lost) throws IOException {
		this.superblockFile.create(superblock);
		return new Loaded(files(superblock, null), null, lost);
	}

	private StateFiles files(Superblock superblock, @Nullable Journal journal) {
		return new StateFiles(this.context, this.superblockFile, this.checkpointFiles, superblock, journal);
	}

}
