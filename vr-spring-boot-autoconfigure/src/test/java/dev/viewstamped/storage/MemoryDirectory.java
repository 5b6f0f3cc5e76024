package dev.viewstamped.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A disk in memory that can die at each operation, fail at each operation, and forget or
 * tear what was not synchronized.
 */
final class MemoryDirectory implements StorageDirectory {

	private SortedMap<String, Content> files = new TreeMap<>();

	private SortedMap<String, Content> durableFiles = new TreeMap<>();

	private int operations;

	private int dieAt = Integer.MAX_VALUE;

	private int failAt = Integer.MAX_VALUE;

	private boolean failsOnlySync;

	/**
	 * What becomes of writes that were not synchronized when the machine stops.
	 */
	enum PowerLoss {

		/** All are lost, and new names with them. */
		FORGETS,

		/** All survive. */
		KEEPS,

		/** The first half of each survives. */
		TEARS,

		/** Every other piece survives, from the first on. */
		LOSES_ODD_PIECES,

		/** Every other piece survives, from the second on. */
		LOSES_EVEN_PIECES

	}

	/**
	 * Ends a process.
	 */
	@SuppressWarnings("serial")
	static final class Died extends Error {

	}

	private static final class Content {

		private byte[] cached = {};

		private byte[] durable = {};

		private final List<Write> unsynced = new ArrayList<>();

		private void settle() {
			this.durable = this.cached.clone();
			this.unsynced.clear();
		}

	}

	private record Write(int position, byte[] bytes) {

	}

	/**
	 * Number of operations that change something.
	 */
	int operations() {
		return this.operations;
	}

	void dieAt(int operation) {
		this.dieAt = operation;
	}

	/**
	 * Let an operation fail: a write in its midst, as on a full disk.
	 */
	void failAt(int operation) {
		this.failAt = operation;
	}

	/**
	 * Let the first synchronization from an operation on fail.
	 */
	void failSyncFrom(int operation) {
		this.failAt = operation;
		this.failsOnlySync = true;
	}

	/**
	 * The directory as the next process finds it, the machine being the same.
	 */
	MemoryDirectory nextProcess() {
		return copy(this.files, (content) -> content.cached, this.durableFiles);
	}

	/**
	 * The directory as it is when the machine has stopped and started again.
	 */
	MemoryDirectory nextMachine(PowerLoss loss) {
		boolean names = loss != PowerLoss.FORGETS && loss != PowerLoss.LOSES_ODD_PIECES;
		SortedMap<String, Content> found = names ? this.files : this.durableFiles;
		MemoryDirectory next = copy(found, (content) -> survivors(content, loss), found);
		next.files.values().forEach(Content::settle);
		return next;
	}

	SortedMap<String, String> contents() {
		SortedMap<String, String> contents = new TreeMap<>();
		this.files
			.forEach((name, content) -> contents.put(name, new String(content.cached, StandardCharsets.ISO_8859_1)));
		return contents;
	}

	void change(String name, UnaryOperator<byte[]> change) {
		Content content = this.files.get(name);
		if (content == null) {
			throw new IllegalArgumentException("No file " + name);
		}
		content.cached = change.apply(content.cached.clone());
		content.settle();
	}

	void flip(String name, int position, int bit) {
		change(name, (bytes) -> {
			bytes[position] ^= (byte) (1 << bit);
			return bytes;
		});
	}

	@Override
	public String location() {
		return "memory";
	}

	@Override
	public List<String> list() {
		return List.copyOf(this.files.keySet());
	}

	@Override
	public long size(String name) {
		Content content = this.files.get(name);
		return (content != null) ? content.cached.length : -1;
	}

	@Override
	public void read(String name, long position, ByteBuffer into) throws IOException {
		byte[] bytes = existing(name).cached;
		int count = (int) Math.max(0, Math.min(into.remaining(), bytes.length - position));
		if (count > 0) {
			into.put(bytes, (int) position, count);
		}
	}

