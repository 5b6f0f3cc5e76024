package dev.viewstamped.service;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import dev.viewstamped.Command;
import dev.viewstamped.CommandFailedException;
import dev.viewstamped.CommandOutcomeUnknownException;
import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.CommandResult;
import dev.viewstamped.Query;
import dev.viewstamped.QueryResult;
import dev.viewstamped.ReadOptions;
import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.VrException;
import dev.viewstamped.message.Reply;
import dev.viewstamped.service.FakeVrClient.Asked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link VrTemplate}.
 */
@ExtendWith(OutputCaptureExtension.class)
class VrTemplateTests {

	private static final String TOKEN = new ReadToken(FakeVrClient.GROUP, 0, 9).encode();

	private final FakeVrClient client = new FakeVrClient();

	private final PayloadMapper mapper = new PayloadMapper();

	private final AtomicBoolean handling = new AtomicBoolean();

	private final List<String> observed = new ArrayList<>();

	private final VrTemplate template = template(Duration.ofSeconds(5));

	private VrTemplate template(Duration timeout) {
		return new VrTemplate(this.client, this.mapper, CommandNames.simpleClassNames(), this.handling::get, timeout,
				1000, (command, outcome, nanos) -> this.observed.add(command + " " + outcome + " " + (nanos >= 0)));
	}

	@Test
	void executeSendsNameAndJsonAndReturnsTheValue() {
		this.client.replies.add(CompletableFuture.completedFuture(FakeVrClient.reply(result("\"old\""))));
		CommandResult<Optional<String>> result = this.template.executeForResult(new Put("a", "1"));
		assertThat(result.value()).contains("old");
		assertThat(result.viewstamp()).isEqualTo(new Viewstamp(0, 1, 9));
		assertThat(result.token()).isEqualTo(TOKEN);
		assertThat(new String(this.client.commands.get(0), StandardCharsets.UTF_8))
			.isEqualTo("\0\3Put{\"key\":\"a\",\"value\":\"1\"}");
		assertThat(this.observed).containsExactly("Put success true");
	}

