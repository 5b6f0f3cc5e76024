package dev.viewstamped.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.client.ClientNetwork;
import dev.viewstamped.client.ClientOptions;
import dev.viewstamped.client.ClientSession;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Reply;
import dev.viewstamped.replica.Time;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopClientTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final FixedTime time = new FixedTime();

	private final ClientSession session = new ClientSession(new ClientOptions(1, 10, 100, 1000, 1000, 1000),
			new NoNetwork(), this.time, new Random(1), new Random(2));

	private final EventLoop<Event> loop = new EventLoop<>("test-loop", new Mailbox<>(Event::bytes), new NoBody(),
			this.time, 1);

	@Test
	void callThatTheSessionHasIsLeftToItWhenTheLoopStops() {
		CompletableFuture<Reply> reply = client((call) -> {
			call.begin(this.session);
			this.loop.requestStop();
			return true;
		}).submit(new byte[1], TIMEOUT);
		assertThat(reply).isNotDone();
		assertThat(this.session.pending()).isOne();
	}

	@Test
	void callThatNobodyTakesAnyMoreFailsOnceAndIsNeverBegun() {
		List<Event.Call> taken = new ArrayList<>();
		this.loop.requestStop();
		CompletableFuture<Reply> reply = client(taken::add).submit(new byte[1], TIMEOUT);
		assertThat(reply).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(ReplicaUnavailableException.class)
			.withMessageContaining("did not happen");
		taken.get(0).begin(this.session);
		assertThat(this.session.pending()).isZero();
	}

	@Test
	void callWithoutRoomIsRejected() {
		List<Event.Call> calls = new ArrayList<>();
		CompletableFuture<Reply> reply = client((call) -> !calls.add(call)).submit(new byte[7], TIMEOUT);
		assertThat(reply).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(CommandRejectedException.class);
		assertThat(calls).singleElement().satisfies((call) -> assertThat(call.bytes()).isEqualTo(7));
	}

	@Test
	void callEndsEarlyEnoughForItsCallerToHaveTheOutcomeInTime() {
		assertThat(ends(Duration.ofSeconds(5))).isEqualTo(Duration.ofMillis(4750));
		assertThat(ends(Duration.ofMinutes(1))).isEqualTo(Duration.ofMillis(59_750));
		assertThat(ends(Duration.ofMillis(1000))).isEqualTo(Duration.ofMillis(950));
	}

	/**
	 * When the session gives up a command that it cannot send, seen from the call.
	 */
	private Duration ends(Duration timeout) {
		this.time.nanos = 1;
		client((call) -> {
			call.begin(this.session);
			return true;
		}).submit(new byte[1], timeout);
		long step = Duration.ofMillis(1).toNanos();
		while (this.session.pending() > 0) {
			this.time.nanos += step;
			this.session.tick();
		}
		return Duration.ofNanos(this.time.nanos - 1);
	}

	private LoopClient client(Predicate<Event.Call> mailbox) {
		return new LoopClient(this.loop, new CompletionThreads(), this.time, mailbox);
	}

	private static final class FixedTime implements Time {

		private long nanos = 1;

		@Override
		public long monotonicNanos() {
			return this.nanos;
		}

		@Override
		public long wallClockNanos() {
			return 1;
		}

	}

	private static final class NoNetwork implements ClientNetwork {

		@Override
		public int targets() {
			return 1;
		}

		@Override
		public boolean isConnected(int target) {
			return false;
		}

		@Override
		public int memberId(int target) {
			return -1;
		}

		@Override
		public boolean send(int target, ClientMessage message) {
			return false;
		}

	}

	private static final class NoBody implements EventLoop.Body<Event> {

		@Override
		public void start() {
		}

		@Override
		public void handle(Event event) {
		}

		@Override
		public void tick() {
		}

		@Override
		public boolean flush() {
			return false;
		}

		@Override
		public void gap(Mailbox<Event> mailbox, long nanos) {
		}

		@Override
		public void end(Mailbox<Event> mailbox, @Nullable Throwable failure) {
		}

	}

}
