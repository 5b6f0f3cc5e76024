package dev.viewstamped.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A connection that was dialled with TLS, or through a proxy. Writing there may always
 * block.
 */
final class StreamSocket implements LinkSocket {

	private static final Log logger = LogFactory.getLog(StreamSocket.class);

	private final Socket connection;

	private final InputStream in;

	private final OutputStream out;

	private byte[] copy = new byte[0];

	/**
	 * Take over a connection.
	 * @param connection what to close
	 * @param layer what to read from and write to
	 * @throws IOException if it is closed already
	 */
	StreamSocket(Socket connection, Socket layer) throws IOException {
		this.connection = connection;
		this.in = layer.getInputStream();
		this.out = layer.getOutputStream();
	}

	@Override
	public int read(ByteBuffer buffer) throws IOException {
		int read = this.in.read(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
		if (read > 0) {
			buffer.position(buffer.position() + read);
		}
		return read;
	}

	@Override
	public boolean canOffer() {
		return false;
	}

	@Override
	public void offer(ByteBuffer bytes) {
		// Nothing goes without a risk to wait
	}

	@Override
	public void write(ByteBuffer bytes) throws IOException {
		int length = bytes.remaining();
		if (this.copy.length < length) {
			this.copy = new byte[length];
		}
		bytes.get(this.copy, 0, length);
		this.out.write(this.copy, 0, length);
	}

	@Override
	public void close() {
		try {
			this.connection.close();
		}
		catch (IOException ex) {
			logger.debug("Closing a connection failed", ex);
		}
	}

}
