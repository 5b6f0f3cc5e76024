package dev.viewstamped.client;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.client.ScriptedNetwork.Sent;
import dev.viewstamped.message.Reply;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientSession}: commands that wait for a place in the window.
 */
class CommandWindowTests {

	@Test
	void submitBeyondWindowWaitsUntilTheOldestIsFinished() {
		ClientFixture client = ClientFixture.registered(1);
		List<Sent> sent = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			client.submit("c" + i);
		}
		while (!client.network.isQuiet()) {
			sent.add(client.network.next());
		}
		assertThat(sent).extracting((s) -> s.request().requestNumber()).containsExactly(2L, 3L, 4L, 5L);
		client.executed(sent.get(1));
		client.executed(sent.get(2));
		assertThat(client.network.isQuiet()).as("2 is not finished, so 6 is beyond the window").isTrue();
		client.executed(sent.get(0));
		Sent last = client.network.next();
		assertThat(last.request().requestNumber()).isEqualTo(6);
		assertThat(last.request().acknowledged()).isEqualTo(4);
	}

	@Test
	void submitWhenQueueIsFullIsRejected() {
		ClientFixture client = ClientFixture.registered(1);
		for (int i = 0; i < 4 + 8; i++) {
			assertThat(client.submit("c" + i).isDone()).isFalse();
		}
		CommandRejectedException ex = client.submit("more").failure(CommandRejectedException.class);
		assertThat(ex.isRetryable()).isTrue();
		assertThat(ex).hasMessageContaining("8 commands wait").hasMessageContaining("did not happen");
		assertThat(client.session.pending()).isEqualTo(12);
	}

	@Test
	void submitWhenTooLargeIsRejectedAtOnce() {
		ClientFixture client = ClientFixture.registered(1);
		CommandRejectedException ex = client.submit("x".repeat(101)).failure(CommandRejectedException.class);
		assertThat(ex.isRetryable()).isFalse();
		assertThat(ex).hasMessageContaining("101 bytes").hasMessageContaining("vr.limits.command-size");
		assertThat(client.network.isQuiet()).isTrue();
	}

	@Test
	void timeoutOfQueuedCommandBehindSilentWindowIsUnavailable() {
		ClientFixture client = ClientFixture.registered(1);
		for (int i = 0; i < 4; i++) {
			client.submit("c" + i);
		}
		Outcome<Reply> queued = client.submit("queued", 200 * ClientFixture.MILLI);
		client.advance(200);
		assertThat(queued.failure(ReplicaUnavailableException.class)).hasMessageContaining("4 commands in flight");
	}

	@Test
	void timeoutOfQueuedCommandBehindSlowWindowIsRejected() {
		ClientFixture client = ClientFixture.registered(1);
		for (int i = 0; i < 4; i++) {
			client.submit("c" + i);
		}
		Outcome<Reply> queued = client.submit("queued", 200 * ClientFixture.MILLI);
		client.advance(100);
		client.network.next();
		client.executed(client.network.next());
		client.advance(100);
		assertThat(queued.failure(CommandRejectedException.class).isRetryable()).isTrue();
	}

}
