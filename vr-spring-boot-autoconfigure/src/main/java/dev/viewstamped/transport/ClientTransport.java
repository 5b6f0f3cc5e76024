package dev.viewstamped.transport;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import dev.viewstamped.client.ClientNetwork;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.replica.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The links of an application that has no replica of its own: one to each member, used in
 * both directions.
 * <p>
 * {@link #send} and {@link #flush} belong to the client's loop; the other methods may be
 * called by any thread.
 */
public final class ClientTransport implements ClientNetwork, AutoCloseable {

	/**
	 * A transport that has not been started.
	 * @param settings what this process is; its member id is
	 * {@link TransportSettings#NO_MEMBER}
	 * @param addresses where the members are
	 * @param listener takes what is received
	 * @param random for jitter and challenges; must be unpredictable where a secret is
	 * set, and safe for use by several threads
	 * @param nanoTime a monotonic clock in nanoseconds
	 */
	public ClientTransport(TransportSettings settings, MemberAddresses addresses, ClientTransportListener listener,
			RandomGenerator random, LongSupplier nanoTime) {
	}

	/**
	 * Begin to dial.
	 */
	public void start() {
	}

	@Override
	public int targets() {
		return 0;
	}

	@Override
	public boolean isConnected(int target) {
		return false;
	}

	@Override
	public boolean send(int target, ClientMessage message) {
		return false;
	}

	/**
	 * Let everything queued go out. Called at the end of a batch.
	 */
	public void flush() {
	}

	/**
	 * Drop all links with everything queued on them and dial anew, by name. Does not
	 * block.
	 */
	public void reset() {
	}

	/**
	 * The links to the members, by member id.
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
	 * What the members' handshakes say against this client's configuration.
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
