package dev.viewstamped.transport;

import java.time.Duration;
import java.util.UUID;

import javax.net.ssl.SSLContext;

import dev.viewstamped.message.QueryReply;

import org.jspecify.annotations.Nullable;

/**
 * What a transport has to know of its process and of its bounds.
 *
 * @param group the group's name; peers of another group are refused
 * @param memberId this member's id at the start; {@link #NO_MEMBER} in a client, and in a
 * process that joins a running group
 * @param boot identity of this process: random, never used by another one
 * @param memberCount the number of members in the first configuration; 0 in a process
 * that joins a running group and was not given them
 * @param secret what both ends of every link prove to each other; {@code null} for open
 * links
 * @param sslContext for dialled {@code wss} links; {@code null} for the JVM's default
 * @param maxCommandBytes the largest command, in bytes
 * @param maxQueueBytes bound of what waits on one link to be sent, in bytes
 * @param ioTimeout how long a send may block before the link is given up
 */
public record TransportSettings(String group, int memberId, UUID boot, int memberCount, @Nullable String secret,
		@Nullable SSLContext sslContext, int maxCommandBytes, int maxQueueBytes, Duration ioTimeout) {

	/**
	 * The member id of a process that is no member.
	 */
	public static final int NO_MEMBER = -1;

	private static final int SMALLEST_MAX_FRAME_BYTES = QueryReply.MAX_RESULT_BYTES + (1 << 20);

	private static final int LARGEST_MAX_FRAME_BYTES = 1 << 30;

	private static final Duration SHORTEST_DIAL_TIMEOUT = Duration.ofSeconds(5);

	public TransportSettings {
		if (memberCount < 0 || memberId < NO_MEMBER || memberId >= ValueCodec.MAX_MEMBER_ID) {
			throw new IllegalArgumentException(
					"Member id " + memberId + " does not fit a group of " + memberCount + " members");
		}
		if (maxCommandBytes < 1) {
			throw new IllegalArgumentException("'maxCommandBytes' must be positive, was " + maxCommandBytes);
		}
		if (ioTimeout.toMillis() < 1) {
			throw new IllegalArgumentException("'ioTimeout' must be at least 1 ms, was " + ioTimeout);
		}
	}

	/**
	 * The largest frame, and so the largest message, that travels on a link. A larger
	 * message is dropped.
	 * @return the size in bytes
	 */
	public int maxFrameBytes() {
		long twice = Math.min(2L * this.maxCommandBytes, LARGEST_MAX_FRAME_BYTES);
		return (int) Math.max(twice, SMALLEST_MAX_FRAME_BYTES);
	}

	/**
	 * How long a dial may take, from the name's resolution to the end of the handshake.
	 * @return the timeout
	 */
	Duration dialTimeout() {
		return (this.ioTimeout.compareTo(SHORTEST_DIAL_TIMEOUT) > 0) ? this.ioTimeout : SHORTEST_DIAL_TIMEOUT;
	}

	/**
	 * How long nothing may be heard on the link from a peer, which sends signs of life
	 * more often than that, before the link is given up.
	 * @return the timeout
	 */
	Duration silenceTimeout() {
		return dialTimeout().multipliedBy(2);
	}

	@Override
	public String toString() {
		return "TransportSettings[group=" + this.group + ", memberId=" + this.memberId + ", boot=" + this.boot
				+ ", memberCount=" + this.memberCount + "]";
	}

}
