package dev.viewstamped.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.viewstamped.message.Message;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Messages on their way out, encoded one after the other into as few frames as they fit
 * in.
 *
 * @param <M> the family of messages
 */
final class FrameBatch<M extends Message> {

	private static final Log logger = LogFactory.getLog(FrameBatch.class);

	private final MessageCodec<M> codec;

	private final int maxFrameBytes;

	private final FrameWriter out;

	private int[] starts = new int[4];

	private int frames;

	private int messages;

	private boolean warned;

	FrameBatch(MessageCodec<M> codec, int maxFrameBytes, int maxBytes) {
		this.codec = codec;
		this.maxFrameBytes = maxFrameBytes;
		this.out = new FrameWriter(Math.max(maxBytes, maxFrameBytes));
	}

	/**
	 * Add a message.
	 * @param message the message
	 * @return {@code false} if it does not fit
	 */
	boolean add(M message) {
		int before = this.out.position();
		int framesBefore = this.frames;
		try {
			if (this.frames == 0) {
				beginFrame();
			}
			int start = this.out.position();
			this.codec.write(this.out, message);
			int end = this.out.position();
			if (end - this.starts[this.frames - 1] > this.maxFrameBytes) {
				this.out.rewindTo(start);
				if (end - start + MessageCodec.FRAME_HEADER_BYTES > this.maxFrameBytes) {
					throw new IllegalArgumentException(
							(end - start) + " bytes do not fit in a frame of " + this.maxFrameBytes);
				}
				beginFrame();
				this.codec.write(this.out, message);
			}
			this.messages++;
			return true;
		}
		catch (FrameOverflowException ex) {
			rewindTo(before, framesBefore);
			if (framesBefore == 0) {
				warnOnce(message, ex);
			}
			return false;
		}
		catch (IllegalArgumentException ex) {
			rewindTo(before, framesBefore);
			warnOnce(message, ex);
			return false;
		}
	}

	private void rewindTo(int position, int framesBefore) {
		this.out.rewindTo(position);
		this.frames = framesBefore;
	}

	private void warnOnce(M message, RuntimeException ex) {
		if (!this.warned) {
			this.warned = true;
			logger.warn(message.getClass().getSimpleName() + " can never be sent: " + ex.getMessage());
		}
	}

	boolean isEmpty() {
		return this.messages == 0;
	}

	int messages() {
		return this.messages;
	}

	int frames() {
		return this.frames;
	}

	/**
	 * A frame, ready to be sent.
	 * @param index its place in this batch
	 * @return the frame
	 */
	ByteBuffer frame(int index) {
		int start = this.starts[index];
		int end = (index + 1 < this.frames) ? this.starts[index + 1] : this.out.position();
		this.codec.seal(this.out, start, end);
		return ByteBuffer.wrap(this.out.buffer(), start, end - start).slice();
	}

	void clear() {
		this.out.clear();
		this.frames = 0;
		this.messages = 0;
	}

	private void beginFrame() {
		if (this.frames == this.starts.length) {
			this.starts = Arrays.copyOf(this.starts, 2 * this.frames);
		}
		this.starts[this.frames++] = this.out.position();
		this.codec.begin(this.out);
	}

}
