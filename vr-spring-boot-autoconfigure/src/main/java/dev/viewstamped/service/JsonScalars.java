package dev.viewstamped.service;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads the commonest values of all, numbers and short strings, as the mapper
 * does, but without a generator or parser of its own for a few bytes.
 */
final class JsonScalars {

	/** The longest number that is surely a {@code long}. */
	private static final int MAX_DIGITS = 18;

	/** The characters that the mapper writes as they are. */
	private final boolean[] plain = new boolean[128];

	JsonScalars(JsonMapper mapper) {
		for (char character = ' '; character < this.plain.length; character++) {
			String written = mapper.writeValueAsString(String.valueOf(character));
			this.plain[character] = written.equals("\"" + character + "\"");
		}
	}

	/**
	 * Whether a value is written the same way whatever its declared type has to say.
	 * @param declared the declared type
	 * @param value the value
	 * @return {@code true} if it may be written here
	 */
	static boolean mayBe(Class<?> declared, Object value) {
		return declared == value.getClass() || declared == Object.class;
	}

	/**
	 * Write a value.
	 * @param value the value
	 * @param before number of bytes to leave free before it
	 * @return the bytes; {@code null} for a value that only the mapper can write
	 */
	byte @Nullable [] write(Object value, int before) {
		if (value instanceof Long || value instanceof Integer) {
			byte[] digits = value.toString().getBytes(StandardCharsets.ISO_8859_1);
			byte[] bytes = new byte[before + digits.length];
			System.arraycopy(digits, 0, bytes, before, digits.length);
			return bytes;
		}
		return (value instanceof String text) ? write(text, before) : null;
	}

	private byte @Nullable [] write(String text, int before) {
		int length = text.length();
		byte[] bytes = new byte[before + length + 2];
		bytes[before] = '"';
		for (int i = 0; i < length; i++) {
			char character = text.charAt(i);
			if (character >= this.plain.length || !this.plain[character]) {
				return null;
			}
			bytes[before + 1 + i] = (byte) character;
		}
		bytes[before + length + 1] = '"';
		return bytes;
	}

	/**
	 * Read a whole number.
	 * @param bytes what was written
	 * @param start where it begins; it goes to the end
	 * @param type the type to read
	 * @return the number; {@code null} if only the mapper can tell what it is
	 */
	static @Nullable Long readLong(byte[] bytes, int start, Class<?> type) {
		int digits = bytes.length - start;
		if (type != Long.class || digits == 0 || digits > MAX_DIGITS || (digits > 1 && bytes[start] == '0')) {
			return null;
		}
		long value = 0;
		for (int i = start; i < bytes.length; i++) {
			int digit = bytes[i] - '0';
			if (digit < 0 || digit > 9) {
				return null;
			}
			value = 10 * value + digit;
		}
		return value;
	}

}
