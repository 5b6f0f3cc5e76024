package dev.viewstamped.state;

/**
 * Counts what is written and read.
 */
final class CountingValueCodec extends TextValueCodec {

	private int encoded;

	private int decoded;

	@Override
	public byte[] encode(Object object) {
		this.encoded++;
		return super.encode(object);
	}

	@Override
	public <T> T decode(byte[] bytes, Class<T> type) {
		this.decoded++;
		return super.decode(bytes, type);
	}

	/**
	 * How many objects were written since this was asked before.
	 */
	int takeEncoded() {
		int count = this.encoded;
		this.encoded = 0;
		return count;
	}

	/**
	 * How many objects were read since this was asked before.
	 */
	int takeDecoded() {
		int count = this.decoded;
		this.decoded = 0;
		return count;
	}

}
