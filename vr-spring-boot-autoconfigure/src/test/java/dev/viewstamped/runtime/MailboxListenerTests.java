package dev.viewstamped.runtime;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Forward;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.LocatePrimary;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class MailboxListenerTests {

	private static final UUID ID = new UUID(1, 2);

	private static final Header HEADER = new Header(ID, 0, 0, 1, 1);

	private static final int LINK_BYTES = 1000;

	private final Mailbox<Event> mailbox = new Mailbox<>(Event::bytes);

	private final MailboxListener listener = new MailboxListener(this.mailbox, LINK_BYTES);

	@Test
	void messagesOfMembersAreRefusedBeyondTheBytesOfFourLinks() {
		assertThat(this.listener.onPeerMessage(new Forward(HEADER, request(4 * LINK_BYTES)))).isTrue();
		assertThat(this.listener.onPeerMessage(new Forward(HEADER, request(1)))).isFalse();
		assertThat(this.listener.onPeerMessage(new Forward(HEADER, new LocatePrimary(ID)))).isTrue();
	}

	@Test
	void requestsOfClientsLeaveRoomForMembers() {
		assertThat(this.listener.onClientMessage(1, request(2 * LINK_BYTES))).isTrue();
		assertThat(this.listener.onClientMessage(1, request(1))).isFalse();
		assertThat(this.listener.onPeerMessage(new Forward(HEADER, request(2 * LINK_BYTES)))).isTrue();
	}

	@Test
	void endsOfOthersAreNeverRefused() {
		this.listener.onPeerMessage(new Forward(HEADER, request(4 * LINK_BYTES)));
		this.listener.onClientClosed(1);
		this.listener.onPeerGone(1);
		this.listener.onSuperseded("test");
		assertThat(this.mailbox.size()).isEqualTo(4);
	}

	@Test
	@Timeout(20)
	void loopIsWokenOnceAllIsRead() {
		Thread loop = new Thread(() -> this.mailbox.await(TimeUnit.HOURS.toNanos(1)));
		loop.start();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> loop.getState() == Thread.State.TIMED_WAITING);
		this.listener.onRead();
		this.listener.onPeerMessage(new Forward(HEADER, request(1)));
		assertThat(loop.getState()).isEqualTo(Thread.State.TIMED_WAITING);
		this.listener.onRead();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !loop.isAlive());
	}

	@Test
	void bytesOfEveryMessageThatCarriesAnyAreCounted() {
		byte[] bytes = new byte[500];
		Entry entry = new Entry(0, 0, 1, 1, Operation.COMMAND, ID, 1, 1, 0, bytes);
		assertThat(MessageBytes.of(new Prepare(HEADER, Viewstamp.ZERO, 0, List.of(entry, entry)))).isGreaterThan(1000);
		assertThat(MessageBytes.of(new NewState(HEADER, Viewstamp.ZERO, List.of(entry), 0))).isGreaterThan(500);
		assertThat(MessageBytes.of(new Reply(ID, ID, 0, 0, 1, Viewstamp.ZERO, Reply.Outcome.EXECUTED, bytes)))
			.isEqualTo(500);
		assertThat(MessageBytes.of(new QueryRequest(ID, 1, Consistency.STALE, 0, bytes))).isEqualTo(500);
		assertThat(MessageBytes.of(new QueryReply(ID, ID, 1, 0, 0, 1, bytes))).isEqualTo(500);
	}

	private static ClientMessage request(int bytes) {
		return new Request(ID, ID, 1, 1, 0, 1, Operation.COMMAND, new byte[bytes]);
	}

}
