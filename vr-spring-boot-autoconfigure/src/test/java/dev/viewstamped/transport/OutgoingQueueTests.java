package dev.viewstamped.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Evicted;
import dev.viewstamped.message.LocatePrimary;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Request;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutgoingQueueTests {

	private static final UUID ID = new UUID(1, 2);

	private static final int MAX_FRAME_BYTES = 1000;

	private static final int MAX_BYTES = 10_000;

	private final MessageCodec<ClientMessage> codec = new MessageCodec<>(ClientMessageCodec.types());

	private final OutgoingQueue<ClientMessage> queue = new OutgoingQueue<>(this.codec, MAX_FRAME_BYTES, MAX_BYTES);

	@Test
	void takeReturnsAllMessagesInAsFewFramesAsTheyFitIn() throws Exception {
		List<ClientMessage> messages = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			messages.add(new Evicted(ID, ID, i));
		}
		assertThat(messages).allMatch(this.queue::offer);
		FrameBatch<ClientMessage> batch = take();
		List<ClientMessage> taken = new ArrayList<>();
		for (int i = 0; i < batch.frames(); i++) {
			ByteBuffer frame = batch.frame(i);
			assertThat(frame.remaining()).isLessThanOrEqualTo(MAX_FRAME_BYTES);
			taken.addAll(this.codec.read(frame));
		}
		assertThat(taken).isEqualTo(messages);
		assertThat(batch.frames()).isEqualTo(4);
	}

	@Test
	void offerWhenFullReturnsFalseAndKeepsWhatIsQueued() throws Exception {
		int accepted = 0;
		while (this.queue.offer(new Evicted(ID, ID, accepted))) {
			accepted++;
		}
		assertThat(accepted).isBetween(200, MAX_BYTES / 38);
		FrameBatch<ClientMessage> batch = take();
		assertThat(batch.messages()).isEqualTo(accepted);
		int read = 0;
		for (int i = 0; i < batch.frames(); i++) {
			read += this.codec.read(batch.frame(i)).size();
		}
		assertThat(read).isEqualTo(accepted);
		assertThat(this.queue.offer(new LocatePrimary(ID))).isTrue();
	}

	@Test
	void offerWhenLargerThanAFrameReturnsFalse() throws Exception {
		assertThat(this.queue.offer(new LocatePrimary(ID))).isTrue();
		assertThat(this.queue.offer(request(MAX_FRAME_BYTES))).isFalse();
		assertThat(this.queue.offer(request(MAX_BYTES))).isFalse();
		assertThat(this.queue.offer(request(500))).isTrue();
		FrameBatch<ClientMessage> batch = take();
		assertThat(batch.frames()).isEqualTo(1);
		assertThat(this.codec.read(batch.frame(0))).hasSize(2);
	}

	@Test
	void offerWhenANumberIsNegativeReturnsFalse() throws Exception {
		assertThat(this.queue.offer(new Evicted(ID, ID, -5))).isFalse();
		assertThat(this.queue.offer(new LocatePrimary(ID))).isTrue();
		assertThat(this.codec.read(take().frame(0))).containsExactly(new LocatePrimary(ID));
	}

	@Test
	void offerWhileABatchIsSentGoesToTheNextOne() throws Exception {
		this.queue.offer(new LocatePrimary(ID));
		FrameBatch<ClientMessage> first = take();
		this.queue.offer(new Evicted(ID, ID, 1));
		assertThat(this.queue.flush()).isNull();
		assertThat(this.codec.read(first.frame(0))).containsExactly(new LocatePrimary(ID));
		this.queue.sent();
		assertThat(this.codec.read(take().frame(0))).containsExactly(new Evicted(ID, ID, 1));
	}

	@Test
	void whatIsPassedOnGoesToTheWriterBeforeWhatFollows() throws Exception {
		this.queue.offer(new LocatePrimary(ID));
		FrameBatch<ClientMessage> first = take();
		this.queue.passOn();
		this.queue.offer(new Evicted(ID, ID, 1));
		assertThat(this.queue.flush()).isNull();
		assertThat(this.queue.take()).isSameAs(first);
		this.queue.sent();
		FrameBatch<ClientMessage> second = Objects.requireNonNull(this.queue.take());
		assertThat(this.codec.read(second.frame(0))).containsExactly(new Evicted(ID, ID, 1));
		this.queue.offer(new Evicted(ID, ID, 2));
		this.queue.sent();
		assertThat(this.codec.read(take().frame(0))).containsExactly(new Evicted(ID, ID, 2));
	}

	@Test
	void whatIsPassedOnAndNotBegunIsForgottenWithTheRest() throws Exception {
		this.queue.offer(new LocatePrimary(ID));
		take();
		assertThat(this.queue.passOn()).isTrue();
		this.queue.offer(new LocatePrimary(ID));
		assertThat(this.queue.close()).isEqualTo(2);
		assertThat(this.queue.take()).isNull();
	}

	@Test
	void whatIsPassedOnTooLateIsNotTaken() {
		this.queue.offer(new LocatePrimary(ID));
		take();
		assertThat(this.queue.close()).isZero();
		assertThat(this.queue.passOn()).isFalse();
	}

	@Test
	void flushWhenNothingIsQueuedReturnsNothing() {
		assertThat(this.queue.flush()).isNull();
		this.queue.offer(new LocatePrimary(ID));
		this.queue.close();
		assertThat(this.queue.flush()).isNull();
	}

	@Test
	void closeForgetsWhatWaitsAndEndsTheWriter() throws Exception {
		this.queue.offer(new LocatePrimary(ID));
		this.queue.offer(new LocatePrimary(ID));
		assertThat(this.queue.close()).isEqualTo(2);
		assertThat(this.queue.close()).isZero();
		assertThat(this.queue.take()).isNull();
		assertThat(this.queue.offer(new LocatePrimary(ID))).isFalse();
	}

	private FrameBatch<ClientMessage> take() {
		return Objects.requireNonNull(this.queue.flush());
	}

	private static Request request(int payload) {
		return new Request(ID, ID, 1, 1, 0, 1, Operation.COMMAND, new byte[payload]);
	}

}
