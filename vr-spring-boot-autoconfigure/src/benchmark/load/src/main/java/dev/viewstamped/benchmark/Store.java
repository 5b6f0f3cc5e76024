package dev.viewstamped.benchmark;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The replicated map of the peers: each of them applies the same command and answers with
 * a long.
 */
public final class Store {

	private final Map<String, Versioned> entries = new ConcurrentHashMap<>();

	/**
	 * Apply a command.
	 * @param command an array with the command in it
	 * @param offset where it begins
	 * @param length its length
	 * @return the number of earlier puts of its key
	 */
	public long put(byte[] command, int offset, int length) {
		String key = new String(command, offset, Operation.KEY_BYTES, StandardCharsets.ISO_8859_1);
		byte[] value = Arrays.copyOfRange(command, offset + Operation.KEY_BYTES, offset + length);
		return this.entries
			.merge(key, new Versioned(1, value), (before, added) -> new Versioned(before.version() + 1, added.value()))
			.version() - 1;
	}

	/**
	 * Write a snapshot.
	 * @param out where to write it
	 * @throws IOException if that fails
	 */
	public void writeTo(DataOutput out) throws IOException {
		out.writeInt(this.entries.size());
		for (Map.Entry<String, Versioned> entry : this.entries.entrySet()) {
			out.writeUTF(entry.getKey());
			out.writeLong(entry.getValue().version());
			out.writeInt(entry.getValue().value().length);
			out.write(entry.getValue().value());
		}
	}

	/**
	 * Take the state of a snapshot.
	 * @param in where to read it
	 * @throws IOException if that fails
	 */
	public void readFrom(DataInput in) throws IOException {
		this.entries.clear();
		for (int left = in.readInt(); left > 0; left--) {
			String key = in.readUTF();
			long version = in.readLong();
			byte[] value = new byte[in.readInt()];
			in.readFully(value);
			this.entries.put(key, new Versioned(version, value));
		}
	}

	/**
	 * A reply for systems that reply with bytes.
	 * @param version the number to reply
	 * @return the reply
	 */
	public static byte[] reply(long version) {
		return ByteBuffer.allocate(Long.BYTES).putLong(version).array();
	}

	/**
	 * The number in a reply.
	 * @param reply the reply
	 * @return the number
	 */
	public static long version(byte[] reply) {
		return ByteBuffer.wrap(reply).getLong();
	}

	private record Versioned(long version, byte[] value) {

	}

}
