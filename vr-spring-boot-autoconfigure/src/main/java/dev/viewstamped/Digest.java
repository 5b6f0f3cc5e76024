package dev.viewstamped;

/**
 * SHA-256 digest of a piece of state. Equal digests mean equal bytes.
 *
 * @param first bytes 0 to 7, big-endian
 * @param second bytes 8 to 15
 * @param third bytes 16 to 23
 * @param fourth bytes 24 to 31
 */
public record Digest(long first, long second, long third, long fourth) {

	/**
	 * The digest in 64 hex digits.
	 */
	@Override
	public String toString() {
		return "%016x%016x%016x%016x".formatted(this.first, this.second, this.third, this.fourth);
	}

}
