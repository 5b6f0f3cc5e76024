package dev.viewstamped.message;

import dev.viewstamped.Digest;

/**
 * A page of a checkpoint, or a part of one that is large.
 *
 * @param digest digest of the whole page
 * @param length bytes of the whole page
 * @param offset where in the page the bytes begin
 * @param bytes the bytes
 */
public record PagePiece(Digest digest, int length, int offset, byte[] bytes) {

}