	@Test
	void executeWhenHandlerFailedThrowsItsCodeAndMessage() {
		this.client.replies.add(CompletableFuture
			.completedFuture(FakeVrClient.reply(this.mapper.encodeFailure("illegal-argument", "no"))));
		assertThatExceptionOfType(CommandFailedException.class)
			.isThrownBy(() -> this.template.execute(new Put("a", "1")))
			.withMessage("no")
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("illegal-argument"));
		assertThat(this.observed).containsExactly("Put failed true");
	}

	@Test
	void executeRethrowsTheClientsExceptions() {
		assertRethrown(new CommandRejectedException("busy", true), "rejected");
		assertRethrown(new ReplicaUnavailableException("no primary"), "unavailable");
		assertRethrown(new CommandOutcomeUnknownException("no answer"), "unknown");
	}

	private void assertRethrown(VrException failure, String outcome) {
		this.observed.clear();
		this.client.replies.add(CompletableFuture.failedFuture(new CompletionException(failure)));
		assertThatThrownBy(() -> this.template.execute(new Put("a", "1"))).isSameAs(failure);
		assertThat(this.observed).containsExactly("Put " + outcome + " true");
	}

	@Test
	void submitFailsWithTheSameExceptionUnwrapped() {
		VrException failure = new ReplicaUnavailableException("no primary");
		this.client.replies.add(CompletableFuture.failedFuture(new CompletionException(failure)));
		AtomicReference<Throwable> seen = new AtomicReference<>();
		this.template.submit(new Put("a", "1"), Duration.ofSeconds(1)).whenComplete((result, ex) -> seen.set(ex));
		assertThat(seen).hasValue(failure);
	}

	@Test
	void cancelDoesNotCancelTheCommand() {
		CompletableFuture<Reply> reply = new CompletableFuture<>();
		this.client.replies.add(reply);
		assertThat(this.template.submit(new Put("a", "1")).cancel(true)).isTrue();
		assertThat(reply).isNotDone();
		reply.complete(FakeVrClient.reply(result("null")));
		assertThat(this.observed).containsExactly("Put success true");
	}

	@Test
	void commandThatIsTooLargeIsRejectedBeforeItIsSent() {
		assertThatExceptionOfType(CommandRejectedException.class)
			.isThrownBy(() -> this.template.execute(new Put("a", "x".repeat(1000))))
			.withMessage("The command 'Put' has 1027 bytes, but at most 1000 are accepted."
					+ " Send less at once, or raise vr.limits.command-size")
			.satisfies((ex) -> assertThat(ex.isRetryable()).isFalse())
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(CommandRejectedException.Reason.TOO_LARGE));
		assertThat(this.client.commands).isEmpty();
		assertThat(this.observed).containsExactly("Put rejected true");
		assertThat(this.template.submit(new Put("a", "x".repeat(1000)))).isCompletedExceptionally();
	}

	@Test
	void executeWhenNobodyAnswersIsUnknown() {
		this.client.replies.add(new CompletableFuture<>());
		assertThatExceptionOfType(CommandOutcomeUnknownException.class)
			.isThrownBy(() -> template(Duration.ofMillis(1)).execute(new Put("a", "1")))
			.withMessage("No answer to the command 'Put' within 1001 ms. It may have happened");
		assertThat(this.observed).containsExactly("Put unknown true");
	}

	@Test
	void interruptionIsUnknownForCommandAndUnavailableForQuery() {
		this.client.replies.add(new CompletableFuture<>());
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CommandOutcomeUnknownException.class)
			.isThrownBy(() -> this.template.execute(new Put("a", "1")))
			.withMessage("The thread was interrupted while it waited for the command 'Put'. It may have happened");
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		this.client.queryReplies.add(new CompletableFuture<>());
		assertThatExceptionOfType(ReplicaUnavailableException.class)
			.isThrownBy(() -> this.template.query(new Find("a")))
			.withMessage("The thread was interrupted while it waited for the query 'Find'");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void resultThatCannotBeReadIsUnknownForCommandAndFailedForQuery() {
		this.client.replies.add(CompletableFuture.completedFuture(FakeVrClient.reply(result("{"))));
		assertThatExceptionOfType(CommandOutcomeUnknownException.class)
			.isThrownBy(() -> this.template.execute(new Put("a", "1")))
			.withMessageStartingWith("The command 'Put' was executed at 0.1.9, but its result cannot be read: ");
		this.client.queryReplies
			.add(CompletableFuture.completedFuture(FakeVrClient.queryReply(FakeVrClient.GROUP, 9, result("{"))));
		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> this.template.query(new Find("a")))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("unreadable-result"));
	}

	@Test
	void callsInsideHandlerAreRefused() {
		this.handling.set(true);
		assertThatIllegalStateException().isThrownBy(() -> this.template.execute(new Put("a", "1")))
			.withMessageStartingWith("A handler cannot send commands or queries: its replica would wait for itself.");
		assertThatIllegalStateException().isThrownBy(() -> this.template.submit(new Put("a", "1")));
		assertThatIllegalStateException().isThrownBy(() -> this.template.query(new Find("a")));
		assertThatIllegalStateException()
			.isThrownBy(() -> this.template.submitQuery(new Find("a"), ReadOptions.stale()));
	}

	@Test
	void queryAsksLinearizablyAndTellsTheStateItSaw() {
		this.client.queryReplies
			.add(CompletableFuture.completedFuture(FakeVrClient.queryReply(FakeVrClient.GROUP, 9, result("\"v\""))));
		QueryResult<Optional<String>> result = this.template.queryForResult(new Find("a"), ReadOptions.linearizable());
		assertThat(result.value()).contains("v");
		assertThat(result.opNumber()).isEqualTo(9);
		assertThat(result.token()).isEqualTo(TOKEN);
		assertThat(this.client.queries).containsExactly(new Asked(Consistency.LINEARIZABLE, 0));
		assertThat(this.observed).containsExactly("Find success true");
	}

	@Test
	void causalReadOfUnknownGroupIsComparedFirstAndThenWaits() {
		answer(FakeVrClient.GROUP, 5);
		answer(FakeVrClient.GROUP, 9);
		answer(FakeVrClient.GROUP, 10);
		assertThat(causalRead(TOKEN)).contains("v");
		assertThat(causalRead(TOKEN)).contains("v");
		assertThat(this.client.queries).containsExactly(new Asked(Consistency.CAUSAL, 0),
				new Asked(Consistency.CAUSAL, 9), new Asked(Consistency.CAUSAL, 9));
	}

	@Test
	void causalReadWithTokenOfOtherGroupNamesBothGroups() {
		String other = new ReadToken(new UUID(7, 7), 0, 1000).encode();
		answer(FakeVrClient.GROUP, 5);
		assertThatIllegalArgumentException().isThrownBy(() -> causalRead(other))
			.withMessage("The read token belongs to group 00000000-0000-0007-0000-000000000007, but group"
					+ " 00000000-0000-0001-0000-000000000002 answered: the group was formed anew since."
					+ " Read without the token");
	}

	@Test
	void causalReadOfWhoHasSeenNothingIsAnsweredByAnyGroup() {
		answer(FakeVrClient.GROUP, 5);
		answer(new UUID(7, 7), 0);
		String nothing = ReadToken.NOTHING_SEEN.encode();
		assertThat(causalRead(nothing)).contains("v");
		assertThat(causalRead(nothing)).contains("v");
		assertThat(this.client.queries).containsExactly(new Asked(Consistency.CAUSAL, 0),
				new Asked(Consistency.CAUSAL, 0));
	}

	@Test
	void causalReadWithMalformedTokenIsRefusedAtOnce() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.submitQuery(new Find("a"), ReadOptions.causalAfter("junk")))
			.withMessageStartingWith("'junk' is not a read token.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.query(new Find("a"), new ReadOptions(Consistency.CAUSAL, null)))
			.withMessage("A causal read needs a token. Use ReadOptions.causalAfter(token)");
	}

	@Test
	void observerThatThrowsDoesNotBreakTheCall(CapturedOutput output) {
		VrTemplate observedBadly = new VrTemplate(this.client, this.mapper, CommandNames.simpleClassNames(),
				this.handling::get, Duration.ofSeconds(5), 1000, (command, outcome, nanos) -> {
					throw new IllegalStateException("no meter");
				});
		this.client.replies.add(CompletableFuture.completedFuture(FakeVrClient.reply(result("null"))));
		assertThat(observedBadly.execute(new Put("a", "1"))).isEmpty();
		assertThat(output).contains("The observer of the command 'Put' failed; the command itself is not affected");
	}

	@Test
	void submitWhenTimeoutIsNotPositiveIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.submit(new Put("a", "1"), Duration.ZERO))
			.withMessage("'timeout' must be positive, but is 0 ms");
	}

	@Test
	void anonymousCommandIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.execute(new Command<String>() {
		})).withMessageEndingWith("cannot be sent because an anonymous class has no name. Declare it as a record");
	}

	private Optional<String> causalRead(String token) {
		return this.template.query(new Find("a"), ReadOptions.causalAfter(token));
	}

	private void answer(UUID groupId, long opNumber) {
		this.client.queryReplies
			.add(CompletableFuture.completedFuture(FakeVrClient.queryReply(groupId, opNumber, result("\"v\""))));
	}

	private static byte[] result(String json) {
		return ("\0" + json).getBytes(StandardCharsets.UTF_8);
	}

	record Put(String key, String value) implements Command<Optional<String>> {

	}

	record Find(String key) implements Query<Optional<String>> {

	}

}
