package dev.viewstamped.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The directory of one replica, as plain files. Every method blocks. Two threads may use
 * it at the same time for files with different names. What was written is read at once,
 * but survives a crash only after {@link #sync}, and the names of files only after
 * {@link #syncDirectory}.
 */
public interface StorageDirectory extends AutoCloseable {

	/**
	 * Where the directory is, for messages.
	 * @return the path
	 */
	String location();

	/**
	 * The names of all files.
	 * @return the names, in no order
	 * @throws IOException if that fails
	 */
	List<String> list() throws IOException;

	/**
	 * Size of a file.
	 * @param name its name
	 * @return bytes, -1 if there is no such file
	 * @throws IOException if that fails
	 */
	long size(String name) throws IOException;

	/**
	 * Read until the buffer is full or the file ends.
	 * @param name name of the file
	 * @param position where to begin
	 * @param into takes the bytes
	 * @throws IOException if that fails, or there is no such file
	 */
	void read(String name, long position, ByteBuffer into) throws IOException;

	/**
	 * Write all bytes of a buffer. A file that does not exist is created, and one that
	 * ends before the position is filled with zeros.
	 * @param name name of the file
	 * @param position where to begin
	 * @param from the bytes
	 * @throws IOException if that fails; some of the bytes may have been written
	 */
	void write(String name, long position, ByteBuffer from) throws IOException;

	/**
	 * Make what was written to a file durable.
	 * @param name name of the file
	 * @throws IOException if that fails; nothing is known then of what was written since
	 * the last time, and trying again does not tell
	 */
	void sync(String name) throws IOException;

	/**
	 * Give back the space behind a position. May do nothing.
	 * @param name name of the file
	 * @param size bytes to keep
	 * @throws IOException if that fails
	 */
	void trim(String name, long size) throws IOException;

	/**
	 * Give a file another name, in place of the file that had it.
	 * @param from the name it has
	 * @param to the name it gets
	 * @throws IOException if that fails
	 */
	void rename(String from, String to) throws IOException;

	/**
	 * Remove a file if it exists.
	 * @param name name of the file
	 * @throws IOException if that fails
	 */
	void delete(String name) throws IOException;

	/**
	 * Make the names of files durable.
	 * @throws IOException if that fails
	 */
	void syncDirectory() throws IOException;

	/**
	 * Let go of the files and of the lock.
	 */
	@Override
	void close();

}
