package dev.viewstamped.message;

import dev.viewstamped.Digest;

/**
 * Tells all members which state the sender has come to. Every member takes its
 * checkpoints at the same op-numbers, and so their digests must be the same where the
 * formats are.
 *
 * @param header the sender
 * @param checkpoint the checkpoint
 * @param format how the sender's version of the application has written it:
 * {@code CheckpointCodec.format}
 */
public record CheckpointTaken(Header header, CheckpointId checkpoint, Digest format) implements PeerMessage {

}
