package dev.viewstamped.sample.image;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the files of a tar archive, with names of any length in the POSIX form.
 */
final class TarEntries {

	private static final int BLOCK = 512;

	private static final int NAME = 100;

	private static final int SIZE_AT = 124;

	private static final int SIZE = 12;

	private static final int TYPE_AT = 156;

	private static final int PREFIX_AT = 345;

	private static final int PREFIX = 155;

	private TarEntries() {
	}

	/**
	 * Read an archive.
	 * @param stream the archive
	 * @return content by name, without directories
	 */
	static Map<String, byte[]> read(InputStream stream) throws IOException {
		DataInputStream input = new DataInputStream(stream);
		Map<String, byte[]> entries = new LinkedHashMap<>();
		String longName = null;
		byte[] header = new byte[BLOCK];
		while (input.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
			int size = Integer.parseInt(text(header, SIZE_AT, SIZE).strip(), 8);
			byte[] content = input.readNBytes(size);
			input.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
			char type = (char) header[TYPE_AT];
			if (type == 'x') {
				longName = path(new String(content, StandardCharsets.UTF_8));
				continue;
			}
			String prefix = text(header, PREFIX_AT, PREFIX);
			String name = prefix.isEmpty() ? text(header, 0, NAME) : prefix + "/" + text(header, 0, NAME);
			if (type == '0' || type == 0) {
				entries.put((longName != null) ? longName : name, content);
			}
			longName = null;
		}
		return entries;
	}

	private static String path(String records) {
		for (String line : records.split("\n")) {
			String record = line.substring(line.indexOf(' ') + 1);
			if (record.startsWith("path=")) {
				return record.substring("path=".length());
			}
		}
		return null;
	}

	private static String text(byte[] header, int offset, int length) {
		int end = offset;
		while (end < offset + length && header[end] != 0) {
			end++;
		}
		return new String(header, offset, end - offset, StandardCharsets.UTF_8);
	}

}
