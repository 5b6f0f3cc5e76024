package dev.viewstamped.storage;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A directory of the file system, locked for one process.
 */
public final class FileDirectory implements StorageDirectory {

	static final String LOCK = "lock";

	private static final String PROPERTY = "vr.storage.directory";

	private final Path path;

	private final FileChannel lock;

	private final Map<String, FileChannel> channels = new ConcurrentHashMap<>();

	private FileDirectory(Path path, FileChannel lock) {
		this.path = path;
		this.lock = lock;
	}

	/**
	 * Open a directory, which is created if there is none, and lock it.
	 * @param path where it is
	 * @return the directory
	 * @throws StorageException if it cannot be read and written, or another process has
	 * it
	 */
	public static FileDirectory open(Path path) {
		Path directory = path.toAbsolutePath().normalize();
		FileChannel channel = null;
		try {
			Files.createDirectories(directory);
			if (!Files.isReadable(directory) || !Files.isWritable(directory)) {
				throw unusable(directory, "it may not be read and written by this process", null);
			}
			channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			if (!isLocked(channel)) {
				close(channel);
				throw new StorageException(
						"The directory %s (%s) is in use by another replica".formatted(directory, PROPERTY),
						"Stop the other process, or give each replica a directory of its own: set " + PROPERTY, null);
			}
			return new FileDirectory(directory, channel);
		}
		catch (IOException ex) {
			close(channel);
			throw unusable(directory, ex.toString(), ex);
		}
	}

	private static boolean isLocked(FileChannel channel) throws IOException {
		try {
			FileLock lock = channel.tryLock();
			return lock != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
	}

	private static StorageException unusable(Path directory, String reason, @Nullable Throwable cause) {
		return new StorageException("The directory %s (%s) cannot be used: %s".formatted(directory, PROPERTY, reason),
				"Set " + PROPERTY + " to a directory that this process may create, read and write", cause);
	}

	private static void close(@Nullable FileChannel channel) {
		if (channel != null) {
			try {
				channel.close();
			}
			catch (IOException ex) {
				throw new StorageException("A file of the storage cannot be closed: " + ex, "Check the disk", ex);
			}
		}
	}

	@Override
	public String location() {
		return this.path.toString();
	}

	@Override
	public List<String> list() throws IOException {
		List<String> names = new ArrayList<>();
		try (Stream<Path> files = Files.list(this.path)) {
			files.forEach((file) -> names.add(String.valueOf(file.getFileName())));
		}
		names.remove(LOCK);
		return names;
	}

	@Override
	public long size(String name) throws IOException {
		try {
			return Files.size(this.path.resolve(name));
		}
		catch (NoSuchFileException ex) {
			return -1;
		}
	}

	@Override
	public void read(String name, long position, ByteBuffer into) throws IOException {
		FileChannel channel = channel(name, false);
		long at = position;
		while (into.hasRemaining()) {
			int count = channel.read(into, at);
			if (count < 0) {
				return;
			}
			at += count;
		}
	}

	@Override
	public void write(String name, long position, ByteBuffer from) throws IOException {
		FileChannel channel = channel(name, true);
		long at = position;
		while (from.hasRemaining()) {
			at += channel.write(from, at);
		}
	}

	@Override
	public void sync(String name) throws IOException {
		channel(name, false).force(false);
	}

	@Override
	public void trim(String name, long size) throws IOException {
		channel(name, false).truncate(size);
	}

	@Override
	public void rename(String from, String to) throws IOException {
		// Windows does not rename open files
		letGo(from);
		letGo(to);
		Files.move(this.path.resolve(from), this.path.resolve(to), StandardCopyOption.ATOMIC_MOVE,
				StandardCopyOption.REPLACE_EXISTING);
	}

	@Override
	public void delete(String name) throws IOException {
		letGo(name);
		Files.deleteIfExists(this.path.resolve(name));
	}

	@Override
	public void syncDirectory() throws IOException {
		if (File.separatorChar == '\\') {
			// Windows has no such operation, and its file system logs changes of names
			return;
		}
		try (FileChannel channel = FileChannel.open(this.path, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

	@Override
	public void close() {
		this.channels.values().forEach(FileDirectory::close);
		this.channels.clear();
		close(this.lock);
	}

	private FileChannel channel(String name, boolean create) throws IOException {
		FileChannel channel = this.channels.get(name);
		if (channel == null) {
			Path file = this.path.resolve(name);
			channel = create
					? FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
							StandardOpenOption.WRITE)
					: FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
			this.channels.put(name, channel);
		}
		return channel;
	}

	private void letGo(String name) throws IOException {
		FileChannel channel = this.channels.remove(name);
		if (channel != null) {
			channel.close();
		}
	}

}
