package dev.viewstamped.state;

import dev.viewstamped.Digest;

/**
 * What is known of a page, and of all below it, once it has a digest.
 *
 * @param digest digest of the encoded page
 * @param pages number of pages, with this one
 * @param entries number of entries
 * @param bytes bytes of these pages when encoded
 */
record Seal(Digest digest, long pages, long entries, long bytes) {

}
