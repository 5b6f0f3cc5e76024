package dev.viewstamped.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
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
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		WebSocketOutput output = new WebSocketOutput(out, this.random);
		ByteBuffer shifted = ByteBuffer.allocate(length + 5).position(5).put(message).position(5);
		output.writeBinary(shifted);
		assertThat(shifted.hasRemaining()).isFalse();
		output.writeBinary(ByteBuffer.wrap(message));
		ByteBuffer sent = ByteBuffer.wrap(out.toByteArray());
		assertThat(unmask(sent, 0x82)).isEqualTo(message);
		assertThat(unmask(sent, 0x82)).isEqualTo(message);
		assertThat(sent.hasRemaining()).isFalse();
	}

	@Test
	void eachFrameHasAKeyOfItsOwn() throws Exception {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		WebSocketOutput output = new WebSocketOutput(out, this.random);
		for (int i = 0; i < 200; i++) {
			output.writeBinary(ByteBuffer.allocate(4));
		}
		ByteBuffer sent = ByteBuffer.wrap(out.toByteArray());
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
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new WebSocketOutput(out, this.random).writeClose(1001, "stopped");
		ByteBuffer content = ByteBuffer.wrap(unmask(ByteBuffer.wrap(out.toByteArray()), 0x88));
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
		WebSocketInput input = new WebSocketInput(inSmallParts(sent.toByteArray()));
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

	@Test
	void pingsAndTheEndAreToldBetweenTheFramesOfAMessage() throws Exception {
		ByteArrayOutputStream sent = new ByteArrayOutputStream();
		frame(sent, 0x02, new byte[] { 1 });
		frame(sent, 0x89, new byte[] { 9, 9 });
		frame(sent, 0x80, new byte[] { 2 });
		frame(sent, 0x88, new byte[] { 3, (byte) 0xe9, 'x' });
		frame(sent, 0x88, new byte[0]);
		Received received = new Received();
		WebSocketInput input = new WebSocketInput(new ByteArrayInputStream(sent.toByteArray()));
		for (int i = 0; i < 5; i++) {
			input.readFrame(received);
		}
		assertThat(received.messages).containsExactly(new byte[] { 1, 2 });
		assertThat(received.pings).containsExactly(new byte[] { 9, 9 });
		assertThat(received.codes).containsExactly(1001, 1005);
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
			WebSocketInput input = new WebSocketInput(new ByteArrayInputStream(bytes(this.random.nextInt(2000))));
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
		WebSocketInput input = new WebSocketInput(new ByteArrayInputStream(sent));
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

	private InputStream inSmallParts(byte[] bytes) {
		return new ByteArrayInputStream(bytes) {

			@Override
			public synchronized int read(byte[] buffer, int offset, int length) {
				return super.read(buffer, offset, Math.min(length, 1 + WebSocketFramesTests.this.random.nextInt(5000)));
			}

		};
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
