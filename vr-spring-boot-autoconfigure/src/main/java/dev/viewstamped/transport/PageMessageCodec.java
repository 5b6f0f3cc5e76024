package dev.viewstamped.transport;

import java.util.List;

import dev.viewstamped.Digest;
import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.CheckpointTaken;
import dev.viewstamped.message.GetPages;
import dev.viewstamped.message.NewCheckpoint;
import dev.viewstamped.message.NewPages;
import dev.viewstamped.message.PagePiece;
import dev.viewstamped.message.PageRequest;
import dev.viewstamped.message.PeerMessage;

import static dev.viewstamped.transport.PeerMessageCodec.type;
import static dev.viewstamped.transport.ValueCodec.readHeader;

/**
 * The messages about checkpoints and their pages, on the wire.
 */
final class PageMessageCodec {

	/** No tree of pages is as deep, even with the least of children at each level. */
	static final int MAX_PATH = 16;

	/** More children than any page has. */
	static final int MAX_CHILD = (1 << 24) - 1;

	/** More pages than a replica asks for at once. */
	static final int MAX_PAGES = 4096;

	private static final int MIN_REQUEST_BYTES = 2;

	private static final int MIN_PIECE_BYTES = 4 * Long.BYTES + 3;

	private PageMessageCodec() {
	}

	static List<MessageType<? extends PeerMessage>> types() {
		return List.of(type(24, GetPages.class, (out, get) -> {
			write(out, get.checkpoint());
			out.writeNumber(get.pages().size());
			get.pages().forEach((page) -> write(out, page));
		}, (in) -> new GetPages(readHeader(in), readCheckpointId(in),
				in.readList(MAX_PAGES, MIN_REQUEST_BYTES, PageMessageCodec::readRequest))),
				type(25, NewPages.class, (out, pages) -> {
					write(out, pages.checkpoint());
					out.writeNumber(pages.pieces().size());
					pages.pieces().forEach((piece) -> write(out, piece));
				}, (in) -> new NewPages(readHeader(in), readCheckpointId(in),
						in.readList(MAX_PAGES, MIN_PIECE_BYTES, PageMessageCodec::readPiece))),
				type(26, NewCheckpoint.class, (out, checkpoint) -> {
					write(out, checkpoint.checkpoint());
					write(out, checkpoint.format());
				}, (in) -> new NewCheckpoint(readHeader(in), readCheckpointId(in), readDigest(in))),
				type(27, CheckpointTaken.class, (out, taken) -> {
					write(out, taken.checkpoint());
					write(out, taken.format());
				}, (in) -> new CheckpointTaken(readHeader(in), readCheckpointId(in), readDigest(in))));
	}

	private static void write(FrameWriter out, CheckpointId id) {
		ValueCodec.write(out, id.viewstamp());
		write(out, id.digest());
	}

	private static CheckpointId readCheckpointId(FrameReader in) throws MalformedFrameException {
		return new CheckpointId(ValueCodec.readViewstamp(in), readDigest(in));
	}

	private static void write(FrameWriter out, Digest digest) {
		out.writeLong(digest.first());
		out.writeLong(digest.second());
		out.writeLong(digest.third());
		out.writeLong(digest.fourth());
	}

	private static Digest readDigest(FrameReader in) throws MalformedFrameException {
		return new Digest(in.readLong(), in.readLong(), in.readLong(), in.readLong());
	}

	private static void write(FrameWriter out, PageRequest request) {
		out.writeNumber(request.path().size());
		request.path().forEach(out::writeNumber);
		out.writeNumber(request.offset());
	}

	private static PageRequest readRequest(FrameReader in) throws MalformedFrameException {
		List<Integer> path = in.readList(MAX_PATH, 1, (child) -> child.readNumber(MAX_CHILD));
		return new PageRequest(path, in.readNumber(Integer.MAX_VALUE));
	}

	private static void write(FrameWriter out, PagePiece piece) {
		write(out, piece.digest());
		out.writeNumber(piece.length());
		out.writeNumber(piece.offset());
		out.writeBytes(piece.bytes());
	}

	private static PagePiece readPiece(FrameReader in) throws MalformedFrameException {
		Digest digest = readDigest(in);
		int length = in.readNumber(Integer.MAX_VALUE);
		int offset = in.readNumber(length);
		byte[] bytes = in.readBytes();
		if (bytes.length > length - offset) {
			throw new MalformedFrameException(
					"A page of " + length + " bytes cannot have " + bytes.length + " of them at " + offset);
		}
		return new PagePiece(digest, length, offset, bytes);
	}

}
