package dev.viewstamped.transport;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.web.socket.CloseStatus;

/**
 * One end of a WebSocket, and the one thread that reads there. Each frame is sent at once
 * and is read by the thread that the kernel wakes for it. WebSockets of general use cost
 * a link its speed: Tomcat's client leaves Nagle's algorithm on, so that with several
 * requests under way each waits until the one before is acknowledged, for up to 40 ms;
 * the JDK's hands what it has read from thread to thread; Tomcat's server does that too,
 * and unmasks byte by byte.
 */
final class WebSocketWire implements Wire, WebSocketInput.Receiver {

	private static final Log logger = LogFactory.getLog(WebSocketWire.class);

	private final LinkContext context;

	private final Conversation conversation;

	private final LinkSocket socket;

	private final WebSocketInput input;

	private final WebSocketOutput output;

	private final String description;

	private final ReentrantLock sending = new ReentrantLock();

	/** Whether the other end was told that this one closes the connection. */
	private volatile boolean closing;

	/** Whether nothing more comes from the other end. */
	private volatile boolean readToEnd;

	/** Since when a frame is being sent, on the context's clock; 0 while none is. */
	private volatile long sendingNanos;

	/**
	 * The end that dials, once the other one has answered.
	 * @param context what all links share
	 * @param conversation what is said on it
	 * @param socket the connection
	 * @param input has read the answer
	 * @param description the other end as people read it
	 */
	WebSocketWire(LinkContext context, Conversation conversation, LinkSocket socket, WebSocketInput input,
			String description) {
		this(context, conversation, socket, input, new WebSocketOutput(socket, context.random()), description);
	}

	/**
	 * The end that has accepted.
	 * @param context what all links share
	 * @param conversation what is said on it
	 * @param socket the connection
	 */
	WebSocketWire(LinkContext context, Conversation conversation, LinkSocket socket) {
		this(context, conversation, socket, input(context, socket, true), new WebSocketOutput(socket, null),
				"a connection that was accepted");
	}

	private WebSocketWire(LinkContext context, Conversation conversation, LinkSocket socket, WebSocketInput input,
			WebSocketOutput output, String description) {
		this.context = context;
		this.conversation = conversation;
		this.socket = socket;
		this.input = input;
		this.output = output;
		this.description = description;
	}

	/**
	 * What is read from a connection.
	 * @param context what all links share
	 * @param socket the connection
	 * @param masked whether the other end is a client
	 * @return what is read
	 */
	static WebSocketInput input(LinkContext context, LinkSocket socket, boolean masked) {
		return new WebSocketInput((buffer) -> {
			context.read();
			return socket.read(buffer);
		}, masked);
	}

	/**
	 * Begin the conversation, and read to the end. Blocks.
	 */
	void run() {
		this.context.wires().add(this);
		try {
			this.conversation.opened(this);
			read();
		}
		finally {
			this.conversation.cut(CloseStatus.SERVER_ERROR, "receiving ended");
			this.context.read();
			readToEnd();
		}
	}

	private void readToEnd() {
		this.readToEnd = true;
		if (this.closing) {
			abandon();
		}
	}

	private void read() {
		try {
			while (true) {
				this.input.readFrame(this);
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
			logger.warn("Receiving from " + this.description + " failed unexpectedly; its link is made anew", ex);
			this.conversation.cut(CloseStatus.SERVER_ERROR, "receiving failed");
		}
	}

	@Override
	public void received(ByteBuffer part, boolean last) {
		this.conversation.received(part, last);
	}

	@Override
	public void pinged(ByteBuffer content) throws IOException {
		if (!this.socket.canOffer()) {
			write(() -> this.output.writePong(content));
		}
		// Who sends pings and takes nothing must not hold the reading thread
		else if (this.sending.tryLock()) {
			try {
				this.output.offerPong(content);
			}
			finally {
				this.sending.unlock();
			}
		}
	}

	@Override
	public void closed(int code) {
		this.conversation.cut(CloseStatus.NORMAL, ConversationHandler.describe(new CloseStatus(code)));
		readToEnd();
	}

	@Override
	public void send(ByteBuffer frame) throws IOException {
		write(() -> this.output.writeBinary(frame));
	}

	@Override
	public Offer offer(ByteBuffer frame) throws IOException {
		if (!this.sending.tryLock()) {
			return Offer.REFUSED;
		}
		try {
			return this.closing ? Offer.REFUSED : this.output.offerBinary(frame);
		}
		finally {
			this.sending.unlock();
		}
	}

	@Override
	public void flush() throws IOException {
		write(this.output::flush);
	}

	private void write(Writing writing) throws IOException {
		this.sending.lock();
		try {
			if (this.closing) {
				throw new IOException("The connection is closed");
			}
			this.sendingNanos = this.context.nanoTime() | 1;
			writing.run();
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

	@Override
	public void abandon() {
		this.socket.close();
		this.context.wires().remove(this);
	}

	@Override
	public void close(CloseStatus status) {
		boolean said = false;
		try {
			said = sayGoodbye(status);
		}
		catch (IOException ex) {
			logger.debug("Closing a connection failed", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			if (!said || this.readToEnd) {
				abandon();
			}
		}
	}

	/**
	 * Say goodbye, without waiting where the other end has proven nothing: it may take
	 * nothing, to keep this end busy.
	 */
	private boolean sayGoodbye(CloseStatus status) throws IOException, InterruptedException {
		boolean patient = this.conversation.isEstablished();
		// Whoever holds the lock for that long is stuck
		if (!this.sending.tryLock(patient ? Conversation.FAREWELL.toMillis() : 0, TimeUnit.MILLISECONDS)) {
			return false;
		}
		try {
			String reason = (status.getReason() != null) ? status.getReason() : "";
			if (patient) {
				write(() -> this.output.writeClose(status.getCode(), reason));
			}
			else if (this.output.offerClose(status.getCode(), reason) != Offer.SENT) {
				return false;
			}
			this.closing = true;
			return true;
		}
		finally {
			this.sending.unlock();
		}
	}

	/**
	 * Something to send.
	 */
	@FunctionalInterface
	private interface Writing {

		void run() throws IOException;

	}

}
