package dev.viewstamped.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

import dev.viewstamped.message.Message;

/**
 * Frames of messages on the wire. A frame is a version byte, a byte of flags (none yet),
 * the CRC32C of all the rest, and messages: each a length of four bytes, a byte for its
 * kind, and its fields. All of a link's messages are of one family.
 *
 * @param <M> the family of messages
 */
final class MessageCodec<M extends Message> {

	static final int VERSION = 1;

	static final int FRAME_HEADER_BYTES = 6;

	private static final int CHECKSUM_AT = 2;

	private static final int MIN_MESSAGE_BYTES = 5;

	private final MessageTypes<M> types;

	private final UuidCache uuids = new UuidCache();

	MessageCodec(List<MessageType<? extends M>> types) {
		this.types = new MessageTypes<>(types);
	}

	/**
	 * Begin a frame.
	 * @param out where to write it
	 */
	void begin(FrameWriter out) {
		out.writeByte(VERSION);
		out.writeByte(0);
		out.writeInt(0);
	}

	/**
	 * Add a message to the frame at hand.
	 * @param out where to write it
	 * @param message the message
	 */
	void write(FrameWriter out, M message) {
		int start = out.position();
		out.writeInt(0);
		this.types.write(out, message);
		out.putInt(start, out.position() - start - Integer.BYTES);
	}

	/**
	 * End a frame, once no message is added any more.
	 * @param out where it was written
	 * @param start where it begins
	 * @param end where it ends
	 */
	void seal(FrameWriter out, int start, int end) {
		CRC32C checksum = new CRC32C();
		checksum.update(out.buffer(), start, CHECKSUM_AT);
		checksum.update(out.buffer(), start + FRAME_HEADER_BYTES, end - start - FRAME_HEADER_BYTES);
		out.putInt(start + CHECKSUM_AT, (int) checksum.getValue());
	}

	/**
	 * Read all messages of a frame.
	 * @param frame the frame
	 * @return the messages
	 * @throws MalformedFrameException if it is not a well-formed frame
	 */
	List<M> read(ByteBuffer frame) throws MalformedFrameException {
		check(frame);
		FrameReader in = new FrameReader(
				frame.slice(frame.position() + FRAME_HEADER_BYTES, frame.remaining() - FRAME_HEADER_BYTES), this.uuids);
		List<M> messages = new ArrayList<>(Math.min(16, in.remaining() / MIN_MESSAGE_BYTES));
		while (in.remaining() > 0) {
			FrameReader message = in.slice(in.readInt());
			messages.add(this.types.read(message));
			message.expectEnd();
		}
		return messages;
	}

	private void check(ByteBuffer frame) throws MalformedFrameException {
		if (frame.remaining() < FRAME_HEADER_BYTES) {
			throw new MalformedFrameException("A frame of " + frame.remaining() + " bytes");
		}
		int start = frame.position();
		if (frame.get(start) != VERSION || frame.get(start + 1) != 0) {
			throw new MalformedFrameException("Version " + frame.get(start) + " and flags " + frame.get(start + 1));
		}
		CRC32C checksum = new CRC32C();
		checksum.update(frame.slice(start, CHECKSUM_AT));
		checksum.update(frame.slice(start + FRAME_HEADER_BYTES, frame.remaining() - FRAME_HEADER_BYTES));
		if ((int) checksum.getValue() != frame.getInt(start + CHECKSUM_AT)) {
			throw new MalformedFrameException("The checksum differs");
		}
	}

}
