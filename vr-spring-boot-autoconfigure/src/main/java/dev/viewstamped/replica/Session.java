package dev.viewstamped.replica;

import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Entry;

import org.jspecify.annotations.Nullable;

/**
 * A session of the client table: the replies to requests after {@code low}, no more than
 * the primary that took them allows in flight.
 */
final class Session {

	private static final int INITIAL_SLOTS = 8;

	private final UUID client;

	private final Viewstamp opened;

	private final int maxResultBytes;

	/** A ring: the reply to request n is in slot n modulo the length, a power of two. */
	private @Nullable StoredReply[] replies = new @Nullable StoredReply[INITIAL_SLOTS];

	private long low;

	private long lastOpNumber;

	private long lastTimestampNanos;

	private long replyBytes;

	/** Whether a snapshot has the array too. */
	private boolean shared;

	Session(SessionSnapshot snapshot) {
		this.client = snapshot.client();
		this.opened = snapshot.opened();
		this.maxResultBytes = snapshot.maxResultBytes();
		this.low = snapshot.low();
		this.lastOpNumber = snapshot.lastOpNumber();
		this.lastTimestampNanos = snapshot.lastTimestampNanos();
		snapshot.replies().forEach(this::store);
	}

	Session(Entry register, int maxResultBytes) {
		this.client = register.client();
		this.opened = register.viewstamp();
		this.maxResultBytes = maxResultBytes;
		touch(register);
	}

	UUID client() {
		return this.client;
	}

	long session() {
		return this.opened.opNumber();
	}

	Viewstamp opened() {
		return this.opened;
	}

	int maxResultBytes() {
		return this.maxResultBytes;
	}

	long lastOpNumber() {
		return this.lastOpNumber;
	}

	long lastTimestampNanos() {
		return this.lastTimestampNanos;
	}

	long replyBytes() {
		return this.replyBytes;
	}

	/**
	 * The session as it is now. The replies are not copied before they change.
	 */
	SessionSnapshot snapshot() {
		this.shared = true;
		return new SessionSnapshot(this.client, this.opened, this.maxResultBytes, this.low, this.lastOpNumber,
				this.lastTimestampNanos, this.replies);
	}

	void touch(Entry entry) {
		this.lastOpNumber = entry.opNumber();
		this.lastTimestampNanos = entry.timestampNanos();
	}

	/**
	 * Whether the client has finished with the request.
	 */
	boolean isFinished(long requestNumber) {
		return requestNumber <= this.low;
	}

	/**
	 * Whether a primary that allows so many requests in flight does not take this one.
	 */
	boolean isBeyondWindow(int window, long requestNumber, long acknowledged) {
		return requestNumber - Math.max(this.low, acknowledged) > window;
	}

	@Nullable StoredReply find(long requestNumber) {
		StoredReply reply = this.replies[slot(requestNumber)];
		return (reply != null && reply.requestNumber() == requestNumber) ? reply : null;
	}

	/**
	 * Forget the replies up to a request.
	 * @return how many bytes became free
	 */
	long acknowledge(long acknowledged) {
		if (acknowledged <= this.low) {
			return 0;
		}
		own();
		long freed = 0;
		// Clients choose numbers, up to the largest there is: sums of them overflow
		long count = Math.min(acknowledged - this.low, this.replies.length);
		for (long i = 1; i <= count; i++) {
			long n = this.low + i;
			StoredReply reply = find(n);
			if (reply != null) {
				freed += reply.result().length;
				this.replies[slot(n)] = null;
			}
		}
		this.low = acknowledged;
		this.replyBytes -= freed;
		return freed;
	}

	void store(StoredReply reply) {
		while (reply.requestNumber() - this.low > this.replies.length) {
			grow();
		}
		own();
		this.replies[slot(reply.requestNumber())] = reply;
		this.replyBytes += reply.result().length;
	}

	private void own() {
		if (this.shared) {
			this.replies = this.replies.clone();
			this.shared = false;
		}
	}

	private void grow() {
		this.shared = false;
		@Nullable StoredReply[] before = this.replies;
		this.replies = new @Nullable StoredReply[before.length * 2];
		for (StoredReply reply : before) {
			if (reply != null) {
				this.replies[slot(reply.requestNumber())] = reply;
			}
		}
	}

	private int slot(long requestNumber) {
		return (int) (requestNumber & (this.replies.length - 1));
	}

}
