package dev.viewstamped.replica;

import java.nio.ByteBuffer;

import dev.viewstamped.message.QueryReply;

/**
 * The bounds that decide what becomes of a session and its requests when they are
 * executed. The primary writes its own into the entry that opens the session, so that all
 * replicas decide alike, also where their settings differ. The window is not among them:
 * it decides what a primary takes into its log, and nothing after that.
 *
 * @param maxSessions sessions in the client table, of which this is to be one
 * @param maxResultBytes size of the largest result that is kept
 */
record SessionTerms(int maxSessions, int maxResultBytes) {

	private static final int ENCODED_BYTES = 2 * Integer.BYTES;

	SessionTerms {
		if (maxSessions < 1 || maxResultBytes < 1) {
			throw new IllegalArgumentException("The bounds of a session are not positive: " + maxSessions
					+ " sessions, results of " + maxResultBytes + " bytes");
		}
	}

	/**
	 * The bounds that this replica's settings say. Results are never larger than what all
	 * links take.
	 */
	static SessionTerms of(ReplicaOptions options) {
		return new SessionTerms(options.maxSessions(),
				Math.min(options.maxCommandBytes(), QueryReply.MAX_RESULT_BYTES));
	}

	byte[] encode() {
		return ByteBuffer.allocate(ENCODED_BYTES).putInt(this.maxSessions).putInt(this.maxResultBytes).array();
	}

	/**
	 * Read the payload of an entry that opens a session.
	 * @throws IllegalArgumentException if it holds something else
	 */
	static SessionTerms decode(byte[] payload) {
		if (payload.length != ENCODED_BYTES) {
			throw new IllegalArgumentException(
					"The bounds of a session have " + ENCODED_BYTES + " bytes, not " + payload.length);
		}
		ByteBuffer buffer = ByteBuffer.wrap(payload);
		return new SessionTerms(buffer.getInt(), buffer.getInt());
	}

}
