package dev.viewstamped.transport;

import dev.viewstamped.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * What waits on one link to be sent, bounded in bytes. One batch is filled while the one
 * before is being sent.
 *
 * @param <M> the family of messages
 */
final class OutgoingQueue<M extends Message> {

	private FrameBatch<M> filling;

	private FrameBatch<M> sending;

	private boolean flushed;

	/** Whether a batch is being sent. */
	private boolean taken;

	private boolean closed;

	OutgoingQueue(MessageCodec<M> codec, int maxFrameBytes, int maxBytes) {
		this.filling = new FrameBatch<>(codec, maxFrameBytes, maxBytes);
		this.sending = new FrameBatch<>(codec, maxFrameBytes, maxBytes);
	}

	/**
	 * Queue a message.
	 * @param message the message
	 * @return {@code false} if it does not fit, or the queue is closed
	 */
	synchronized boolean offer(M message) {
		return !this.closed && this.filling.add(message);
	}

	/**
	 * Let what is queued go out.
	 */
	synchronized void flush() {
		this.flushed = true;
		notifyAll();
	}

	/**
	 * Wait for the next batch, which nobody else sends until it is given back.
	 * @return the batch; {@code null} once the queue is closed
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	synchronized @Nullable FrameBatch<M> take() throws InterruptedException {
		while (!this.closed && (this.taken || !this.flushed || this.filling.isEmpty())) {
			wait();
		}
		return this.closed ? null : swap();
	}

	/**
	 * Take what is queued if it is a single small frame and nothing is being sent.
	 * @param maxBytes the largest frame to take
	 * @return the batch; {@code null} if there is no such frame
	 */
	synchronized @Nullable FrameBatch<M> takeSmall(int maxBytes) {
		boolean small = this.filling.frames() == 1 && this.filling.bytes() <= maxBytes;
		return (small && !this.taken && !this.closed) ? swap() : null;
	}

	/**
	 * Give back the batch taken last, which is not used any more.
	 */
	synchronized void giveBack() {
		this.taken = false;
		this.sending.clear();
		if (this.flushed && !this.filling.isEmpty()) {
			notifyAll();
		}
	}

	private FrameBatch<M> swap() {
		FrameBatch<M> batch = this.filling;
		this.filling = this.sending;
		this.sending = batch;
		this.flushed = false;
		this.taken = true;
		return batch;
	}

	/**
	 * Take no more messages, and forget those that wait.
	 * @return the number of messages forgotten
	 */
	synchronized int close() {
		if (this.closed) {
			return 0;
		}
		this.closed = true;
		notifyAll();
		int forgotten = this.filling.messages();
		this.filling.clear();
		return forgotten;
	}

}
