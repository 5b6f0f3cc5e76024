package dev.viewstamped.state;

import dev.viewstamped.Digest;

/**
 * Computes the digests of pages. That of a leaf is the digest of the digests of its
 * entries: where one entry has changed, the others need not be encoded again to have it.
 * Of all other pages it is that of the bytes.
 */
final class PageDigester {

	private final Digester digester = new Digester();

	/** Of one entry. */
	private final PageWriter entry = new PageWriter(this.digester);

	/** Of the entries of one leaf. */
	private final PageWriter prints = new PageWriter(this.digester);

	/**
	 * Digest of a page.
	 * @param page where its bytes are, from the beginning
	 * @param length how many there are
	 * @return its digest; if it looks like a leaf and is none, some digest that no leaf
	 * has
	 */
	Digest digest(byte[] page, int length) {
		if (length == 0 || (page[0] != PageKind.LEAF && page[0] != PageKind.PRINTS)) {
			return this.digester.digest(page, 0, length);
		}
		boolean whole = page[0] == PageKind.LEAF && prints(page, length);
		return whole ? this.prints.digest() : this.digester.digest((byte) 0, page, 0, length);
	}

	/**
	 * Digest of a leaf. Encodes only the entries that have no fingerprint yet, and gives
	 * them one.
	 * @param leaf the leaf
	 * @param format how its entries are written
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 * @return the digest and the bytes that the page has when encoded
	 */
	<K extends Comparable<? super K>, V> Sealed leaf(Leaf<K, V> leaf, MapFormat<K, V> format) {
		begin(leaf.width());
		long length = this.prints.length();
		for (int i = 0; i < leaf.width(); i++) {
			Cell<V> cell = leaf.cell(i);
			if (cell.length() == 0) {
				this.entry.clear();
				format.writeEntry(leaf, i, this.entry);
				this.entry.print(cell);
			}
			cell.write(this.prints);
			length += cell.length();
		}
		return new Sealed(this.prints.digest(), length);
	}

	/**
	 * Give the entries of a leaf their fingerprints.
	 * @param leaf the leaf
	 * @param page its bytes, from which it was read
	 */
	void print(Leaf<?, ?> leaf, byte[] page) {
		Lengths lengths = new Lengths(page, page.length);
		if (lengths.next() != leaf.width()) {
			throw new IllegalArgumentException("A leaf of " + leaf.width() + " entries is not what the bytes have");
		}
		for (int i = 0; i < leaf.width(); i++) {
			int begin = lengths.position();
			if (!lengths.skip() || !lengths.skip()) {
				throw new IllegalArgumentException("The bytes of a leaf end before entry " + i);
			}
			int length = lengths.position() - begin;
			this.digester.update(page, begin, length);
			leaf.cell(i).print(this.digester, length);
		}
	}

	/**
	 * Go over the entries of an encoded leaf.
	 * @return whether it has as many as it says, and nothing else
	 */
	private boolean prints(byte[] page, int length) {
		Lengths lengths = new Lengths(page, length);
		long width = lengths.next();
		if (width < 0 || width > length) {
			return false;
		}
		begin((int) width);
		for (long i = 0; i < width; i++) {
			int begin = lengths.position();
			if (!lengths.skip() || !lengths.skip()) {
				return false;
			}
			this.digester.update(page, begin, lengths.position() - begin);
			for (int part = 0; part < Digester.PARTS; part++) {
				this.prints.writeLong(this.digester.part(part));
			}
		}
		return lengths.position() == length;
	}

	/** As long as the beginning of the leaf itself. */
	private void begin(int width) {
		this.prints.begin(PageKind.PRINTS);
		this.prints.writeNumber(width);
	}

	/**
	 * What is known of a leaf without its bytes.
	 *
	 * @param digest its digest
	 * @param length how many bytes it has when encoded
	 */
	record Sealed(Digest digest, long length) {

	}

	/**
	 * Finds where keys and values begin and end.
	 */
	private static final class Lengths {

		private final byte[] bytes;

		private final int end;

		private int position = 1;

		private Lengths(byte[] bytes, int end) {
			this.bytes = bytes;
			this.end = end;
		}

		int position() {
			return this.position;
		}

		/**
		 * Go on to the end of the bytes that begin here.
		 */
		boolean skip() {
			long count = next();
			if (count < 0 || count > this.end - this.position) {
				return false;
			}
			this.position += (int) count;
			return true;
		}

		/**
		 * Read a number, as {@link PageWriter#writeNumber} writes it; -1 if there is
		 * none.
		 */
		long next() {
			long value = 0;
			for (int shift = 0; shift < Long.SIZE - 1 && this.position < this.end; shift += 7) {
				byte next = this.bytes[this.position++];
				value |= (long) (next & 0x7F) << shift;
				if (next >= 0) {
					return value;
				}
			}
			return -1;
		}

	}

}
