package dev.viewstamped.benchmark;

import java.nio.charset.StandardCharsets;

/**
 * What a lane asks for: always the same value under one of its own keys. Systems that
 * store text take the strings, those that store bytes the bytes.
 *
 * @param lane number of the lane
 * @param index number of the key among the lane's keys
 * @param key the key, {@value #KEY_BYTES} ASCII characters
 * @param value the value
 * @param keyBytes the key
 * @param valueBytes the value
 */
public record Operation(int lane, int index, String key, String value, byte[] keyBytes, byte[] valueBytes) {

	/**
	 * Length of each key.
	 */
	public static final int KEY_BYTES = 16;

	static Operation of(String run, int lane, int index, String value) {
		String key = "%s%04x%04x".formatted(run, lane, index);
		return new Operation(lane, index, key, value, key.getBytes(StandardCharsets.ISO_8859_1),
				value.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Number of bytes of key and value.
	 * @return the length of the command
	 */
	public int commandBytes() {
		return this.keyBytes.length + this.valueBytes.length;
	}

	/**
	 * Key and value in one, as systems that replicate bytes take them.
	 * @return the command
	 */
	public byte[] command() {
		byte[] command = new byte[commandBytes()];
		System.arraycopy(this.keyBytes, 0, command, 0, this.keyBytes.length);
		System.arraycopy(this.valueBytes, 0, command, this.keyBytes.length, this.valueBytes.length);
		return command;
	}

}
