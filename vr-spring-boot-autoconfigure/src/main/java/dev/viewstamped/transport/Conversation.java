package dev.viewstamped.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import dev.viewstamped.message.Message;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;

/**
 * What is said on one connection, from its first frame to its end. Frames come one at a
 * time.
 */
abstract class Conversation {

	/** How long the other end may take to close the connection. */
	static final Duration FAREWELL = Duration.ofSeconds(1);

	private static final int MAX_REASON_CHARACTERS = 40;

	private final LinkContext context;

	private final FrameAssembler assembler = new FrameAssembler();

	private final Object delivery = new Object();

	private volatile boolean cut;

	private volatile CloseStatus status = CloseStatus.NORMAL;

	private volatile @Nullable Wire wire;

	Conversation(LinkContext context) {
		this.context = context;
	}

	final LinkContext context() {
		return this.context;
	}

	final boolean isCut() {
		return this.cut;
	}

	/**
	 * Called when the connection is open.
	 * @param wire the connection
	 */
	final void opened(Wire wire) {
		this.wire = wire;
		this.context.add(this);
		if (this.cut) {
			this.context.remove(this);
			close(wire);
			return;
		}
		try {
			onOpen(wire);
		}
		catch (IOException ex) {
			cut(CloseStatus.SERVER_ERROR, "sending failed");
		}
	}

	/**
	 * Called with a part of a frame.
	 * @param part the part
	 * @param last whether it is the frame's last
	 */
	final void received(ByteBuffer part, boolean last) {
		Wire connection = this.wire;
		if (this.cut || connection == null) {
			return;
		}
		try {
			ByteBuffer frame = this.assembler.add(part, last, maxFrameBytes());
			if (frame != null) {
				onFrame(connection, frame);
			}
		}
		catch (MalformedFrameException ex) {
			malformed(ex.getMessage());
		}
		catch (IOException ex) {
			cut(CloseStatus.SERVER_ERROR, "sending failed");
		}
	}

	/**
	 * Count what no process of this version sends, and end the conversation.
	 * @param what what was wrong
	 */
	final void malformed(@Nullable String what) {
		if (!this.cut) {
			this.context.meter().malformed();
			cut(CloseStatus.BAD_DATA, "malformed frame: " + what);
		}
	}

	/**
	 * End the conversation. Once this returns, nothing more of it is delivered. Does not
	 * block.
	 * @param status what the other end is told
	 * @param why what this end remembers
	 */
	final void cut(CloseStatus status, String why) {
		synchronized (this.delivery) {
			if (this.cut) {
				return;
			}
			this.status = status.withReason(why.substring(0, Math.min(why.length(), MAX_REASON_CHARACTERS)));
			this.cut = true;
		}
		this.context.remove(this);
		Wire connection = this.wire;
		if (connection != null) {
			close(connection);
		}
		onCut(why);
	}

	/**
	 * Say goodbye, and see to it that the connection ends whatever the other end does,
	 * and sooner if that has proven nothing.
	 */
	private void close(Wire connection) {
		Duration patience = isEstablished() ? FAREWELL.plus(this.context.settings().ioTimeout()) : FAREWELL;
		this.context.after(patience, connection::abandon);
		this.context.blocking(() -> connection.close(this.status));
	}

	/**
	 * Hand messages to a listener, unless the conversation has ended.
	 * @param <M> the family of messages
	 * @param messages the messages
	 * @param listener takes a message, or says that it has no room
	 */
	final <M extends Message> void deliver(List<M> messages, Predicate<M> listener) {
		synchronized (this.delivery) {
			if (this.cut) {
				return;
			}
			for (M message : messages) {
				this.context.meter().received();
				if (!listener.test(message)) {
					this.context.meter().dropped(1);
				}
			}
		}
	}

	/**
	 * Whether both ends have proven themselves.
	 */
	abstract boolean isEstablished();

	abstract int maxFrameBytes();

	abstract void onOpen(Wire wire) throws IOException;

	abstract void onFrame(Wire wire, ByteBuffer frame) throws MalformedFrameException, IOException;

	abstract void onCut(String why);

}
