package dev.viewstamped.state;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;

/**
 * A checkpoint as one stream: a header with its identity, then its pages from the root
 * page down, each before its children, in the order in which {@link CheckpointAssembly}
 * asks for them one at a time. So a reader verifies each page as it comes.
 */
final class CheckpointStream {

	// The letters VRCHKPT and a line feed.
	private static final long MAGIC = 0x56524348_4B50540AL;

	private static final int VERSION = 1;

	private static final int HEADER_LENGTH = 2 * Long.BYTES + 3 * Long.BYTES + 4 * Long.BYTES;

	private static final int BUFFER_LENGTH = 64 * 1024;

	private CheckpointStream() {
	}

	static void write(Checkpoint checkpoint, OutputStream target) throws IOException {
		BufferedOutputStream out = new BufferedOutputStream(target, BUFFER_LENGTH);
		out.write(header(checkpoint.viewstamp(), checkpoint.digest()));
		PageWriter writer = new PageWriter(new Digester());
		PageDigester digester = new PageDigester();
		byte[] root = checkpoint.page(List.of());
		writer.clear();
		writer.writeRaw(root, 0, root.length);
		writePage(writer, out);
		for (MapPages<?, ?> map : checkpoint.maps()) {
			writeMap(map, writer, digester, out);
		}
		for (SectionPages section : checkpoint.sections()) {
			writeSection(section, section.height(), 0, writer, out);
		}
		out.flush();
	}

	static Checkpoint read(CheckpointCodec codec, InputStream in) throws IOException {
		CheckpointAssembly assembly = begin(codec, ByteBuffer.wrap(read(in, HEADER_LENGTH + Integer.BYTES, 0)));
		for (long page = 0; !assembly.isComplete(); page++) {
			ByteBuffer lengths = ByteBuffer.wrap(read(in, 2 * Integer.BYTES, page));
			int length = lengths.getInt();
			if (length != ~lengths.getInt() || length <= 0 || length > PageWriter.MAX_LENGTH) {
				throw new IOException("The checkpoint is damaged: no length of a page after %s pages".formatted(page));
			}
			byte[] bytes = read(in, length, page);
			CheckpointAssembly.MissingPage missing = assembly.missing(1).get(0);
			if (!assembly.accept(missing.digest(), length, 0, bytes)) {
				throw new IOException(
						"The checkpoint is damaged: the page at %s, after %s pages, does not have digest %s"
							.formatted(missing.path(), page, missing.digest()));
			}
		}
		return assembly.checkpoint();
	}

	private static <K extends Comparable<? super K>, V> void writeMap(MapPages<K, V> map, PageWriter writer,
			PageDigester digester, OutputStream out) throws IOException {
		writeMapPage(map, map.tree().root(), writer, digester, out);
	}

	private static <K extends Comparable<? super K>, V> void writeMapPage(MapPages<K, V> map, Page<K, V> page,
			PageWriter writer, PageDigester digester, OutputStream out) throws IOException {
		map.write(page, writer, digester);
		writePage(writer, out);
		if (page instanceof Branch<K, V> branch) {
			for (int i = 0; i < branch.width(); i++) {
				writeMapPage(map, branch.child(i), writer, digester, out);
			}
		}
	}

	private static void writeSection(SectionPages section, int level, int index, PageWriter writer, OutputStream out)
			throws IOException {
		section.write(level, index, writer);
		writePage(writer, out);
		if (level > 0) {
			for (int i = index * SectionPages.LIST_WIDTH; i < section.childrenEnd(level, index); i++) {
				writeSection(section, level - 1, i, writer, out);
			}
		}
	}

	private static void writePage(PageWriter page, OutputStream out) throws IOException {
		// The length twice: no digest protects it.
		out.write(ByteBuffer.allocate(2 * Integer.BYTES).putInt(page.length()).putInt(~page.length()).array());
		page.writeTo(out);
	}

	private static byte[] header(Viewstamp viewstamp, Digest digest) {
		ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH + Integer.BYTES);
		header.putLong(MAGIC).putLong(VERSION);
		header.putLong(viewstamp.epoch()).putLong(viewstamp.view()).putLong(viewstamp.opNumber());
		header.putLong(digest.first()).putLong(digest.second()).putLong(digest.third()).putLong(digest.fourth());
		return header.putInt(checksum(header.array())).array();
	}

	private static CheckpointAssembly begin(CheckpointCodec codec, ByteBuffer header) throws IOException {
		long magic = header.getLong();
		if (magic != MAGIC) {
			throw new IOException(
					"This is not a checkpoint: it begins with %016x instead of %016x".formatted(magic, MAGIC));
		}
		if (checksum(header.array()) != header.getInt(HEADER_LENGTH)) {
			throw new IOException("The checkpoint is damaged: its header does not have its checksum");
		}
		long version = header.getLong();
		if (version != VERSION) {
			throw new IOException("The checkpoint has format %s, and this version of vr-spring-boot reads format %s"
				.formatted(version, VERSION));
		}
		Viewstamp viewstamp = new Viewstamp(header.getLong(), header.getLong(), header.getLong());
		Digest digest = new Digest(header.getLong(), header.getLong(), header.getLong(), header.getLong());
		return codec.assembleStream(viewstamp, digest);
	}

	private static int checksum(byte[] header) {
		CRC32C crc = new CRC32C();
		crc.update(header, 0, HEADER_LENGTH);
		return (int) crc.getValue();
	}

	private static byte[] read(InputStream in, int length, long pages) throws IOException {
		byte[] bytes = in.readNBytes(length);
		if (bytes.length < length) {
			throw new IOException("The checkpoint is not whole: it ends after %s pages, %s bytes before the next ends"
				.formatted(pages, length - bytes.length));
		}
		return bytes;
	}

}
