package dev.viewstamped.state;

import java.nio.charset.StandardCharsets;

/**
 * Writes texts and whole numbers as text, for tests.
 */
public class TextValueCodec implements ValueCodec {

	@Override
	public byte[] encode(Object object) {
		return object.toString().getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public String formatOf(Class<?> type) {
		return getClass().getName() + " " + type.getName();
	}

	@Override
	public <T> T decode(byte[] bytes, Class<T> type) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		if (type == Integer.class) {
			return type.cast(Integer.valueOf(text));
		}
		if (type == Long.class) {
			return type.cast(Long.valueOf(text));
		}
		if (type != String.class) {
			throw new IllegalArgumentException("Only texts and whole numbers, not " + type);
		}
		return type.cast(text);
	}

}
