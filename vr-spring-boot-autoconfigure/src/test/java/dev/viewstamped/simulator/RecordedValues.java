package dev.viewstamped.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.viewstamped.state.ValueCodec;

/**
 * Writes the keys and values of {@link RecordingStateMachine}.
 */
final class RecordedValues implements ValueCodec {

	@Override
	public byte[] encode(Object object) {
		if (object instanceof String text) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		if (object instanceof Long number) {
			return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
		}
		if (object instanceof Value value) {
			byte[] text = value.text().getBytes(StandardCharsets.UTF_8);
			return ByteBuffer.allocate(Long.BYTES + text.length).putLong(value.version()).put(text).array();
		}
		throw new IllegalArgumentException("Cannot write " + object);
	}

	@Override
	public String formatOf(Class<?> type) {
		return getClass().getName() + " " + type.getName();
	}

	@Override
	public <T> T decode(byte[] bytes, Class<T> type) {
		if (type == String.class) {
			return type.cast(new String(bytes, StandardCharsets.UTF_8));
		}
		if (bytes.length < Long.BYTES) {
			throw new IllegalArgumentException("Cannot read " + type + " from " + Arrays.toString(bytes));
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		long number = buffer.getLong();
		if (type == Long.class) {
			return type.cast(number);
		}
		return type.cast(new Value(number, StandardCharsets.UTF_8.decode(buffer).toString()));
	}

}
