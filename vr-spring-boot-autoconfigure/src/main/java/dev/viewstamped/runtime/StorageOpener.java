package dev.viewstamped.runtime;

import java.util.function.Supplier;

import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.storage.DurableOptions;
import dev.viewstamped.storage.DurableStorage;
import dev.viewstamped.storage.StorageDirectory;
import dev.viewstamped.storage.StorageException;
import dev.viewstamped.storage.StorageIdentity;
import dev.viewstamped.storage.StorageListener;
import dev.viewstamped.storage.StorageThreads;

/**
 * Opens what a durable replica keeps on disk. The directory is locked before it is known
 * which member of the group this replica is.
 */
public final class StorageOpener {

	private final String groupName;

	private final Supplier<StorageDirectory> directory;

	private final Supplier<CheckpointCodec> codec;

	private final DurableOptions options;

	/**
	 * Create an opener. Nothing is opened yet.
	 * @param groupName name of the group
	 * @param directory opens the directory and locks it for this process
	 * @param codec what reads and writes checkpoints
	 * @param options sizes
	 */
	public StorageOpener(String groupName, Supplier<StorageDirectory> directory, Supplier<CheckpointCodec> codec,
			DurableOptions options) {
		this.groupName = groupName;
		this.directory = directory;
		this.codec = codec;
		this.options = options;
	}

	/**
	 * Open the directory and lock it.
	 * @return the directory
	 * @throws StorageException if it cannot be used
	 */
	StorageDirectory lock() {
		return this.directory.get();
	}

	/**
	 * Which member of the group has its state in the directory. Changes nothing there.
	 * @param locked the directory
	 * @return its id, -1 if there is no state
	 * @throws StorageException if the state is that of another group
	 */
	int storedMember(StorageDirectory locked) {
		StorageIdentity identity = StorageIdentity.peek(locked);
		if (identity == null) {
			return -1;
		}
		if (!identity.groupName().equals(this.groupName)) {
			throw new StorageException(
					"The directory %s is that of member %d of group '%s', and this replica is to join group '%s'"
						.formatted(locked.location(), identity.memberId(), identity.groupName(), this.groupName),
					"Set vr.storage.directory to this replica's own directory, or correct vr.group", null);
		}
		return identity.memberId();
	}

	/**
	 * Open the storage. Its state is not read yet.
	 * @param locked the directory, which is closed with the storage
	 * @param memberId the member
	 * @param anew whether the id was given by the group just now, so that the state of
	 * another member has to go
	 * @param listener told what becomes of it
	 * @return the storage
	 * @throws StorageException if it cannot be used
	 */
	DurableStorage open(StorageDirectory locked, int memberId, boolean anew, StorageListener listener) {
		StorageIdentity identity = identity(memberId);
		StorageThreads threads = new StorageThreads("vr-" + memberId);
		return anew ? DurableStorage.openAnew(locked, identity, this.codec, this.options, threads, listener)
				: DurableStorage.open(locked, identity, this.codec, this.options, threads, listener);
	}

	private StorageIdentity identity(int memberId) {
		return new StorageIdentity(this.groupName, memberId);
	}

}
