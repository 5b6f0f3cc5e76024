package dev.viewstamped.runtime;

import dev.viewstamped.replica.Storage;
import dev.viewstamped.storage.DurableStorage;
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

	private final @Nullable DurableStorage durable;

	private final Mailbox<Event> mailbox;

	/**
	 * Open the storage.
	 * @param opener opens it; {@code null} in memory mode
	 * @param mailbox where its events go
	 */
	NodeStorage(@Nullable StorageOpener opener, Mailbox<Event> mailbox) {
		this.mailbox = mailbox;
		this.durable = (opener != null) ? opener.open(new Listener()) : null;
	}

	Storage storage() {
		return (this.durable != null) ? this.durable : Storage.NONE;
	}

	/**
	 * Give up what is kept, so that the next life finds nothing. Comes back with
	 * {@link Event.StartedOver}, unless the disk fails.
	 */
	void startOver() {
		Runnable done = () -> this.mailbox.put(new Event.StartedOver());
		if (this.durable != null) {
			this.durable.startOver(done);
		}
		else {
			done.run();
		}
	}

	/**
	 * What operators see of it. For any thread.
	 * @return the report; {@code null} in memory mode
	 */
	@Nullable StorageReport report() {
		return (this.durable != null) ? this.durable.report() : null;
	}

	/**
	 * Let go of the disk, once the replica has stopped.
	 */
	@Override
	public void close() {
		if (this.durable != null) {
			this.durable.close();
		}
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
