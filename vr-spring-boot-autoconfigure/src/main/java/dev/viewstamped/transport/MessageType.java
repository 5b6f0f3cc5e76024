package dev.viewstamped.transport;

import java.util.function.BiConsumer;

import dev.viewstamped.message.Message;

/**
 * One kind of message on the wire.
 *
 * @param <M> the kind of message
 * @param code the byte that stands for it; never given to another kind
 * @param type its class
 * @param body writes its fields
 * @param reader reads its fields
 */
record MessageType<M extends Message>(int code, Class<M> type, BiConsumer<FrameWriter, M> body,
		FrameReader.Element<M> reader) {

	void write(FrameWriter out, Message message) {
		this.body.accept(out, this.type.cast(message));
	}

}
