package dev.viewstamped.transport;

import dev.viewstamped.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * What waits on one link to be sent, bounded in bytes. A batch is filled while the one
 * before is sent, by the loop as far as that does not block, or else by the link's
 * writer.
 *
 * @param <M> the family of messages
 */
final class OutgoingQueue<M extends Message> {

	private FrameBatch<M> filling;

	private FrameBatch<M> sending;

	private Turn turn = Turn.NOBODY;

	/** Whether the writer has not begun with what was passed on to it. */
	private boolean passedOn;

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
	 * Let what is queued go out: through the caller, or through the writer if that is
	 * under way.
	 * @return what the caller has to send, until {@link #sent()} or {@link #passOn()};
	 * {@code null} if nothing
	 */
	synchronized @Nullable FrameBatch<M> flush() {
		if (this.turn != Turn.NOBODY) {
			this.flushed = true;
			return null;
		}
		return (this.closed || this.filling.isEmpty()) ? null : next(Turn.LOOP);
	}

	/**
	 * What was taken is sent, and not used any more.
	 */
	synchronized void sent() {
		this.sending.clear();
		this.turn = Turn.NOBODY;
	}

	/**
	 * Let the writer see to what {@link #flush()} has returned.
	 * @return {@code false} if there is no writer any more
	 */
	synchronized boolean passOn() {
		this.turn = Turn.WRITER;
		this.passedOn = !this.closed;
		notifyAll();
		return this.passedOn;
	}

	/**
	 * Wait for the next batch of the writer, which has sent the one before.
	 * @return the batch, to be sent until {@link #sent()}; {@code null} once the queue is
	 * closed
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	synchronized @Nullable FrameBatch<M> take() throws InterruptedException {
		while (true) {
			if (this.closed) {
				return null;
			}
			if (this.passedOn) {
				this.passedOn = false;
				return this.sending;
			}
			if (this.turn == Turn.NOBODY && this.flushed && !this.filling.isEmpty()) {
				return next(Turn.WRITER);
			}
			wait();
		}
	}

	private FrameBatch<M> next(Turn next) {
		FrameBatch<M> batch = this.filling;
		this.filling = this.sending;
		this.sending = batch;
		this.turn = next;
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
		int forgotten = this.filling.messages() + (this.passedOn ? this.sending.messages() : 0);
		this.passedOn = false;
		this.filling.clear();
		return forgotten;
	}

	/**
	 * Who sends.
	 */
	private enum Turn {

		NOBODY, LOOP, WRITER

	}

}
