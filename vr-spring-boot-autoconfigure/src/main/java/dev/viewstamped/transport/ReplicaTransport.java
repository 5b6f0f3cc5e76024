package dev.viewstamped.transport;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.replica.Condition;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.handler.BinaryWebSocketHandler;

/**
 * The links of a replica. It dials every other member and receives on the links that it
 * dialled; it sends on the links that it accepted. Links are best effort: what does not
 * fit in a link's queue, or was on a link that broke, is lost and counted.
 * <p>
 * {@link #send}, {@link #reply} and {@link #flush} belong to the loop's thread; the other
 * methods may be called by any thread.
 */
public final class ReplicaTransport implements AutoCloseable {

	/**
	 * A transport that has not been started.
	 * @param settings what this process is
	 * @param addresses where the members are
	 * @param listener takes what is received
	 * @param random for jitter and challenges; must be unpredictable where a secret is
	 * set, and safe for use by several threads
	 * @param nanoTime a monotonic clock in nanoseconds
	 */
	public ReplicaTransport(TransportSettings settings, MemberAddresses addresses, TransportListener listener,
			RandomGenerator random, LongSupplier nanoTime) {
	}

	/**
	 * The handler of {@code <path>/peer}.
	 * @return the handler
	 */
	public WebSocketHandler peerHandler() {
		return new BinaryWebSocketHandler();
	}

	/**
	 * The handler of {@code <path>/client}.
	 * @return the handler
	 */
	public WebSocketHandler clientHandler() {
		return new BinaryWebSocketHandler();
	}

	/**
	 * Begin to dial. Links are accepted from here on.
	 */
	public void start() {
	}

	/**
	 * Queue a message for another member, or drop it. Never blocks or throws.
	 * @param memberId the member
	 * @param message the message
	 */
	public void send(int memberId, PeerMessage message) {
	}

	/**
	 * Queue a message for a client, or drop it. Never blocks or throws.
	 * @param link the link that the client's message came from
	 * @param message the message
	 */
	public void reply(long link, ClientMessage message) {
	}

	/**
	 * Let everything queued go out. Called at the end of a batch.
	 */
	public void flush() {
	}

	/**
	 * Drop all links with everything queued on them and dial anew, by name. Once this
	 * returns, nothing that came on the old links reaches the listener. Does not block.
	 */
	public void reset() {
	}

	/**
	 * The links to the other members, by member id.
	 * @return a report of each
	 */
	public List<LinkReport> links() {
		return List.of();
	}

	/**
	 * What has been counted since the start.
	 * @return the counters
	 */
	public TransportCounters counters() {
		return new TransportCounters(0, 0, 0, 0);
	}

	/**
	 * What peers' handshakes say against this member's configuration or theirs.
	 * @return the condition; {@code null} while there is none
	 */
	public @Nullable Condition condition() {
		return null;
	}

	/**
	 * Close all links, within a bounded time.
	 */
	@Override
	public void close() {
	}

}
