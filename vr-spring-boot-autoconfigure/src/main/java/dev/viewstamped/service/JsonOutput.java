package dev.viewstamped.service;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;

/**
 * Writes values as JSON into bytes. Keeps the generator, since making one takes longer
 * than writing a small value. May be called on any thread; one that finds the generator
 * in use gets another.
 */
final class JsonOutput {

	private final ObjectWriter writer;

	private final AtomicReference<@Nullable Sink> idle = new AtomicReference<>();

	JsonOutput(ObjectWriter writer) {
		this.writer = writer.withRootValueSeparator("");
	}

	/**
	 * Write a value.
	 * @param prefix the bytes before the JSON
	 * @param value the value
	 * @return the prefix and the JSON
	 */
	byte[] write(byte[] prefix, Object value) {
		Sink sink = this.idle.getAndSet(null);
		if (sink == null) {
			sink = new Sink(this.writer);
		}
		byte[] bytes = sink.write(this.writer, prefix, value);
		// A sink whose write has failed may hold half of a value, and is not used again
		this.idle.set(sink);
		return bytes;
	}

	/**
	 * Takes what a generator writes.
	 */
	private static final class Sink extends OutputStream {

		private static final int KEPT_BYTES = 1 << 16;

		private static final int FIRST_BYTES = 512;

		private final JsonGenerator generator;

		private byte[] buffer = new byte[FIRST_BYTES];

		private int length;

		Sink(ObjectWriter writer) {
			this.generator = writer.createGenerator(this);
		}

		byte[] write(ObjectWriter writer, byte[] prefix, Object value) {
			write(prefix, 0, prefix.length);
			writer.writeValue(this.generator, value);
			this.generator.flush();
			byte[] bytes = Arrays.copyOf(this.buffer, this.length);
			this.length = 0;
			if (this.buffer.length > KEPT_BYTES) {
				this.buffer = new byte[FIRST_BYTES];
			}
			return bytes;
		}

		@Override
		public void write(int value) {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int count) {
			int needed = Math.addExact(this.length, count);
			if (needed > this.buffer.length) {
				this.buffer = Arrays.copyOf(this.buffer,
						(int) Math.max(needed, Math.min(2L * this.buffer.length, Integer.MAX_VALUE - 8L)));
			}
			System.arraycopy(bytes, offset, this.buffer, this.length, count);
			this.length = needed;
		}

	}

}
