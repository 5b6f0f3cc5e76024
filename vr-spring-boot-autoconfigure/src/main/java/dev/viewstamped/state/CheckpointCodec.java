package dev.viewstamped.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;

import org.jspecify.annotations.Nullable;

/**
 * Makes checkpoints, from snapshots and from the pages of other replicas: knows the types
 * of the maps. Safe for use by any thread; its methods take time, so call none on a loop.
 */
public final class CheckpointCodec {

	private final Function<String, MapFormat<?, ?>> formats;

	private final Supplier<SortedSet<String>> mapNames;

	private final SortedMap<String, String> sectionFormats;

	/**
	 * Create a codec.
	 * @param formats how the pages of a map are written and read, by its name; throws
	 * {@link IllegalStateException} if there is no such map
	 * @param mapNames the names of all maps
	 * @param sectionFormats how the sections of the service are written, by their names
	 */
	CheckpointCodec(Function<String, MapFormat<?, ?>> formats, Supplier<SortedSet<String>> mapNames,
			SortedMap<String, String> sectionFormats) {
		this.formats = formats;
		this.mapNames = mapNames;
		this.sectionFormats = Collections.unmodifiableSortedMap(new TreeMap<>(sectionFormats));
	}

	/**
	 * How this version of the application writes checkpoints, in short. Where this is the
	 * same, equal states after equal histories give checkpoints with equal digests;
	 * otherwise the digests tell nothing.
	 * @param protocolFormat how the section beside those of the service is written
	 * @return a digest of the format of pages, names and types of maps, how objects of
	 * these types are written, and who writes the sections
	 */
	public Digest format(String protocolFormat) {
		PageWriter writer = new PageWriter(new Digester());
		writer.begin(PageKind.ROOT);
		writer.writeByte(RootPage.VERSION);
		writer.writeString(protocolFormat);
		SortedSet<String> names = this.mapNames.get();
		writer.writeNumber(names.size());
		names.forEach((name) -> mapFormat(name).describe(writer));
		this.sectionFormats.forEach((name, format) -> {
			writer.writeString(name);
			writer.writeString(format);
		});
		return writer.digest();
	}

	/**
	 * Make a checkpoint: encode the pages that no earlier checkpoint has, and digest
	 * them.
	 * @param viewstamp identity of the last entry whose effects are in the snapshot
	 * @param snapshot the state
	 * @return the checkpoint
	 * @throws IllegalStateException if a key or value cannot be written
	 */
	public Checkpoint take(Viewstamp viewstamp, Snapshot snapshot) {
		Digester digester = new Digester();
		PageWriter writer = new PageWriter(digester);
		Sealer sealer = new Sealer(writer);
		List<MapPages<?, ?>> maps = new ArrayList<>();
		snapshot.maps().forEach((name, tree) -> maps.add(MapPages.of(mapFormat(name), tree, sealer)));
		List<SectionPages> sections = new ArrayList<>();
		snapshot.sections().forEach((name, bytes) -> sections.add(new SectionPages(name, bytes, writer, digester)));
		return new Checkpoint(viewstamp, snapshot, maps, sections, writer);
	}

	/**
	 * Begin to fetch a checkpoint.
	 * @param viewstamp identity of its last entry
	 * @param digest its digest
	 * @param atHand checkpoints from which pages are taken that are the same
	 * @return the assembly
	 */
	public CheckpointAssembly assemble(Viewstamp viewstamp, Digest digest, List<Checkpoint> atHand) {
		return assemble(viewstamp, digest, false, atHand, null);
	}

	/**
	 * Begin to fetch a checkpoint in place of another one.
	 * @param viewstamp identity of its last entry
	 * @param digest its digest
	 * @param sameFormat whether who has it writes checkpoints as {@link #format} says of
	 * this version; if not, each page is written again to see whether it comes out the
	 * same
	 * @param atHand checkpoints from which pages are taken that are the same
	 * @param earlier what was being fetched before, and is not used any more: what has
	 * come of it is taken where it is the same
	 * @return the assembly
	 */
	public CheckpointAssembly assemble(Viewstamp viewstamp, Digest digest, boolean sameFormat, List<Checkpoint> atHand,
			@Nullable CheckpointAssembly earlier) {
		return assemble(viewstamp, digest, (earlier != null) ? earlier.next(sameFormat, atHand)
				: new CheckpointAssembly(sameFormat, new PagePool(atHand)));
	}

	/**
	 * Begin to read a checkpoint from a stream.
	 */
	CheckpointAssembly assembleStream(Viewstamp viewstamp, Digest digest) {
		return assemble(viewstamp, digest, new CheckpointAssembly(false, PagePool.ofStream()));
	}

	private CheckpointAssembly assemble(Viewstamp viewstamp, Digest digest, CheckpointAssembly assembly) {
		assembly.need(new RootNode(assembly, this, viewstamp, digest));
		return assembly;
	}

	/**
	 * Write a checkpoint as one stream.
	 * @param checkpoint the checkpoint
	 * @param out where it goes, in large pieces; flushed, not closed
	 * @throws IOException if that fails
	 * @throws IllegalStateException if a page is not any more what it was when it was
	 * digested: the application has changed an object after it was put into a map
	 */
	public void write(Checkpoint checkpoint, OutputStream out) throws IOException {
		CheckpointStream.write(checkpoint, out);
	}

	/**
	 * Read a checkpoint that was written by {@link #write}, and verify it. It has the
	 * digest that it had when it was written, unless this version of the application
	 * writes what it has read in another way: then it is the digest of what this version
	 * writes, as at the other members that run it.
	 * @param in where it comes from, in small pieces; read to the end of the checkpoint
	 * and no further, not closed
	 * @return the checkpoint
	 * @throws IOException if that fails, or what is read is not a whole checkpoint
	 * @throws IllegalStateException if the checkpoint is whole but this service cannot
	 * read it: a map that it does not have, or a value that it cannot read
	 */
	public Checkpoint read(InputStream in) throws IOException {
		return CheckpointStream.read(this, in);
	}

	MapFormat<?, ?> mapFormat(String name) {
		return this.formats.apply(name);
	}

}
