package dev.viewstamped.state;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;

import org.jspecify.annotations.Nullable;

/**
 * The page at the top of a checkpoint.
 *
 * @param viewstamp identity of the last entry whose effects are in the checkpoint
 * @param maps the maps in the order of their names
 * @param sections the sections in the order of their names
 */
record RootPage(Viewstamp viewstamp, List<MapRoot> maps, List<SectionRoot> sections) {

	/** Goes up whenever the same state is cut into other pages, too. */
	static final byte VERSION = 2;

	/**
	 * A map that is not empty.
	 *
	 * @param name the map's name
	 * @param entries the number of its entries
	 * @param bytes bytes of its pages
	 * @param digest digest of its topmost page
	 */
	record MapRoot(String name, long entries, long bytes, Digest digest) {

	}

	/**
	 * A section.
	 *
	 * @param name the section's name
	 * @param length the bytes of the section
	 * @param digest digest of its topmost page
	 */
	record SectionRoot(String name, int length, Digest digest) {

	}

	void write(PageWriter writer) {
		writer.begin(PageKind.ROOT);
		writer.writeByte(VERSION);
		writer.writeLong(this.viewstamp.epoch());
		writer.writeLong(this.viewstamp.view());
		writer.writeLong(this.viewstamp.opNumber());
		writer.writeNumber(this.maps.size());
		for (MapRoot map : this.maps) {
			writer.writeString(map.name());
			writer.writeNumber(map.entries());
			writer.writeNumber(map.bytes());
			writer.writeDigest(map.digest());
		}
		writer.writeNumber(this.sections.size());
		for (SectionRoot section : this.sections) {
			writer.writeString(section.name());
			writer.writeNumber(section.length());
			writer.writeDigest(section.digest());
		}
	}

	static RootPage read(byte[] page) {
		PageReader reader = new PageReader(page, PageKind.ROOT);
		byte version = reader.readByte();
		if (version != VERSION) {
			throw PageReader.malformed("has format %s, and this version reads %s".formatted(version, VERSION));
		}
		Viewstamp viewstamp = new Viewstamp(reader.readLong(), reader.readLong(), reader.readLong());
		int mapCount = reader.readCount(DigestPage.DIGEST_LENGTH);
		List<MapRoot> maps = new ArrayList<>(mapCount);
		String before = null;
		for (int i = 0; i < mapCount; i++) {
			before = requireOrder(before, reader.readString());
			maps.add(new MapRoot(before, reader.readNumber(), reader.readNumber(), reader.readDigest()));
		}
		int sectionCount = reader.readCount(DigestPage.DIGEST_LENGTH);
		List<SectionRoot> sections = new ArrayList<>(sectionCount);
		before = null;
		for (int i = 0; i < sectionCount; i++) {
			before = requireOrder(before, reader.readString());
			sections.add(new SectionRoot(before, length(reader.readNumber()), reader.readDigest()));
		}
		reader.requireEnd();
		return new RootPage(viewstamp, maps, sections);
	}

	private static String requireOrder(@Nullable String before, String name) {
		if (before != null && before.compareTo(name) >= 0) {
			throw PageReader.malformed("names '%s' before '%s'".formatted(before, name));
		}
		return name;
	}

	private static int length(long number) {
		if (number > Integer.MAX_VALUE) {
			throw PageReader.malformed("has a section of %s bytes".formatted(number));
		}
		return (int) number;
	}

}
