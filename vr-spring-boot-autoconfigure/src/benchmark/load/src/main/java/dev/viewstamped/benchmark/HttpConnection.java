package dev.viewstamped.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * A keep-alive connection with one request under way at a time. Understands what the
 * endpoints of the benchmark send: a short body with a Content-Length.
 */
final class HttpConnection {

	private static final String END_OF_HEAD = "\r\n\r\n";

	private static final String CONTENT_LENGTH = "\r\ncontent-length: ";

	private final Selector selector;

	private final String host;

	private final int port;

	private final String path;

	private final ByteBuffer in = ByteBuffer.allocate(8192);

	private SocketChannel channel;

	private boolean registered;

	private CompletableFuture<Long> reply;

	HttpConnection(Selector selector, String address, String path) {
		this.selector = selector;
		this.host = address.substring(0, address.indexOf(':'));
		this.port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
		this.path = path;
	}

	synchronized CompletableFuture<Long> send(Operation operation) {
		CompletableFuture<Long> sent = new CompletableFuture<>();
		this.reply = sent;
		try {
			if (this.channel == null) {
				open();
			}
			String head = "PUT " + this.path + operation.key() + " HTTP/1.1\r\nHost: " + this.host
					+ "\r\nContent-Type: application/octet-stream\r\nContent-Length: " + operation.valueBytes().length
					+ END_OF_HEAD;
			ByteBuffer out = ByteBuffer.allocate(head.length() + operation.valueBytes().length)
				.put(head.getBytes(StandardCharsets.ISO_8859_1))
				.put(operation.valueBytes())
				.flip();
			while (out.hasRemaining()) {
				this.channel.write(out);
			}
		}
		catch (IOException ex) {
			drop();
			sent.completeExceptionally(ex);
		}
		return sent;
	}

	private void open() throws IOException {
		this.channel = SocketChannel.open(new InetSocketAddress(this.host, this.port));
		this.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		this.channel.configureBlocking(false);
		this.registered = false;
		this.in.clear();
		this.selector.wakeup();
	}

	synchronized void register() throws IOException {
		if (!this.registered && this.channel != null) {
			this.channel.register(this.selector, SelectionKey.OP_READ, this);
			this.registered = true;
		}
	}

	/**
	 * Read what is there, and complete the reply once all of it is.
	 */
	void read() {
		CompletableFuture<Long> waiting;
		String response;
		synchronized (this) {
			waiting = this.reply;
			try {
				if (this.channel.read(this.in) < 0) {
					throw new EOFException("Connection closed");
				}
				response = new String(this.in.array(), 0, this.in.position(), StandardCharsets.ISO_8859_1);
				if (body(response) == null) {
					return;
				}
				this.in.clear();
			}
			catch (IOException ex) {
				drop();
				response = ex.toString();
			}
		}
		if (response.startsWith("HTTP/1.1 2")) {
			waiting.complete(Long.valueOf(body(response)));
		}
		else {
			waiting.completeExceptionally(new IOException(response));
		}
	}

	/**
	 * The body of a response; {@code null} as long as it is not complete.
	 */
	private static String body(String response) {
		int end = response.indexOf(END_OF_HEAD);
		int at = response.toLowerCase(Locale.ROOT).indexOf(CONTENT_LENGTH);
		if (end < 0 || at < 0) {
			return null;
		}
		int from = at + CONTENT_LENGTH.length();
		int length = Integer.parseInt(response.substring(from, response.indexOf('\r', from)));
		int begin = end + END_OF_HEAD.length();
		return (response.length() - begin >= length) ? response.substring(begin, begin + length) : null;
	}

	private void drop() {
		try {
			close();
		}
		catch (IOException ex) {
			System.err.println("A connection did not close: " + ex);
		}
	}

	synchronized void close() throws IOException {
		SocketChannel open = this.channel;
		this.channel = null;
		if (open != null) {
			open.close();
		}
	}

}
