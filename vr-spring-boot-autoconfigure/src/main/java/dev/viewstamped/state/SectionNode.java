package dev.viewstamped.state;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

import dev.viewstamped.Digest;

/**
 * The place of a page of a section. Hands the bytes over once all of them are there.
 */
final class SectionNode extends AssemblyNode {

	private final CheckpointAssembly assembly;

	private final int level;

	private final int length;

	private final Target target;

	private byte[][] parts = {};

	private int pending;

	SectionNode(AssemblyNode above, int index, Digest digest, CheckpointAssembly assembly, int level, int length,
			Target target) {
		super(above, index, digest);
		this.assembly = assembly;
		this.level = level;
		this.length = length;
		this.target = target;
	}

	@Override
	boolean reuse(PagePool pool) {
		byte[] bytes = pool.bytes(digest());
		if (bytes == null) {
			return false;
		}
		take(bytes);
		return true;
	}

	@Override
	void open(byte[] page) {
		if (this.level == 0) {
			PageReader reader = new PageReader(page, PageKind.CHUNK);
			byte[] chunk = Arrays.copyOfRange(page, page.length - reader.remaining(), page.length);
			this.assembly.fetched(digest(), chunk);
			take(chunk);
			return;
		}
		List<Digest> digests = DigestPage.read(page, PageKind.LIST);
		int width = SectionPages.width(this.length, this.level - 1);
		if (digests.size() != width) {
			throw PageReader.malformed("of a section has %s children instead of %s".formatted(digests.size(), width));
		}
		this.parts = new byte[width][];
		this.pending = width;
		int span = (int) SectionPages.span(this.level - 1);
		for (int i = width - 1; i >= 0; i--) {
			int partLength = Math.min(span, this.length - i * span);
			this.assembly.need(new SectionNode(this, i, digests.get(i), this.assembly, this.level - 1, partLength,
					this::partDone));
		}
	}

	private void take(byte[] bytes) {
		if (bytes.length != this.length) {
			throw PageReader.malformed("of a section has %s bytes instead of %s".formatted(bytes.length, this.length));
		}
		this.assembly.here(bytes.length);
		this.target.take(index(), bytes);
	}

	private void partDone(int part, byte[] bytes) {
		this.parts[part] = bytes;
		this.pending--;
		if (this.pending == 0) {
			ByteArrayOutputStream all = new ByteArrayOutputStream(this.length);
			for (byte[] each : this.parts) {
				all.writeBytes(each);
			}
			this.target.take(index(), all.toByteArray());
		}
	}

	/**
	 * Takes the bytes of a place that is filled.
	 */
	interface Target {

		void take(int index, byte[] bytes);

	}

}
