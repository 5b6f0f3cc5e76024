package dev.viewstamped.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

import jakarta.servlet.http.WebConnection;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Takes a connection over from Tomcat, once that has answered the opening handshake, and
 * leaves all further reading and writing there to others. Tomcat creates it, and closes
 * the connection when its connector stops.
 */
public final class TomcatUpgrade implements InternalHttpUpgradeHandler {

	/** More than Tomcat reads at once. */
	private static final int FIRST_BYTES = 1 << 16;

	private @Nullable SocketWrapperBase<?> wrapper;

	private @Nullable Taker taker;

	private boolean taken;

	/**
	 * Called by Tomcat.
	 */
	public TomcatUpgrade() {
	}

	/**
	 * Say who takes the connection.
	 * @param newTaker takes it
	 */
	void to(Taker newTaker) {
		this.taker = newTaker;
	}

	@Override
	public void setSocketWrapper(SocketWrapperBase<?> socketWrapper) {
		this.wrapper = socketWrapper;
	}

	@Override
	public void init(WebConnection connection) {
		SocketWrapperBase<?> socketWrapper = Objects.requireNonNull(this.wrapper);
		Taker receiver = Objects.requireNonNull(this.taker);
		// Tomcat may remember this object for as long as there is a connection
		this.wrapper = null;
		this.taker = null;
		try {
			if (!(socketWrapper.getSocket() instanceof NioChannel channel) || channel instanceof SecureNioChannel) {
				receiver.unsupported();
				return;
			}
			ByteBuffer first = ByteBuffer.allocate(FIRST_BYTES);
			socketWrapper.read(false, first);
			receiver.take(new ChannelSocket(channel.getIOChannel(), copy(first.flip()), () -> close(socketWrapper)));
			this.taken = true;
		}
		catch (IOException ex) {
			receiver.lost();
		}
	}

	private static ByteBuffer copy(ByteBuffer first) {
		return first.hasRemaining() ? ByteBuffer.allocate(first.remaining()).put(first).flip() : ChannelSocket.NOTHING;
	}

	/**
	 * Close a connection, not before Tomcat has put it where it looks for what was
	 * closed.
	 */
	private static void close(SocketWrapperBase<?> socketWrapper) {
		socketWrapper.getLock().lock();
		try {
			socketWrapper.close();
		}
		finally {
			socketWrapper.getLock().unlock();
		}
	}

	/**
	 * Whether Tomcat has no more to do here. If so, it does not look at what
	 * {@link #upgradeDispatch} returns.
	 */
	@Override
	public boolean hasAsyncIO() {
		return this.taken;
	}

	@Override
	public SocketState upgradeDispatch(SocketEvent status) {
		return SocketState.CLOSED;
	}

	@Override
	public void timeoutAsync(long now) {
	}

	@Override
	public void setSslSupport(SSLSupport sslSupport) {
	}

	@Override
	public void pause() {
	}

	@Override
	public void destroy() {
	}

	/**
	 * Takes a connection.
	 */
	interface Taker {

		/**
		 * Called with the connection. Does not block.
		 * @param socket the connection
		 */
		void take(LinkSocket socket);

		/**
		 * Called if the other end has closed the connection already.
		 */
		void lost();

		/**
		 * Called if the connection is of a kind that cannot be taken over. It is closed.
		 */
		void unsupported();

	}

}
