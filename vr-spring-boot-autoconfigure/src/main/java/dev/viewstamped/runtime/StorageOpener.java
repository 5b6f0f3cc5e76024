package dev.viewstamped.runtime;

import dev.viewstamped.storage.DurableStorage;
import dev.viewstamped.storage.StorageListener;

/**
 * Opens what a durable replica keeps on disk.
 */
@FunctionalInterface
public interface StorageOpener {

	/**
	 * Open the storage. Its state is not read yet.
	 * @param listener told what becomes of it
	 * @return the storage, locked for this process
	 * @throws dev.viewstamped.storage.StorageException if it cannot be used
	 */
	DurableStorage open(StorageListener listener);

}
