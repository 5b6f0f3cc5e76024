package dev.viewstamped.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.function.Consumer;

/**
 * A WebSocket connection as the link of a client has it: the same reading and writing,
 * and nothing else.
 */
public final class EchoSocket implements AutoCloseable, WebSocketInput.Receiver {

	private final SocketChannel channel;

	private final LinkSocket socket;

	private final WebSocketInput input;

	private final WebSocketOutput output;

	private final ByteBuffer message;

	private final Consumer<ByteBuffer> receiver;

	/**
	 * Connect.
	 * @param endpoint where to
	 * @param maxMessageBytes size of the largest message that is received
	 * @param receiver takes each message
	 * @throws Exception if that fails
	 */
	public EchoSocket(URI endpoint, int maxMessageBytes, Consumer<ByteBuffer> receiver) throws Exception {
		SecureRandom random = new SecureRandom();
		this.message = ByteBuffer.allocate(maxMessageBytes);
		this.receiver = receiver;
		this.channel = SocketChannel.open(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()));
		this.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		this.channel.configureBlocking(false);
		this.socket = new ChannelSocket(this.channel, ByteBuffer.allocate(0), () -> {
		});
		this.input = new WebSocketInput(this.socket::read, false);
		this.output = new WebSocketOutput(this.socket, random);
		WebSocketUpgrade upgrade = new WebSocketUpgrade(endpoint, random);
		this.socket.write(upgrade.request());
		upgrade.readAnswer(this.input);
		Thread reader = new Thread(this::read, "echo");
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try {
			while (this.channel.isOpen()) {
				this.input.readFrame(this);
			}
		}
		catch (IOException | MalformedFrameException ex) {
			if (this.channel.isOpen()) {
				throw new IllegalStateException("The connection has failed", ex);
			}
		}
	}

	/**
	 * Send a message.
	 * @param sent the message
	 * @throws IOException if that fails
	 */
	public synchronized void send(ByteBuffer sent) throws IOException {
		this.output.writeBinary(sent);
	}

	@Override
	public void received(ByteBuffer part, boolean last) {
		this.message.put(part);
		if (last) {
			this.receiver.accept(this.message.flip());
			this.message.clear();
		}
	}

	@Override
	public synchronized void pinged(ByteBuffer content) throws IOException {
		this.output.writePong(content);
	}

	@Override
	public void closed(int code) {
		throw new IllegalStateException("The connection was closed with code " + code);
	}

	@Override
	public void close() {
		this.socket.close();
	}

}