	@Override
	public void write(String name, long position, ByteBuffer from) throws IOException {
		Content content = this.files.computeIfAbsent(name, (missing) -> new Content());
		byte[] bytes = new byte[from.remaining()];
		from.get(bytes);
		boolean dies = ++this.operations >= this.dieAt;
		boolean fails = this.operations >= this.failAt && !this.failsOnlySync;
		if (dies || fails) {
			bytes = Arrays.copyOf(bytes, bytes.length / 2);
		}
		content.cached = put(content.cached, (int) position, bytes, 0, bytes.length);
		content.unsynced.add(new Write((int) position, bytes));
		if (dies) {
			throw new Died();
		}
		if (fails) {
			throw new IOException("No space left on device");
		}
	}

	@Override
	public void sync(String name) throws IOException {
		Content content = existing(name);
		operate(() -> {
			// What could not be written is forgotten, and read all the same
			content.unsynced.clear();
			this.failAt = Integer.MAX_VALUE;
		});
		for (Write write : content.unsynced) {
			content.durable = put(content.durable, write.position(), write.bytes(), 0, write.bytes().length);
		}
		content.unsynced.clear();
	}

	@Override
	public void trim(String name, long size) throws IOException {
		change();
		Content content = existing(name);
		content.cached = Arrays.copyOf(content.cached, (int) size);
	}

	@Override
	public void rename(String from, String to) throws IOException {
		change();
		Content content = existing(from);
		this.files.remove(from);
		this.files.put(to, content);
	}

	@Override
	public void delete(String name) throws IOException {
		change();
		this.files.remove(name);
	}

	@Override
	public void syncDirectory() throws IOException {
		operate(() -> this.failAt = Integer.MAX_VALUE);
		this.durableFiles = new TreeMap<>(this.files);
	}

	@Override
	public void close() {
	}

	private void change() throws IOException {
		if (this.failsOnlySync) {
			this.operations++;
		}
		else {
			operate(() -> {
			});
		}
	}

	private void operate(Runnable failure) throws IOException {
		this.operations++;
		if (this.operations >= this.dieAt) {
			throw new Died();
		}
		if (this.operations >= this.failAt) {
			failure.run();
			throw new IOException("Input/output error");
		}
	}

	private Content existing(String name) throws IOException {
		Content content = this.files.get(name);
		if (content == null) {
			throw new FileNotFoundException(name);
		}
		return content;
	}

	private static MemoryDirectory copy(SortedMap<String, Content> names, Function<Content, byte[]> bytes,
			SortedMap<String, Content> durableNames) {
		MemoryDirectory copy = new MemoryDirectory();
		Map<Content, Content> copies = new IdentityHashMap<>();
		Function<Content, Content> copied = (content) -> copies.computeIfAbsent(content, (original) -> {
			Content next = new Content();
			next.cached = bytes.apply(original).clone();
			next.durable = original.durable.clone();
			next.unsynced.addAll(original.unsynced);
			return next;
		});
		names.forEach((name, content) -> copy.files.put(name, copied.apply(content)));
		durableNames.forEach((name, content) -> copy.durableFiles.put(name, copied.apply(content)));
		return copy;
	}

	private static byte[] survivors(Content content, PowerLoss loss) {
		byte[] bytes = content.durable;
		for (Write write : content.unsynced) {
			bytes = switch (loss) {
				case FORGETS -> bytes;
				case KEEPS -> put(bytes, write.position(), write.bytes(), 0, write.bytes().length);
				case TEARS -> put(bytes, write.position(), write.bytes(), 0, write.bytes().length / 2);
				case LOSES_ODD_PIECES -> pieces(bytes, write, 0);
				case LOSES_EVEN_PIECES -> pieces(bytes, write, 1);
			};
		}
		return bytes;
	}

	private static byte[] pieces(byte[] bytes, Write write, int parity) {
		int pieceBytes = 64;
		byte[] result = bytes;
		for (int from = 0; from < write.bytes().length; from += pieceBytes) {
			int piece = (write.position() + from) / pieceBytes;
			if (piece % 2 == parity) {
				int length = Math.min(pieceBytes, write.bytes().length - from);
				result = put(result, write.position() + from, write.bytes(), from, length);
			}
		}
		return result;
	}

	private static byte[] put(byte[] into, int position, byte[] bytes, int from, int length) {
		byte[] result = Arrays.copyOf(into, Math.max(into.length, position + length));
		System.arraycopy(bytes, from, result, position, length);
		return result;
	}

}
