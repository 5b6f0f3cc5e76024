package dev.viewstamped.transport;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads values out of a received frame. Every length is compared with what is left of the
 * frame before anything is allocated.
 */
final class FrameReader {

	private final ByteBuffer in;

	private final UuidCache uuids;

	FrameReader(ByteBuffer in, UuidCache uuids) {
		this.in = in;
		this.uuids = uuids;
	}

	int remaining() {
		return this.in.remaining();
	}

	/**
	 * A reader of the next bytes, which this one skips.
	 * @param length the number of bytes
	 * @return the reader
	 * @throws MalformedFrameException if there are not as many
	 */
	FrameReader slice(int length) throws MalformedFrameException {
		if (length < 0) {
			throw new MalformedFrameException("Negative length " + length);
		}
		need(length);
		ByteBuffer slice = this.in.slice(this.in.position(), length);
		this.in.position(this.in.position() + length);
		return new FrameReader(slice, this.uuids);
	}

	void expectEnd() throws MalformedFrameException {
		if (this.in.hasRemaining()) {
			throw new MalformedFrameException(this.in.remaining() + " bytes too many");
		}
	}

	int readByte() throws MalformedFrameException {
		need(1);
		return this.in.get() & 0xFF;
	}

	boolean readBoolean() throws MalformedFrameException {
		int value = readByte();
		if (value > 1) {
			throw new MalformedFrameException("Not a boolean: " + value);
		}
		return value == 1;
	}

	int readInt() throws MalformedFrameException {
		need(Integer.BYTES);
		return this.in.getInt();
	}

	long readLong() throws MalformedFrameException {
		need(Long.BYTES);
		return this.in.getLong();
	}

	long readNumber() throws MalformedFrameException {
		long value = 0;
		for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
			int next = readByte();
			value |= (long) (next & 0x7F) << shift;
			if (next < 0x80) {
				return value;
			}
		}
		throw new MalformedFrameException("A number of more than 63 bits");
	}

	long readNumberOrNone() throws MalformedFrameException {
		return readNumber() - 1;
	}

	int readNumber(int max) throws MalformedFrameException {
		long value = readNumber();
		if (value > max) {
			throw new MalformedFrameException(value + " is more than " + max);
		}
		return (int) value;
	}

	UUID readUuid() throws MalformedFrameException {
		return this.uuids.get(readLong(), readLong());
	}

	byte[] readBytes(int max) throws MalformedFrameException {
		byte[] value = new byte[readNumber(Math.min(max, this.in.remaining()))];
		need(value.length);
		this.in.get(value);
		return value;
	}

	byte[] readBytes() throws MalformedFrameException {
		return readBytes(Integer.MAX_VALUE);
	}

	String readString(int maxBytes) throws MalformedFrameException {
		try {
			CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(readBytes(maxBytes)));
			return text.toString();
		}
		catch (CharacterCodingException ex) {
			throw new MalformedFrameException("Not UTF-8");
		}
	}

	<E extends Enum<E>> E readEnum(List<E> values) throws MalformedFrameException {
		int ordinal = readByte();
		if (ordinal >= values.size()) {
			throw new MalformedFrameException("Not one of " + values + ": " + ordinal);
		}
		return values.get(ordinal);
	}

	/**
	 * Read a list.
	 * @param <E> the type of the elements
	 * @param max the greatest number of elements allowed
	 * @param minBytes the least number of bytes of an element
	 * @param element reads one element
	 * @return the list
	 * @throws MalformedFrameException if the list is not well-formed
	 */
	<E> List<E> readList(int max, int minBytes, Element<E> element) throws MalformedFrameException {
		int count = readNumber(Math.min(max, this.in.remaining() / minBytes));
		List<E> list = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			list.add(element.read(this));
		}
		return list;
	}

	private void need(int bytes) throws MalformedFrameException {
		if (this.in.remaining() < bytes) {
			throw new MalformedFrameException(bytes + " bytes expected where " + this.in.remaining() + " are left");
		}
	}

	/**
	 * Reads one element of a list, or one message.
	 *
	 * @param <E> its type
	 */
	@FunctionalInterface
	interface Element<E> {

		E read(FrameReader in) throws MalformedFrameException;

	}

}
