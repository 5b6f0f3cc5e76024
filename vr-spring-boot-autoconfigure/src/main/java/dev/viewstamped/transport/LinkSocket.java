package dev.viewstamped.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes under a link. One thread reads, and one thread at a time writes.
 */
interface LinkSocket extends Closeable {

	/**
	 * Read what has arrived, or wait until something has.
	 * @param buffer what takes it, with room
	 * @return the number of bytes; -1 at the end
	 * @throws IOException if the connection is lost
	 */
	int read(ByteBuffer buffer) throws IOException;

	/**
	 * Whether {@link #offer} can ever write something.
	 * @return {@code false} if writing always may have to wait
	 */
	boolean canOffer();

	/**
	 * Write what goes without waiting, perhaps nothing.
	 * @param bytes the bytes
	 * @throws IOException if the connection is lost
	 */
	void offer(ByteBuffer bytes) throws IOException;

	/**
	 * Write, however long it takes.
	 * @param bytes the bytes
	 * @throws IOException if the connection is lost
	 */
	void write(ByteBuffer bytes) throws IOException;

	/**
	 * Close the connection, whatever others do there now. Does not block.
	 */
	@Override
	void close();

}
