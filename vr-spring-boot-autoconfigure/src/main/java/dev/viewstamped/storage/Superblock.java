package dev.viewstamped.storage;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.CheckpointId;

/**
 * Where everything in the directory begins. What has been promised is not in it, but at
 * the begin of each segment.
 *
 * @param identity whose directory it is
 * @param state what there is
 * @param generation number of the journal
 * @param firstSegment the first segment that is needed
 * @param journalBase op-number after which the journal has all entries
 * @param checkpoints the files that are kept, the latest first
 */
record Superblock(StorageIdentity identity, State state, long generation, long firstSegment, long journalBase,
		List<CheckpointFile> checkpoints) {

	/**
	 * What there is in a directory. The order is part of the format of the disk.
	 */
	enum State {

		/**
		 * Nothing has ever been kept.
		 */
		EMPTY,

		/**
		 * The state of the member.
		 */
		KEPT,

		/**
		 * Something that cannot be trusted.
		 */
		LOST

	}

	private static final List<State> STATES = List.of(State.values());

	private static final int MIN_CHECKPOINT_BYTES = 32;

	Superblock {
		checkpoints = List.copyOf(checkpoints);
	}

	static Superblock empty(StorageIdentity identity) {
		return new Superblock(identity, State.EMPTY, 0, 1, 0, List.of());
	}

	Superblock lost() {
		return new Superblock(this.identity, State.LOST, this.generation, this.firstSegment, this.journalBase,
				this.checkpoints);
	}

	Superblock withCheckpoints(List<CheckpointFile> kept, long newBase, long newFirstSegment) {
		return new Superblock(this.identity, this.state, this.generation, newFirstSegment, newBase, kept);
	}

	long latestOpNumber() {
		return this.checkpoints.isEmpty() ? 0 : this.checkpoints.get(0).opNumber();
	}

	void write(ByteWriter out) {
		out.writeString(this.identity.groupName());
		out.writeNumber(this.identity.memberId());
		out.writeByte(this.state.ordinal());
		out.writeNumber(this.generation);
		out.writeNumber(this.firstSegment);
		out.writeNumber(this.journalBase);
		out.writeNumber(this.checkpoints.size());
		for (CheckpointFile file : this.checkpoints) {
			Viewstamp viewstamp = file.id().viewstamp();
			out.writeNumber(viewstamp.epoch());
			out.writeNumber(viewstamp.view());
			out.writeNumber(viewstamp.opNumber());
			Digest digest = file.id().digest();
			out.writeLong(digest.first());
			out.writeLong(digest.second());
			out.writeLong(digest.third());
			out.writeLong(digest.fourth());
			out.writeNumber(file.generation());
			out.writeNumber(file.bytes());
			out.writeNumber(file.writtenAtMillis());
		}
	}

	static Superblock read(ByteReader in) throws MalformedRecordException {
		StorageIdentity identity = new StorageIdentity(in.readString(), (int) in.readNumber());
		int state = in.readByte();
		if (state >= STATES.size()) {
			throw new MalformedRecordException("No state " + state);
		}
		long generation = in.readNumber();
		long firstSegment = in.readNumber();
		long journalBase = in.readNumber();
		int count = in.readCount(MIN_CHECKPOINT_BYTES);
		List<CheckpointFile> checkpoints = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			Viewstamp viewstamp = new Viewstamp(in.readNumber(), in.readNumber(), in.readNumber());
			Digest digest = new Digest(in.readLong(), in.readLong(), in.readLong(), in.readLong());
			checkpoints.add(new CheckpointFile(new CheckpointId(viewstamp, digest), in.readNumber(), in.readNumber(),
					in.readNumber()));
		}
		in.expectEnd();
		return new Superblock(identity, STATES.get(state), generation, firstSegment, journalBase, checkpoints);
	}

}
