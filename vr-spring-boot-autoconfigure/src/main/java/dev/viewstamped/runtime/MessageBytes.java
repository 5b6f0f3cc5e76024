package dev.viewstamped.runtime;

import java.util.List;

import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Forward;
import dev.viewstamped.message.Message;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;

/**
 * What messages keep in memory: the bytes of commands, queries and results. The rest of a
 * message is small, but for what each entry of a log adds to its command.
 */
final class MessageBytes {

	private static final int BYTES_PER_ENTRY = 128;

	private MessageBytes() {
	}

	/**
	 * The size of a message.
	 * @param message the message
	 * @return the number of bytes
	 */
	static long of(Message message) {
		if (message instanceof Prepare prepare) {
			return of(prepare.entries());
		}
		if (message instanceof NewState state) {
			return of(state.entries());
		}
		if (message instanceof Forward forward) {
			return of(forward.message());
		}
		if (message instanceof Request request) {
			return request.payload().length;
		}
		if (message instanceof Reply reply) {
			return reply.result().length;
		}
		if (message instanceof QueryRequest request) {
			return request.payload().length;
		}
		return (message instanceof QueryReply reply) ? reply.result().length : 0;
	}

	private static long of(List<Entry> entries) {
		long bytes = 0;
		for (Entry entry : entries) {
			bytes += BYTES_PER_ENTRY + entry.payload().length;
		}
		return bytes;
	}

}
