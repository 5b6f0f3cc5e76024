package dev.viewstamped.transport;

import java.io.IOException;

import dev.viewstamped.message.Message;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.web.socket.CloseStatus;

/**
 * The sending side of a link: a queue, and a thread that sends what the loop cannot send
 * without waiting.
 *
 * @param <M> the family of messages
 */
final class SendingLink<M extends Message> {

	private static final Log logger = LogFactory.getLog(SendingLink.class);

	private final Conversation conversation;

	private final Wire wire;

	private final OutgoingQueue<M> queue;

	private final TransportMeter meter;

	private final String name;

	private boolean unflushed;

	SendingLink(Conversation conversation, Wire wire, MessageCodec<M> codec, String name) {
		TransportSettings settings = conversation.context().settings();
		this.conversation = conversation;
		this.wire = wire;
		this.queue = new OutgoingQueue<>(codec, settings.maxFrameBytes(), settings.maxQueueBytes());
		this.meter = conversation.context().meter();
		this.name = name;
	}

	Conversation conversation() {
		return this.conversation;
	}

	/**
	 * Begin to send what is queued.
	 */
	void start() {
		Thread writer = new Thread(this::run, "vr-writer-" + this.name);
		writer.setDaemon(true);
		writer.start();
	}

	/**
	 * Queue a message. Belongs to the loop's thread, as {@link #flush()} does.
	 * @param message the message
	 * @return {@code true} if it was queued
	 */
	boolean offer(M message) {
		if (!this.queue.offer(message)) {
			this.meter.dropped(1);
			return false;
		}
		return true;
	}

	/**
	 * Note that something waits for {@link #flush()}.
	 * @return {@code true} if nothing did before
	 */
	boolean markUnflushed() {
		boolean first = !this.unflushed;
		this.unflushed = true;
		return first;
	}

	/**
	 * Let what is queued go out. Does not block.
	 */
	void flush() {
		this.unflushed = false;
		FrameBatch<M> batch = this.queue.flush();
		if (batch == null) {
			return;
		}
		try {
			switch ((batch.frames() == 1) ? this.wire.offer(batch.frame(0)) : Wire.Offer.REFUSED) {
				case SENT -> {
					this.meter.sent(batch.messages());
					this.queue.sent();
				}
				case TAKEN -> {
					this.meter.sent(batch.messages());
					batch.clear();
					this.queue.passOn();
				}
				case REFUSED -> passOn(batch.messages());
			}
		}
		catch (IOException ex) {
			this.meter.dropped(batch.messages());
			this.conversation.cut(CloseStatus.SERVER_ERROR, "sending failed");
		}
		catch (RuntimeException ex) {
			this.meter.dropped(batch.messages());
			failed(ex);
		}
	}

	private void passOn(int messages) {
		if (!this.queue.passOn()) {
			this.meter.dropped(messages);
		}
	}

	private void failed(RuntimeException ex) {
		logger.warn("Sending to " + this.name + " failed unexpectedly; its link is made anew", ex);
		this.conversation.cut(CloseStatus.SERVER_ERROR, "sending failed");
	}

	/**
	 * Send nothing more.
	 */
	void close() {
		this.meter.dropped(this.queue.close());
	}

	private void run() {
		try {
			FrameBatch<M> batch = this.queue.take();
			while (batch != null) {
				send(batch);
				this.queue.sent();
				batch = this.queue.take();
			}
		}
		catch (IOException ex) {
			this.conversation.cut(CloseStatus.SERVER_ERROR, "sending failed");
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.conversation.cut(CloseStatus.GOING_AWAY, "interrupted");
		}
	}

	private void send(FrameBatch<M> batch) throws IOException {
		try {
			for (int i = 0; i < batch.frames(); i++) {
				this.wire.send(batch.frame(i));
			}
			this.wire.flush();
			this.meter.sent(batch.messages());
		}
		catch (IOException | RuntimeException ex) {
			this.meter.dropped(batch.messages());
			throw ex;
		}
	}

}
