package dev.viewstamped.transport;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WebSocketFramesTests {

	private final SplittableRandom random = new SplittableRandom(7);

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3, 7, 8, 125, 126, 127, 65535, 65536, 65537, 1_000_003 })
	void serverUnmasksWhatAClientSends(int length) throws Exception {
		byte[] message = bytes(length);
		MemorySocket socket = new MemorySocket();
		WebSocketOutput output = new WebSocketOutput(socket, this.random);
		ByteBuffer shifted = ByteBuffer.allocate(length + 5).position(5).put(message).position(5);
		output.writeBinary(shifted);
		assertThat(shifted.hasRemaining()).isFalse();
		output.writeBinary(ByteBuffer.wrap(message));
		ByteBuffer sent = socket.written();
		assertThat(unmask(sent, 0x82)).isEqualTo(message);
		assertThat(unmask(sent, 0x82)).isEqualTo(message);
		assertThat(sent.hasRemaining()).isFalse();
	}

	@Test
	void eachFrameHasAKeyOfItsOwn() throws Exception {
		MemorySocket socket = new MemorySocket();
		WebSocketOutput output = new WebSocketOutput(socket, this.random);
		for (int i = 0; i < 200; i++) {
			output.writeBinary(ByteBuffer.allocate(4));
		}
		ByteBuffer sent = socket.written();
		List<Integer> keys = new ArrayList<>();
		while (sent.hasRemaining()) {
			sent.getShort();
			keys.add(sent.getInt());
			sent.getInt();
		}
		assertThat(keys).hasSize(200).doesNotHaveDuplicates();
	}

	@Test
	void closeFrameHasCodeAndReason() throws Exception {
		MemorySocket socket = new MemorySocket();
		new WebSocketOutput(socket, this.random).writeClose(1001, "stopped");
		ByteBuffer content = ByteBuffer.wrap(unmask(socket.written(), 0x88));
		assertThat(content.getShort()).isEqualTo((short) 1001);
		assertThat(StandardCharsets.UTF_8.decode(content).toString()).isEqualTo("stopped");
	}

	@Test
	void messagesArriveWholeWhateverTheirFramesAndReads() throws Exception {
		ByteArrayOutputStream sent = new ByteArrayOutputStream();
		List<byte[]> messages = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			byte[] message = bytes(this.random.nextInt((i % 50 == 0) ? 300_000 : 3000));
			messages.add(message);
			int frames = 1 + this.random.nextInt(3);
			int from = 0;
			for (int frame = 0; frame < frames; frame++) {
				boolean last = frame == frames - 1;
				int to = last ? message.length : from + this.random.nextInt(message.length - from + 1);
				frame(sent, (last ? 0x80 : 0) | ((frame == 0) ? 2 : 0), Arrays.copyOfRange(message, from, to));
				frame(sent, 0x8a, bytes(this.random.nextInt(20)));
				from = to;
			}
		}
		Received received = new Received();
		WebSocketInput input = new WebSocketInput(inSmallParts(sent.toByteArray()), false);
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> {
			while (true) {
				input.readFrame(received);
			}
		});
		assertThat(received.messages).hasSameSizeAs(messages);
		for (int i = 0; i < messages.size(); i++) {
			assertThat(received.messages.get(i)).isEqualTo(messages.get(i));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatOneEndSendsTheOtherOneReads(boolean masked) throws Exception {
		MemorySocket socket = new MemorySocket();
		WebSocketOutput output = new WebSocketOutput(socket, masked ? this.random : null);
		List<byte[]> messages = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			byte[] message = bytes(this.random.nextInt((i % 50 == 0) ? 300_000 : 3000));
			messages.add(message);
			output.writeBinary(ByteBuffer.wrap(message));
			output.offerPong(ByteBuffer.wrap(bytes(this.random.nextInt(20))));
		}
		output.writeClose(1001, "stopped");
		Received received = new Received();
		WebSocketInput input = new WebSocketInput(inSmallParts(socket.written().array()), masked);
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> {
			while (true) {
				input.readFrame(received);
			}
		});
		assertThat(received.messages).hasSameSizeAs(messages);
		for (int i = 0; i < messages.size(); i++) {
			assertThat(received.messages.get(i)).isEqualTo(messages.get(i));
		}
		assertThat(received.codes).containsExactly(1001);
	}

	@Test
	void whatIsOfferedGoesAsFarAsItDoesAndTheRestBeforeWhatFollows() throws Exception {
		MemorySocket socket = new MemorySocket();
		WebSocketOutput output = new WebSocketOutput(socket, null);
		byte[] first = bytes(1000);
		socket.room = 10;
		assertThat(output.offerBinary(ByteBuffer.wrap(first))).isEqualTo(Wire.Offer.TAKEN);
		assertThat(socket.written().remaining()).isEqualTo(10);
		assertThat(output.offerBinary(ByteBuffer.wrap(bytes(1)))).isEqualTo(Wire.Offer.REFUSED);
		byte[] second = bytes(70_000);
		output.writeBinary(ByteBuffer.wrap(second));
		socket.room = Integer.MAX_VALUE;
		assertThat(output.offerBinary(ByteBuffer.wrap(second))).isEqualTo(Wire.Offer.REFUSED);
		byte[] third = bytes(100);
		assertThat(output.offerBinary(ByteBuffer.wrap(third))).isEqualTo(Wire.Offer.SENT);
		Received received = new Received();
		WebSocketInput input = new WebSocketInput(inSmallParts(socket.written().array()), false);
		for (int i = 0; i < 3; i++) {
			input.readFrame(received);
		}
		assertThat(received.messages).containsExactly(first, second, third);
	}

	@Test
	void pongsDoNotWait() throws Exception {
		MemorySocket socket = new MemorySocket();
		WebSocketOutput output = new WebSocketOutput(socket, null);
		socket.room = 1;
		output.offerPong(ByteBuffer.wrap(new byte[] { 1 }));
		output.offerPong(ByteBuffer.wrap(new byte[] { 2 }));
		assertThat(socket.written().remaining()).isEqualTo(2);
		socket.room = Integer.MAX_VALUE;
		output.offerPong(ByteBuffer.wrap(new byte[] { 3 }));
		assertThat(socket.written().array()).containsExactly(0x8a, 1, 1, 0x8a, 1, 3);
	}

	@Test
	void pingsAndTheEndAreToldBetweenTheFramesOfAMessage() throws Exception {
		ByteArrayOutputStream sent = new ByteArrayOutputStream();
		frame(sent, 0x02, new byte[] { 1 });
		frame(sent, 0x89, new byte[] { 9, 9 });
		frame(sent, 0x80, new byte[] { 2 });
		frame(sent, 0x88, new byte[] { 3, (byte) 0xe9, 'x' });
		frame(sent, 0x88, new byte[0]);
		Received received = new Received();
		WebSocketInput input = new WebSocketInput(inSmallParts(sent.toByteArray()), false);
		for (int i = 0; i < 5; i++) {
			input.readFrame(received);
		}
		assertThat(received.messages).containsExactly(new byte[] { 1, 2 });
		assertThat(received.pings).containsExactly(new byte[] { 9, 9 });
		assertThat(received.codes).containsExactly(1001, 1005);
	}

	@Test
	void whatIsNotMaskedByAClientIsMalformed() {
		WebSocketInput input = new WebSocketInput(MemorySocket.of(new byte[] { (byte) 0x82, 1, 7 })::read, true);
		assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> input.readFrame(new Received()));
	}

	@Test
	void whatNoServerSendsIsMalformed() {
		assertMalformed(0xc2, 0x01, 0);
		assertMalformed(0x82, 0x81, 0, 0, 0, 0, 0);
		assertMalformed(0x81, 0x01, 'a');
		assertMalformed(0x80, 0x01, 0);
		assertMalformed(0x83, 0x00);
		assertMalformed(0x09, 0x00);
		assertMalformed(0x8b, 0x00);
		assertMalformed(0x89, 0x7e, 0, 126);
		assertMalformed(0x82, 0x7f, 0x80, 0, 0, 0, 0, 0, 0, 0);
		assertMalformed(0x02, 0x00, 0x82, 0x00);
		assertMalformed(0x88, 0x02, 0x03, 0xe7);
		assertMalformed(0x88, 0x01, 0x03);
	}

	@Test
	void randomBytesEndInNothingWorse() throws Exception {
		for (int i = 0; i < 2000; i++) {
			WebSocketInput input = new WebSocketInput(inSmallParts(bytes(this.random.nextInt(2000))), i % 2 == 0);
			Received received = new Received();
			try {
				while (true) {
					input.readFrame(received);
				}
			}
			catch (EOFException | MalformedFrameException ex) {
				assertThat(received.bytes()).isLessThanOrEqualTo(2000);
			}
		}
	}

	private static void assertMalformed(int... bytes) {
		byte[] sent = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			sent[i] = (byte) bytes[i];
		}
		WebSocketInput input = new WebSocketInput(MemorySocket.of(sent)::read, false);
		assertThatExceptionOfType(MalformedFrameException.class).as(Arrays.toString(bytes)).isThrownBy(() -> {
			while (true) {
				input.readFrame(new Received());
			}
		});
	}

	private byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private WebSocketInput.Source inSmallParts(byte[] bytes) {
		MemorySocket socket = MemorySocket.of(bytes);
		return (buffer) -> socket
			.read(buffer.limit(Math.min(buffer.limit(), buffer.position() + 1 + this.random.nextInt(5000))));
	}

	private static void frame(ByteArrayOutputStream out, int first, byte[] content) {
		out.write(first);
		if (content.length < 126) {
			out.write(content.length);
		}
		else if (content.length < 65536) {
			out.write(126);
			out.write(content.length >>> 8);
			out.write(content.length);
		}
		else {
			out.write(127);
			out.writeBytes(ByteBuffer.allocate(8).putLong(content.length).array());
		}
		out.writeBytes(content);
	}

	private static byte[] unmask(ByteBuffer sent, int first) {
		assertThat(sent.get() & 0xff).isEqualTo(first);
		int second = sent.get() & 0xff;
		assertThat(second & 0x80).isNotZero();
		long length = second & 0x7f;
		if (length == 126) {
			length = sent.getShort() & 0xffff;
			assertThat(length).isGreaterThan(125);
		}
		else if (length == 127) {
			length = sent.getLong();
			assertThat(length).isGreaterThan(65535);
		}
		byte[] key = new byte[4];
		sent.get(key);
		byte[] content = new byte[(int) length];
		sent.get(content);
		for (int i = 0; i < content.length; i++) {
			content[i] ^= key[i & 3];
		}
		return content;
	}

	/**
	 * Keeps what is written, and has something to read.
	 */
	private static final class MemorySocket implements LinkSocket {

		private final ByteArrayOutputStream written = new ByteArrayOutputStream();

		private ByteBuffer toRead = ByteBuffer.allocate(0);

		private int room = Integer.MAX_VALUE;

		static MemorySocket of(byte[] toRead) {
			MemorySocket socket = new MemorySocket();
			socket.toRead = ByteBuffer.wrap(toRead);
			return socket;
		}

		ByteBuffer written() {
			return ByteBuffer.wrap(this.written.toByteArray());
		}

		@Override
		public int read(ByteBuffer buffer) {
			int length = Math.min(buffer.remaining(), this.toRead.remaining());
			buffer.put(this.toRead.slice(this.toRead.position(), length));
			this.toRead.position(this.toRead.position() + length);
			return (length > 0) ? length : -1;
		}

		@Override
		public boolean canOffer() {
			return this.room > 0;
		}

		@Override
		public void offer(ByteBuffer bytes) {
			byte[] part = new byte[Math.min(bytes.remaining(), this.room)];
			bytes.get(part);
			this.written.writeBytes(part);
		}

		@Override
		public void write(ByteBuffer bytes) {
			byte[] all = new byte[bytes.remaining()];
			bytes.get(all);
			this.written.writeBytes(all);
		}

		@Override
		public void close() {
			this.room = 0;
		}

	}

	private static final class Received implements WebSocketInput.Receiver {

		private final List<byte[]> messages = new ArrayList<>();

		private final List<byte[]> pings = new ArrayList<>();

		private final List<Integer> codes = new ArrayList<>();

		private final ByteArrayOutputStream message = new ByteArrayOutputStream();

		private int bytes() {
			return this.message.size() + this.messages.stream().mapToInt((message) -> message.length).sum();
		}

		@Override
		public void received(ByteBuffer part, boolean last) {
			this.message.writeBytes(copy(part));
			if (last) {
				this.messages.add(this.message.toByteArray());
				this.message.reset();
			}
		}

		@Override
		public void pinged(ByteBuffer content) throws IOException {
			this.pings.add(copy(content));
		}

		@Override
		public void closed(int code) {
			this.codes.add(code);
		}

		private static byte[] copy(ByteBuffer part) {
			byte[] copy = new byte[part.remaining()];
			part.get(copy);
			return copy;
		}

	}

}
