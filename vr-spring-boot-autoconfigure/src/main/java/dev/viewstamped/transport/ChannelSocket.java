package dev.viewstamped.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection on a channel that never blocks. Whoever has to wait does so at a selector
 * of its own, so that reading, writing and writing without waiting go on beside each
 * other, also on a channel that a web server has accepted.
 */
final class ChannelSocket implements LinkSocket {

	private static final Log logger = LogFactory.getLog(ChannelSocket.class);

	/** How often a waiting thread looks whether the channel was closed by others. */
	private static final long LOOK_MILLIS = 1000;

	/** Nothing that was read already. */
	static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final SocketChannel channel;

	private ByteBuffer first;

	private final Runnable closing;

	private final Selector readable;

	/** Made when a writer has to wait for the first time. */
	private @Nullable Selector writable;

	private boolean closed;

	/** Whether the last read has left nothing behind, as far as one can tell. */
	private boolean drained = true;

	/**
	 * Take over a channel, which stays open if this fails.
	 * @param channel the channel, connected and non-blocking
	 * @param first what was read there already
	 * @param closing closes what else belongs to it
	 * @throws IOException if it is closed already
	 */
	ChannelSocket(SocketChannel channel, ByteBuffer first, Runnable closing) throws IOException {
		this.channel = channel;
		this.first = first;
		this.closing = closing;
		this.readable = selector(SelectionKey.OP_READ);
	}

	private Selector selector(int operation) throws IOException {
		Selector selector = Selector.open();
		try {
			this.channel.register(selector, operation);
		}
		catch (IOException ex) {
			selector.close();
			throw ex;
		}
		return selector;
	}

	private synchronized Selector writable() throws IOException {
		Selector selector = this.writable;
		if (this.closed) {
			throw new EOFException("The connection is closed");
		}
		if (selector == null) {
			selector = selector(SelectionKey.OP_WRITE);
			this.writable = selector;
		}
		return selector;
	}

	@Override
	public int read(ByteBuffer buffer) throws IOException {
		if (this.first.hasRemaining()) {
			int length = Math.min(this.first.remaining(), buffer.remaining());
			buffer.put(this.first.slice(this.first.position(), length));
			this.first.position(this.first.position() + length);
			if (!this.first.hasRemaining()) {
				this.first = NOTHING;
			}
			return length;
		}
		while (true) {
			if (this.drained) {
				await(this.readable);
			}
			int read = this.channel.read(buffer);
			this.drained = buffer.hasRemaining();
			if (read != 0) {
				return read;
			}
		}
	}

	@Override
	public boolean canOffer() {
		return true;
	}

	@Override
	public void offer(ByteBuffer bytes) throws IOException {
		this.channel.write(bytes);
	}

	@Override
	public void write(ByteBuffer bytes) throws IOException {
		this.channel.write(bytes);
		while (bytes.hasRemaining()) {
			await(writable());
			this.channel.write(bytes);
		}
	}

	private void await(Selector selector) throws IOException {
		try {
			int ready = 0;
			while (ready == 0) {
				if (!this.channel.isOpen()) {
					throw new EOFException("The connection is closed");
				}
				if (Thread.currentThread().isInterrupted()) {
					throw new InterruptedIOException("Nobody waits for the connection any more");
				}
				ready = selector.select((key) -> {
				}, LOOK_MILLIS);
			}
		}
		catch (ClosedSelectorException | CancelledKeyException ex) {
			throw new IOException("The connection is closed", ex);
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		closeQuietly(this.channel);
		// Wakes whoever waits there, and lets go of the channel
		closeQuietly(this.readable);
		if (this.writable != null) {
			closeQuietly(this.writable);
		}
		this.closing.run();
	}

	private static void closeQuietly(AutoCloseable resource) {
		try {
			resource.close();
		}
		catch (Exception ex) {
			logger.debug("Closing a connection failed", ex);
		}
	}

}
