package dev.viewstamped.transport;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.viewstamped.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of messages of one family: finds the one of a message, or of a byte.
 *
 * @param <M> the family
 */
final class MessageTypes<M extends Message> {

	private final Map<Class<?>, MessageType<? extends M>> byClass = new HashMap<>();

	private final @Nullable MessageType<? extends M>[] byCode;

	MessageTypes(List<MessageType<? extends M>> types) {
		this.byCode = array(1 + types.stream().mapToInt(MessageType::code).max().orElse(0));
		for (MessageType<? extends M> type : types) {
			this.byClass.put(type.type(), type);
			this.byCode[type.code()] = type;
		}
	}

	/**
	 * Write a message with its code before it.
	 * @param out where to write it
	 * @param message the message
	 */
	void write(FrameWriter out, M message) {
		MessageType<? extends M> type = this.byClass.get(message.getClass());
		if (type == null) {
			throw new IllegalArgumentException("No code for " + message.getClass());
		}
		out.writeByte(type.code());
		type.write(out, message);
	}

	/**
	 * Read a code and the message after it.
	 * @param in where to read it
	 * @return the message
	 * @throws MalformedFrameException if there is none
	 */
	M read(FrameReader in) throws MalformedFrameException {
		int code = in.readByte();
		MessageType<? extends M> type = (code < this.byCode.length) ? this.byCode[code] : null;
		if (type == null) {
			throw new MalformedFrameException("Unknown kind of message: " + code);
		}
		return type.reader().read(in);
	}

	@SuppressWarnings("unchecked")
	private static <M extends Message> @Nullable MessageType<? extends M>[] array(int length) {
		return (@Nullable MessageType<? extends M>[]) Arrays.copyOf(new MessageType<?>[0], length);
	}

}
