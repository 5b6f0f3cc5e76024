package dev.viewstamped.state;

import java.util.List;
import java.util.Objects;

/**
 * How the pages of a replicated map are written and read.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class MapFormat<K extends Comparable<? super K>, V> {

	private final String name;

	private final Class<K> keyType;

	private final Class<V> valueType;

	private final ValueCodec codec;

	MapFormat(String name, Class<K> keyType, Class<V> valueType, ValueCodec codec) {
		this.name = name;
		this.keyType = keyType;
		this.valueType = valueType;
		this.codec = codec;
	}

	String name() {
		return this.name;
	}

	/**
	 * Describe what the bytes of pages depend on beside the entries.
	 * @param writer what it is written to
	 */
	void describe(PageWriter writer) {
		writer.writeString(this.name);
		for (Class<?> type : List.of(this.keyType, this.valueType)) {
			writer.writeString(type.getName());
			writer.writeString(this.codec.formatOf(type));
		}
	}

	/**
	 * Encode a page.
	 * @param page the page; the children of a branch have their seals
	 * @param writer what it is written to
	 */
	void write(Page<K, V> page, PageWriter writer) {
		if (page instanceof Leaf<K, V> leaf) {
			writer.begin(PageKind.LEAF);
			writer.writeNumber(leaf.width());
			for (int i = 0; i < leaf.width(); i++) {
				writeEntry(leaf, i, writer);
			}
		}
		else if (page instanceof Branch<K, V> branch) {
			writer.begin(PageKind.BRANCH);
			for (int i = 0; i < branch.width(); i++) {
				writer.writeDigest(Objects.requireNonNull(branch.child(i).seal()).digest());
			}
		}
	}

	/**
	 * Encode an entry of a page, unless its bytes are known.
	 * @param leaf the page
	 * @param index which entry
	 * @param writer what it is written to
	 */
	void writeEntry(Leaf<K, V> leaf, int index, PageWriter writer) {
		EncodedEntry encoded = leaf.cell(index).encoded();
		if (encoded != null) {
			encoded.write(writer);
			return;
		}
		writer.writeBytes(encode("key", leaf.key(index)));
		writer.writeBytes(encode("value", leaf.value(index)));
	}

	/**
	 * Decode a page of entries.
	 * @param bytes the page
	 * @return the page, without a seal
	 * @throws IllegalStateException if it cannot be read
	 */
	Leaf<K, V> readLeaf(byte[] bytes) {
		PageReader reader = new PageReader(bytes, PageKind.LEAF);
		int width = reader.readCount(2);
		Object[] keys = new Object[width];
		Object[] values = new Object[width];
		for (int i = 0; i < width; i++) {
			keys[i] = decode("key", reader.readBytes(), this.keyType);
			values[i] = decode("value", reader.readBytes(), this.valueType);
		}
		reader.requireEnd();
		Leaf<K, V> leaf = Leaf.of(keys, values);
		for (int i = 1; i < width; i++) {
			requireOrder(leaf.key(i - 1), leaf.key(i));
		}
		return leaf;
	}

	/**
	 * Make sure that a key is before another.
	 * @param before the one
	 * @param after the other
	 * @throws IllegalStateException if they are not in order
	 */
	void requireOrder(K before, K after) {
		if (before.compareTo(after) >= 0) {
			throw new IllegalStateException(
					("Key %s of map '%s' in a checkpoint is not before key %s: the class %s orders its objects"
							+ " in another way than where the checkpoint was taken. Run the same version at all members")
						.formatted(before, this.name, after, this.keyType.getName()));
		}
	}

	private byte[] encode(String what, Object object) {
		try {
			return this.codec.encode(object);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("A %s of type %s in map '%s' cannot be written into a checkpoint: %s"
				.formatted(what, object.getClass().getName(), this.name, ex.getMessage()), ex);
		}
	}

	private <T> T decode(String what, byte[] bytes, Class<T> type) {
		T object;
		try {
			object = this.codec.decode(bytes, type);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException(
					("A %s of map '%s' in a checkpoint cannot be read as %s: %s. Run a version of the service that"
							+ " can read what the others have written")
						.formatted(what, this.name, type.getName(), ex.getMessage()),
					ex);
		}
		if (!type.isInstance(object)) {
			throw new IllegalStateException("A %s of map '%s' in a checkpoint is %s when read as %s".formatted(what,
					this.name, (object != null) ? "of " + object.getClass() : "null", type.getName()));
		}
		return object;
	}

}
