package dev.viewstamped.transport;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.Consumer;

/**
 * A WebSocket connection as the link of a client has it: the same reading and writing,
 * and nothing else.
 */
public final class EchoSocket implements AutoCloseable, WebSocketInput.Receiver {

	private final Socket socket;

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
		this.socket = new Socket(endpoint.getHost(), endpoint.getPort());
		this.socket.setTcpNoDelay(true);
		this.input = new WebSocketInput(this.socket.getInputStream());
		this.output = new WebSocketOutput(this.socket.getOutputStream(), random);
		WebSocketUpgrade upgrade = new WebSocketUpgrade(endpoint, random);
		upgrade.request(this.socket.getOutputStream());
		upgrade.readAnswer(this.input);
		Thread reader = new Thread(this::read, "echo");
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try {
			while (!this.socket.isClosed()) {
				this.input.readFrame(this);
			}
		}
		catch (IOException | MalformedFrameException ex) {
			if (!this.socket.isClosed()) {
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
	public void close() throws IOException {
		this.socket.close();
	}

}
