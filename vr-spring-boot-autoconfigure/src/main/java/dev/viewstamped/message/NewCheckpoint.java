package dev.viewstamped.message;

import dev.viewstamped.Digest;

/**
 * The latest checkpoint that the sender has, in answer to a {@link GetState} for entries
 * that are no longer in its log (§5.2), or to a {@link GetPages} for a checkpoint that it
 * does not have.
 *
 * @param header the sender; its view is the one whose log follows the checkpoint
 * @param checkpoint the checkpoint
 * @param format how the sender's version of the application has written it:
 * {@code CheckpointCodec.format}
 */
public record NewCheckpoint(Header header, CheckpointId checkpoint, Digest format) implements PeerMessage {

}
