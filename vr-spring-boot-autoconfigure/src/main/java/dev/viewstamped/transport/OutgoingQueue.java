package dev.viewstamped.transport;

import dev.viewstamped.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * What waits on one link to be sent, bounded in bytes. One thread fills a batch while
 * another one sends the batch before.
 *
 * @param <M> the family of messages
 */
final class OutgoingQueue<M extends Message> {

	private FrameBatch<M> filling;

	private FrameBatch<M> sending;

	private boolean flushed;

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
	 * Wait for the next batch. The one before is not used any more from then on.
	 * @return the batch; {@code null} once the queue is closed
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	synchronized @Nullable FrameBatch<M> take() throws InterruptedException {
		this.sending.clear();
		while (!this.closed && (!this.flushed || this.filling.isEmpty())) {
			wait();
		}
		if (this.closed) {
			return null;
		}
		FrameBatch<M> batch = this.filling;
		this.filling = this.sending;
		this.sending = batch;
		this.flushed = false;
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
