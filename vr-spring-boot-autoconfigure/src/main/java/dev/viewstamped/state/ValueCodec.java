package dev.viewstamped.state;

import org.jspecify.annotations.Nullable;

/**
 * Writes the keys and values of replicated maps into pages and reads them back. Equal
 * objects give equal bytes, on every replica and after being read back. Safe for use by
 * any thread.
 */
public interface ValueCodec {

	/**
	 * Write a key or a value.
	 * @param object the object
	 * @return its bytes
	 * @throws IllegalArgumentException if it cannot be written
	 */
	byte[] encode(Object object);

	/**
	 * Read a key or a value.
	 * @param bytes its bytes
	 * @param type its type
	 * @param <T> its type
	 * @return the object
	 * @throws IllegalArgumentException if the bytes are not those of such an object
	 */
	<T> T decode(byte[] bytes, Class<T> type);

	/**
	 * Describe how objects of a type are written, as far as that can be seen without an
	 * object of the type. Where the descriptions are the same, at any replica and in any
	 * version of the application, equal objects give equal bytes.
	 * @param type the type
	 * @return the description, the same in each process of a version of the application
	 */
	String formatOf(Class<?> type);

	/**
	 * What keeps keys or values of a type from being written and read back, as far as
	 * that can be seen without an object of the type.
	 * @param type the type
	 * @return the reason, a sentence without a full stop; {@code null} if there is none
	 */
	default @Nullable String problemWith(Class<?> type) {
		return null;
	}

}
