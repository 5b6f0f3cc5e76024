package dev.viewstamped.state;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.Digest;

/**
 * Reads a page that consists of the digests of pages below it, without a gap.
 */
final class DigestPage {

	static final int DIGEST_LENGTH = 32;

	private DigestPage() {
	}

	static List<Digest> read(byte[] page, byte kind) {
		PageReader reader = new PageReader(page, kind);
		List<Digest> digests = new ArrayList<>(reader.remaining() / DIGEST_LENGTH);
		while (reader.remaining() > 0) {
			digests.add(reader.readDigest());
		}
		return digests;
	}

}
