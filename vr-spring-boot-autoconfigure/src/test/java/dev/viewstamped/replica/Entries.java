package dev.viewstamped.replica;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Operation;

/**
 * Entries of view 0 by hand, whose time is their op-number, and the bounds of the tests
 * that use them.
 */
final class Entries {

	static final int WINDOW = 4;

	static final int MAX_SESSIONS = 2;

	static final int MAX_REPLY_BYTES = 10;

	static final int MIN_IDLE_NANOS = 5;

	static final int MAX_COMMAND_BYTES = 12;

	static final int MAX_IN_FLIGHT = 6;

	private Entries() {
	}

	static ReplicaOptions options(int memberId) {
		List<Member> members = List.of(new Member(0, "a"), new Member(1, "b"), new Member(2, "c"));
		return new ReplicaOptions(memberId, new UUID(0, memberId), new Configuration(0, members), true, 10, 100,
				MAX_IN_FLIGHT, 100, 1 << 16, WINDOW, MAX_SESSIONS, MAX_REPLY_BYTES, MIN_IDLE_NANOS, MAX_COMMAND_BYTES,
				Checkpointing.never());
	}

	/**
	 * Options of a member that allows less than the others do.
	 */
	static ReplicaOptions smallerOptions(int memberId) {
		ReplicaOptions options = options(memberId);
		return new ReplicaOptions(memberId, options.boot(), options.configuration(), true, 10, 100, MAX_IN_FLIGHT, 100,
				1 << 16, 1, 1, MAX_REPLY_BYTES, MIN_IDLE_NANOS, 1, Checkpointing.never());
	}

	static Entry register(long opNumber, UUID client) {
		return new Entry(0, 0, opNumber, opNumber, Operation.REGISTER, client, 0, 0, 0,
				new SessionTerms(MAX_SESSIONS, MAX_COMMAND_BYTES).encode());
	}

	static Entry command(long opNumber, UUID client, long session, long requestNumber, long acknowledged,
			String payload) {
		return new Entry(0, 0, opNumber, opNumber, Operation.COMMAND, client, session, requestNumber, acknowledged,
				bytes(payload));
	}

	static Entry acknowledge(long opNumber, UUID client, long session, long acknowledged) {
		return new Entry(0, 0, opNumber, opNumber, Operation.ACKNOWLEDGE, client, session, 0, acknowledged,
				new byte[0]);
	}

	/**
	 * An entry of which only the place matters.
	 */
	static Entry inView(long view, long opNumber) {
		return new Entry(0, view, opNumber, opNumber, Operation.COMMAND, new UUID(0, 1), 1, opNumber, 0, new byte[8]);
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
