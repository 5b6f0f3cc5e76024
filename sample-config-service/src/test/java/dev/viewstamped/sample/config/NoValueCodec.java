package dev.viewstamped.sample.config;

import dev.viewstamped.state.ValueCodec;

/**
 * For maps of which nobody takes a checkpoint.
 */
class NoValueCodec implements ValueCodec {

	@Override
	public byte[] encode(Object object) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> T decode(byte[] bytes, Class<T> type) {
		throw new UnsupportedOperationException();
	}

}
