package dev.viewstamped.message;

/**
 * Tells all members which state the sender has come to. Every member takes its
 * checkpoints at the same op-numbers, and so their digests must be the same.
 *
 * @param header the sender
 * @param checkpoint the checkpoint
 */
public record CheckpointTaken(Header header, CheckpointId checkpoint) implements PeerMessage {

}
