package dev.viewstamped.transport;

import java.nio.ByteBuffer;

/**
 * Takes the frames of an established link.
 */
@FunctionalInterface
interface FrameReceiver {

	/**
	 * Called with each frame.
	 * @param frame the frame, valid during the call
	 * @throws MalformedFrameException if the link must be closed for it
	 */
	void receive(ByteBuffer frame) throws MalformedFrameException;

}
