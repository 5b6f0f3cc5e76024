package dev.viewstamped.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;

/**
 * A connection that this end dials, and the one thread that reads from it. Each frame is
 * sent at once and is read by the thread that the kernel wakes for it. WebSocket clients
 * of general use cost a link its speed: Tomcat's leaves Nagle's algorithm on, so that
 * with several requests under way each waits until the one before is acknowledged, for up
 * to 40 ms; the JDK's hands what it has read from thread to thread.
 */
final class DialledWire implements Wire, WebSocketInput.Receiver {

	private static final Log logger = LogFactory.getLog(DialledWire.class);

	private static final int DEFAULT_PORT = 80;

	private static final int DEFAULT_TLS_PORT = 443;

	private static final long FAREWELL_MILLIS = 1000;

	private final LinkContext context;

	private final DialledConversation conversation;

	private final URI endpoint;

	private final Socket socket = new Socket();

	private final CountDownLatch readToEnd = new CountDownLatch(1);

	private final ReentrantLock sending = new ReentrantLock();

	private @Nullable WebSocketOutput output;

	private boolean closing;

	/** Since when a frame is being sent, on the context's clock; 0 while none is. */
	private volatile long sendingNanos;

	/**
	 * A connection to be.
	 * @param context what all links share
	 * @param conversation what is said on it
	 * @param endpoint where to
	 */
	DialledWire(LinkContext context, DialledConversation conversation, URI endpoint) {
		this.context = context;
		this.conversation = conversation;
		this.endpoint = endpoint;
	}

	/**
	 * Dial, then read to the end. Blocks.
	 * @param timeoutMillis how long connecting, and then each step until the conversation
	 * begins, may take
	 * @throws IOException if there is no connection
	 * @throws DialFailedException if the other end opens no WebSocket
	 */
	void run(int timeoutMillis) throws IOException, DialFailedException {
		WebSocketInput input;
		try {
			input = open(timeoutMillis);
		}
		catch (IOException | DialFailedException | RuntimeException ex) {
			abandon();
			throw ex;
		}
		try {
			this.conversation.opened(this);
			read(input);
		}
		finally {
			this.readToEnd.countDown();
			this.conversation.cut(CloseStatus.SERVER_ERROR, "receiving ended");
		}
	}

	private WebSocketInput open(int timeoutMillis) throws IOException, DialFailedException {
		boolean secure = "wss".equals(this.endpoint.getScheme());
		String host = withoutBrackets(this.endpoint.getHost());
		int port = (this.endpoint.getPort() != -1) ? this.endpoint.getPort() : secure ? DEFAULT_TLS_PORT : DEFAULT_PORT;
		this.socket.setTcpNoDelay(true);
		this.socket.setKeepAlive(true);
		this.socket.connect(new InetSocketAddress(host, port), timeoutMillis);
		this.socket.setSoTimeout(timeoutMillis);
		Socket layer = secure ? secured(host, port) : this.socket;
		OutputStream out = layer.getOutputStream();
		WebSocketInput input = new WebSocketInput(layer.getInputStream());
		WebSocketUpgrade upgrade = new WebSocketUpgrade(this.endpoint, this.context.random());
		upgrade.request(out);
		upgrade.readAnswer(input);
		this.socket.setSoTimeout(0);
		this.output = new WebSocketOutput(out, this.context.random());
		return input;
	}

	private Socket secured(String host, int port) throws IOException {
		SSLContext sslContext = this.context.settings().sslContext();
		SSLSocketFactory factory = (sslContext != null) ? sslContext.getSocketFactory()
				: (SSLSocketFactory) SSLSocketFactory.getDefault();
		SSLSocket secured = (SSLSocket) factory.createSocket(this.socket, host, port, true);
		SSLParameters parameters = secured.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		secured.setSSLParameters(parameters);
		secured.startHandshake();
		return secured;
	}

	private static String withoutBrackets(@Nullable String host) throws DialFailedException {
		if (host == null) {
			throw DialFailedException.of("cannot be dialled: its host name is none");
		}
		return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
	}

	private void read(WebSocketInput input) {
		try {
			while (true) {
				input.readFrame(this);
			}
		}
		catch (MalformedFrameException ex) {
			this.conversation.malformed(ex.getMessage());
		}
		catch (EOFException ex) {
			this.conversation.cut(CloseStatus.NORMAL, ConversationHandler.describe(CloseStatus.NO_CLOSE_FRAME));
		}
		catch (IOException ex) {
			this.conversation.cut(CloseStatus.SERVER_ERROR, "connection lost");
		}
		catch (RuntimeException ex) {
			logger.warn("Receiving from " + this.endpoint + " failed unexpectedly; its link is made anew", ex);
			this.conversation.cut(CloseStatus.SERVER_ERROR, "receiving failed");
		}
	}

	@Override
	public void received(ByteBuffer part, boolean last) {
		this.conversation.received(part, last);
	}

	@Override
	public void pinged(ByteBuffer content) throws IOException {
		write((output) -> output.writePong(content));
	}

	@Override
	public void closed(int code) {
		this.readToEnd.countDown();
		this.conversation.cut(CloseStatus.NORMAL, ConversationHandler.describe(new CloseStatus(code)));
	}

	@Override
	public void send(ByteBuffer frame) throws IOException {
		write((output) -> output.writeBinary(frame));
	}

	private void write(Frame frame) throws IOException {
		this.sending.lock();
		try {
			WebSocketOutput open = this.output;
			if (open == null || this.closing) {
				throw new IOException("The connection is closed");
			}
			this.sendingNanos = this.context.nanoTime() | 1;
			frame.write(open);
			this.sendingNanos = 0;
		}
		finally {
			this.sending.unlock();
		}
	}

	/**
	 * Give the connection up if it takes no more.
	 * @param timeoutNanos how long a send may take
	 */
	void abandonIfStuck(long timeoutNanos) {
		long since = this.sendingNanos;
		if (since != 0 && this.context.nanoTime() - since > timeoutNanos) {
			abandon();
		}
	}

	/**
	 * Give the connection up, whatever is going on there.
	 */
	void abandon() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			logger.debug("Closing a connection failed", ex);
		}
	}

	@Override
	public void close(CloseStatus status) {
		try {
			// Whoever holds the lock for that long is stuck, and is freed below
			if (this.sending.tryLock(this.context.settings().ioTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
				try {
					sayGoodbye(status);
				}
				finally {
					this.sending.unlock();
				}
				this.readToEnd.await(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
			}
		}
		catch (IOException ex) {
			logger.debug("Closing a connection failed", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		abandon();
	}

	private void sayGoodbye(CloseStatus status) throws IOException {
		String reason = status.getReason();
		write((output) -> output.writeClose(status.getCode(), (reason != null) ? reason : ""));
		this.closing = true;
	}

	/**
	 * Something to send.
	 */
	@FunctionalInterface
	private interface Frame {

		void write(WebSocketOutput output) throws IOException;

	}

}
