package dev.viewstamped.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.viewstamped.Digest;

import org.jspecify.annotations.Nullable;

/**
 * A page that is missing, the places for it, and the part of it that is here. Its memory
 * grows with the bytes that come, whatever length they are said to have.
 */
final class IncomingPage {

	private static final byte[] NOTHING = {};

	private final List<AssemblyNode> places = new ArrayList<>();

	private final Digest digest;

	private byte[] bytes = NOTHING;

	private int received;

	private int length;

	IncomingPage(Digest digest) {
		this.digest = digest;
	}

	List<AssemblyNode> places() {
		return this.places;
	}

	/**
	 * What is here of the page, for other places.
	 */
	IncomingPage elsewhere() {
		this.places.clear();
		return this;
	}

	boolean hasBegun() {
		return this.received > 0;
	}

	CheckpointAssembly.MissingPage missing() {
		return new CheckpointAssembly.MissingPage(this.places.get(0).path(), this.digest, this.received);
	}

	/**
	 * Take a part of the page.
	 * @return whether it follows what is here
	 */
	boolean add(int pageLength, int offset, byte[] part) {
		if (this.received > 0 && pageLength != this.length) {
			// One of the two senders is wrong, and nobody knows which.
			clear();
			return false;
		}
		if (offset != this.received || part.length == 0 || pageLength > PageWriter.MAX_LENGTH
				|| part.length > pageLength - offset) {
			return false;
		}
		this.length = pageLength;
		if (this.bytes.length < offset + part.length) {
			long more = Math.max((long) offset + part.length, 2L * offset);
			this.bytes = Arrays.copyOf(this.bytes, (int) Math.min(pageLength, more));
		}
		System.arraycopy(part, 0, this.bytes, offset, part.length);
		this.received += part.length;
		return true;
	}

	/**
	 * The whole page, with whatever digest.
	 * @return the bytes; {@code null} if some are not here yet
	 */
	byte @Nullable [] whole() {
		return (this.received > 0 && this.received == this.length) ? this.bytes : null;
	}

	/**
	 * Begin again.
	 */
	void clear() {
		this.bytes = NOTHING;
		this.received = 0;
	}

}
