package dev.viewstamped.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.Forward;
import dev.viewstamped.message.GetPages;
import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Join;
import dev.viewstamped.message.Message;
import dev.viewstamped.message.NewPages;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorRequest;
import dev.viewstamped.message.PagePiece;
import dev.viewstamped.message.PageRequest;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MessageCodecTests {

	private static final int MAX_BYTES = 1 << 20;

	private static final Header HEADER = new Header(new UUID(1, 2), 0, 7, 1, 3);

	private static final CheckpointId CHECKPOINT = new CheckpointId(new Viewstamp(0, 1, 2), new Digest(1, -2, 3, -4));

	private final MessageCodec<PeerMessage> peerCodec = new MessageCodec<>(PeerMessageCodec.types());

	private final MessageCodec<ClientMessage> clientCodec = new MessageCodec<>(ClientMessageCodec.types());

	@ParameterizedTest
	@MethodSource("peerTypes")
	void readPeerMessageReturnsWhatWasWritten(Class<? extends PeerMessage> type) throws Exception {
		assertRoundTrips(this.peerCodec, type);
	}

	@ParameterizedTest
	@MethodSource("clientTypes")
	void readClientMessageReturnsWhatWasWritten(Class<? extends ClientMessage> type) throws Exception {
		assertRoundTrips(this.clientCodec, type);
	}

	@Test
	void readWhenHistoryIsAbsentReturnsNone() throws Exception {
		RecoveryResponse response = new RecoveryResponse(HEADER, new UUID(3, 4), CrashVector.of(1, 0), null, 5);
		assertThat(this.peerCodec.read(frame(this.peerCodec, List.of(response)))).containsExactly(response);
	}

	@Test
	void readManyMessagesKeepsTheirOrder() throws Exception {
		List<PeerMessage> messages = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			messages.add(new PrepareOk(HEADER, i));
		}
		assertThat(this.peerCodec.read(frame(this.peerCodec, messages))).isEqualTo(messages);
	}

	@Test
	void writeWhenNumberIsNegativeThrows() {
		FrameWriter out = new FrameWriter(MAX_BYTES);
		assertThatIllegalArgumentException().isThrownBy(() -> this.peerCodec.write(out, new PrepareOk(HEADER, -1)))
			.withMessageContaining("-1");
	}

	@Test
	void readWhenHistoryDoesNotAscendThrows() {
		FrameWriter out = new FrameWriter(MAX_BYTES);
		ValueCodec.write(out, Viewstamp.ZERO);
		out.writeNumber(2);
		for (int i = 0; i < 6; i++) {
			out.writeNumber(1);
		}
		assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(
				() -> ValueCodec.readHistory(new FrameReader(ByteBuffer.wrap(out.toByteArray()), new UuidCache())));
	}

	@Test
	void readWhenListClaimsMoreThanTheFrameHoldsThrows() {
		FrameWriter out = new FrameWriter(MAX_BYTES);
		out.writeNumber(Integer.MAX_VALUE);
		byte[] bytes = out.toByteArray();
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> ValueCodec.readEntries(new FrameReader(ByteBuffer.wrap(bytes), new UuidCache())));
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> new FrameReader(ByteBuffer.wrap(bytes), new UuidCache()).readBytes());
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> ValueCodec.readCrashVector(new FrameReader(ByteBuffer.wrap(bytes), new UuidCache())));
	}

	@Test
	void readWhenPathIsTooLongThrows() {
		GetPages deep = new GetPages(HEADER, CHECKPOINT,
				List.of(new PageRequest(Collections.nCopies(PageMessageCodec.MAX_PATH + 1, 1), 0)));
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> this.peerCodec.read(frame(this.peerCodec, List.of(deep))));
	}

	@Test
	void readWhenChildIsImpossibleThrows() {
		GetPages wide = new GetPages(HEADER, CHECKPOINT,
				List.of(new PageRequest(List.of(PageMessageCodec.MAX_CHILD + 1), 0)));
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> this.peerCodec.read(frame(this.peerCodec, List.of(wide))));
	}

	@Test
	void readWhenTooManyPagesAreAskedForThrows() {
		GetPages many = new GetPages(HEADER, CHECKPOINT,
				Collections.nCopies(PageMessageCodec.MAX_PAGES + 1, new PageRequest(List.of(), 0)));
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> this.peerCodec.read(frame(this.peerCodec, List.of(many))));
	}

	@Test
	void readWhenPieceIsLargerThanItsPageThrows() {
		NewPages pages = new NewPages(HEADER, CHECKPOINT,
				List.of(new PagePiece(CHECKPOINT.digest(), 10, 8, new byte[3])));
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> this.peerCodec.read(frame(this.peerCodec, List.of(pages))))
			.withMessageContaining("10 bytes cannot have 3");
	}

	@ParameterizedTest
	@EnumSource(names = { "REGISTER", "ACKNOWLEDGE" })
	void readWhenRequestThatIsNoCommandHasPayloadThrows(Operation operation) {
		Request request = new Request(Header.NO_GROUP, new UUID(1, 2), 0, 0, 0, 1, operation, new byte[1]);
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> this.clientCodec.read(frame(this.clientCodec, List.of(request))))
			.withMessageContaining("with a payload of 1 bytes");
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> this.peerCodec.read(frame(this.peerCodec, List.of(new Forward(HEADER, request)))));
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = { "COMMAND", "REGISTER", "ACKNOWLEDGE" })
	void readWhenClientAsksForWhatThePrimaryMakesThrows(Operation operation) {
		Request request = new Request(Header.NO_GROUP, new UUID(1, 2), 0, 0, 0, 1, operation, new byte[0]);
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> this.clientCodec.read(frame(this.clientCodec, List.of(request))))
			.withMessage(operation + " is made by the primary, not by a client");
	}

	@Test
	void readWhenMembersDoNotAscendThrows() {
		FrameWriter out = new FrameWriter(MAX_BYTES);
		out.writeNumber(1);
		out.writeNumber(2);
		for (int i = 0; i < 2; i++) {
			out.writeNumber(7);
			out.writeString("localhost:1");
		}
		assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(
				() -> GroupCodec.readMembership(new FrameReader(ByteBuffer.wrap(out.toByteArray()), new UuidCache())));
	}

	@Test
	void readWhenAddressIsTooLongThrows() {
		Join join = new Join(new UUID(1, 2), "x".repeat(GroupCodec.MAX_ADDRESS_BYTES + 1), new UUID(3, 4));
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> this.clientCodec.read(frame(this.clientCodec, List.of(join))));
	}

	@Test
	void readWhenTooManyMembersAreAskedForThrows() {
		OperatorRequest request = new OperatorRequest(new UUID(1, 2), 1, OperatorCommand.RECONFIGURE, 0,
				Collections.nCopies(GroupCodec.MAX_MEMBERS + 1, "a:1"));
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> this.clientCodec.read(frame(this.clientCodec, List.of(request))));
	}

	@Test
	void readWhenSomebodySaysTooMuchReturnsItsBeginning() throws Exception {
		String text = "é".repeat(100_000);
		OperatorReply reply = new OperatorReply(new UUID(1, 2), 1, OperatorReply.Outcome.INVALID, text, 0,
				new GroupChange(0, GroupChange.Phase.NONE, List.of(), text));
		OperatorReply read = (OperatorReply) this.clientCodec.read(frame(this.clientCodec, List.of(reply))).get(0);
		assertThat(text).startsWith(read.message());
		assertThat(read.message()).hasSizeGreaterThan(1000).isEqualTo(read.change().waitingFor());
	}

	@Test
	void readWhenAnyBitIsFlippedThrows() {
		byte[] frame = bytes(frame(this.peerCodec, List.of(new RandomMessages(1).next(Prepare.class))));
		for (int bit = 0; bit < frame.length * 8; bit++) {
			byte[] flipped = frame.clone();
			flipped[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThatExceptionOfType(MalformedFrameException.class)
				.isThrownBy(() -> this.peerCodec.read(ByteBuffer.wrap(flipped)));
		}
	}

	@Test
	void readNeverFailsButWithMalformedFrameException() {
		SplittableRandom random = new SplittableRandom(42);
		RandomMessages messages = new RandomMessages(43);
		List<Class<?>> types = Stream.concat(peerTypes(), clientTypes()).toList();
		int malformed = 0;
		for (int i = 0; i < 150_000; i++) {
			Class<?> type = types.get(random.nextInt(types.size()));
			boolean peer = PeerMessage.class.isAssignableFrom(type);
			byte[] bytes = switch (random.nextInt(4)) {
				case 0 -> randomBytes(random);
				case 1 -> sealed(randomBytes(random));
				case 2 -> sealed(damaged(bytes(randomFrame(messages, type)), random));
				default -> truncated(bytes(randomFrame(messages, type)), random);
			};
			try {
				assertThat((peer ? this.peerCodec : this.clientCodec).read(ByteBuffer.wrap(bytes))).isNotNull();
			}
			catch (MalformedFrameException ex) {
				malformed++;
			}
		}
		assertThat(malformed).isGreaterThan(50_000).isLessThan(150_000);
	}

	static Stream<Class<?>> peerTypes() {
		return Arrays.stream(PeerMessage.class.getPermittedSubclasses());
	}

	static Stream<Class<?>> clientTypes() {
		return Arrays.stream(ClientMessage.class.getPermittedSubclasses());
	}

	private <M extends Message> void assertRoundTrips(MessageCodec<M> codec, Class<? extends M> type) throws Exception {
		RandomMessages messages = new RandomMessages(type.getName().hashCode());
		for (int i = 0; i < 200; i++) {
			M message = messages.next(type);
			ByteBuffer frame = frame(codec, List.of(message));
			List<M> read = codec.read(frame.duplicate());
			assertThat(read).hasSize(1);
			assertThat(read.get(0)).usingRecursiveComparison().isEqualTo(message);
			assertThat(frame(codec, read)).isEqualTo(frame);
		}
	}

	private ByteBuffer randomFrame(RandomMessages messages, Class<?> type) {
		if (PeerMessage.class.isAssignableFrom(type)) {
			return frame(this.peerCodec, List.of(messages.next(type.asSubclass(PeerMessage.class))));
		}
		return frame(this.clientCodec, List.of(messages.next(type.asSubclass(ClientMessage.class))));
	}

	private static <M extends Message> ByteBuffer frame(MessageCodec<M> codec, List<? extends M> messages) {
		FrameWriter out = new FrameWriter(MAX_BYTES);
		codec.begin(out);
		messages.forEach((message) -> codec.write(out, message));
		codec.seal(out, 0, out.position());
		return ByteBuffer.wrap(out.toByteArray());
	}

	private static byte[] bytes(ByteBuffer frame) {
		return frame.array();
	}

	private static byte[] randomBytes(SplittableRandom random) {
		byte[] bytes = new byte[random.nextInt(200)];
		random.nextBytes(bytes);
		return bytes;
	}

	private static byte[] truncated(byte[] frame, SplittableRandom random) {
		byte[] bytes = Arrays.copyOf(frame, random.nextInt(frame.length));
		return random.nextBoolean() ? sealed(bytes) : bytes;
	}

	private static byte[] damaged(byte[] frame, SplittableRandom random) {
		byte[] bytes = frame.clone();
		for (int i = random.nextInt(4); i >= 0; i--) {
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
		}
		return bytes;
	}

	/**
	 * Gives bytes the right version, flags and checksum, so that what is behind them is
	 * read.
	 */
	private static byte[] sealed(byte[] bytes) {
		if (bytes.length < MessageCodec.FRAME_HEADER_BYTES) {
			return bytes;
		}
		bytes[0] = MessageCodec.VERSION;
		bytes[1] = 0;
		CRC32C checksum = new CRC32C();
		checksum.update(bytes, 0, 2);
		checksum.update(bytes, MessageCodec.FRAME_HEADER_BYTES, bytes.length - MessageCodec.FRAME_HEADER_BYTES);
		ByteBuffer.wrap(bytes).putInt(2, (int) checksum.getValue());
		return bytes;
	}

}
