package dev.viewstamped.runtime;

import dev.viewstamped.replica.Storage;
import dev.viewstamped.replica.StoredState;
import dev.viewstamped.storage.DurableStorage;
import dev.viewstamped.storage.StorageDirectory;
import dev.viewstamped.storage.StorageListener;
import dev.viewstamped.storage.StorageReport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a replica keeps on disk, or nothing in memory mode. What the disk has to say comes
 * through the mailbox.
 */
final class NodeStorage implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ReplicaRuntime.class);

	private final @Nullable StorageOpener opener;

	private final Mailbox<Event> mailbox;

	private @Nullable StorageDirectory directory;

	private volatile @Nullable DurableStorage durable;

	private int memberId = -1;

	/**
	 * Lock the directory.
	 * @param opener opens it; {@code null} in memory mode
	 * @param mailbox where the events of the storage go
	 */
	NodeStorage(@Nullable StorageOpener opener, Mailbox<Event> mailbox) {
		this.opener = opener;
		this.mailbox = mailbox;
		this.directory = (opener != null) ? opener.lock() : null;
	}

	/**
	 * Which member has its state there.
	 * @return its id, -1 if there is no state
	 */
	int storedMember() {
		if (this.opener == null || this.directory == null) {
			return -1;
		}
		return closingOnFailure(this.opener, this.directory, StorageOpener::storedMember);
	}

	/**
	 * Open the storage of the member that is configured, or found on disk.
	 * @param memberId the member
	 */
	void open(int memberId) {
		if (this.opener != null && this.directory != null) {
			this.durable = closingOnFailure(this.opener, this.directory,
					(opener, locked) -> opener.open(locked, memberId, false, new Listener()));
			this.memberId = memberId;
		}
	}

	/**
	 * What the storage that was opened holds.
	 * @return the state; {@code null} if there is none
	 */
	@Nullable StoredState readAhead() {
		DurableStorage current = this.durable;
		return (current != null) ? current.readAhead() : null;
	}

	/**
	 * Close the storage that was opened, whose state nobody needs. The directory stays
	 * locked, and as it is.
	 */
	void leave() {
		DurableStorage before = this.durable;
		if (before != null && this.opener != null) {
			this.durable = null;
			this.directory = null;
			before.close();
			// Its numbers mean nothing to the next one
			Event.drop(this.mailbox, (event) -> event instanceof Event.Stored);
			this.directory = this.opener.lock();
		}
	}

	/**
	 * Open the storage of a replica without state that the group has given an id. Nothing
	 * if it is open for that member already, and was started over.
	 * @param memberId the member
	 */
	void openAnew(int memberId) {
		if (this.opener == null || (this.durable != null && this.memberId == memberId)) {
			return;
		}
		leave();
		if (this.directory != null) {
			this.durable = closingOnFailure(this.opener, this.directory,
					(opener, locked) -> opener.open(locked, memberId, true, new Listener()));
			this.memberId = memberId;
		}
	}

	private <T> T closingOnFailure(StorageOpener opener, StorageDirectory locked, Opening<T> opening) {
		try {
			return opening.open(opener, locked);
		}
		catch (RuntimeException ex) {
			locked.close();
			this.directory = null;
			throw ex;
		}
	}

	Storage storage() {
		DurableStorage current = this.durable;
		return (current != null) ? current : Storage.NONE;
	}

	/**
	 * Give up what is kept, so that the next life finds nothing. Comes back with
	 * {@link Event.StartedOver}, unless the disk fails.
	 */
	void startOver() {
		Runnable done = () -> this.mailbox.put(new Event.StartedOver());
		DurableStorage current = this.durable;
		if (current != null) {
			current.startOver(done);
		}
		else {
			done.run();
		}
	}

	/**
	 * What operators see of it. For any thread.
	 * @return the report; {@code null} in memory mode, and while it is not known whose
	 * storage it is
	 */
	@Nullable StorageReport report() {
		DurableStorage current = this.durable;
		return (current != null) ? current.report() : null;
	}

	/**
	 * Let go of the disk, once the replica has stopped.
	 */
	@Override
	public void close() {
		DurableStorage current = this.durable;
		if (current != null) {
			current.close();
		}
		else if (this.directory != null) {
			this.directory.close();
		}
	}

	@FunctionalInterface
	private interface Opening<T> {

		T open(StorageOpener opener, StorageDirectory locked);

	}

	private final class Listener implements StorageListener {

		@Override
		public void stored(long sequence) {
			NodeStorage.this.mailbox.put(new Event.Stored(sequence));
		}

		@Override
		public void failed(String message) {
			NodeStorage.this.mailbox.put(new Event.StorageFailed(message));
		}

		@Override
		public void noticed(String message) {
			logger.warn(message);
		}

	}

}
