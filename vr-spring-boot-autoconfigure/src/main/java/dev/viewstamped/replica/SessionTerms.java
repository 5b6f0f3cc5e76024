package dev.viewstamped.replica;

import java.nio.ByteBuffer;

/**
 * The bounds that decide what becomes of a session's requests when they are executed. The
 * primary writes its own into the entry that opens the session, so that all replicas
 * decide alike, also where their settings differ.
 *
 * @param window requests in flight
 * @param maxSessions sessions in the client table, of which this is to be one
 * @param maxResultBytes size of the largest result that is kept
 */
record SessionTerms(int window, int maxSessions, int maxResultBytes) {

	static final int ENCODED_BYTES = 3 * Integer.BYTES;

	SessionTerms {
		if (window < 1 || maxSessions < 1 || maxResultBytes < 1) {
			throw new IllegalArgumentException("A session has bounds that are not positive: window " + window
					+ ", sessions " + maxSessions + ", bytes of a result " + maxResultBytes);
		}
	}

	/**
	 * The bounds that this replica's settings say.
	 */
	static SessionTerms of(ReplicaOptions options) {
		return new SessionTerms(options.clientWindow(), options.maxSessions(), options.maxCommandBytes());
	}

	byte[] encode() {
		return ByteBuffer.allocate(ENCODED_BYTES)
			.putInt(this.window)
			.putInt(this.maxSessions)
			.putInt(this.maxResultBytes)
			.array();
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
		return new SessionTerms(buffer.getInt(), buffer.getInt(), buffer.getInt());
	}

}
