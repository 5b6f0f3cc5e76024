package dev.viewstamped.actuate;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.actuate.VrDescriptor.MemberDescriptor;
import dev.viewstamped.message.GroupChange.Phase;
import dev.viewstamped.message.OperatorReply.Outcome;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;

class GroupOperationsTests {

	private static final List<String> MEMBERS = List.of("localhost:8080", "localhost:8084", "localhost:8083");

	private final OperatedNode node = new OperatedNode();

	private final GroupOperations operations = new GroupOperations(this.node);

	private static void assertSentence(WebEndpointResponse<OperationResponseBody> response, int status,
			String sentence) {
		assertThat(response.getStatus()).isEqualTo(status);
		assertThat(response.getBody()).isInstanceOfSatisfying(MessageDescriptor.class,
				(body) -> assertThat(body.message()).contains(sentence));
	}

	@Test
	void acceptedReconfigurationTellsOpNumberAndMembersById() {
		this.node.answer(Outcome.ACCEPTED, "done", 77);
		WebEndpointResponse<OperationResponseBody> response = this.operations.reconfigure("0", MEMBERS);
		assertThat(response.getStatus()).isEqualTo(202);
		assertThat(response.getBody())
			.isEqualTo(new ReconfiguredDescriptor(77, List.of(new MemberDescriptor(0, "localhost:8080"),
					new MemberDescriptor(3, "localhost:8083"), new MemberDescriptor(4, "localhost:8084"))));
		assertThat(this.node.asked())
			.containsExactly("RECONFIGURE 0 [localhost:8080, localhost:8084, localhost:8083] PT1M");
	}

	@ParameterizedTest
	@CsvSource({ "CONFLICT,409", "INVALID,422", "NO_PRIMARY,503" })
	void refusedReconfigurationTellsWhy(Outcome outcome, int status) {
		this.node.answer(outcome, "the reason", 0);
		assertSentence(this.operations.reconfigure("0", MEMBERS), status, "the reason");
	}

	@Test
	void reconfigurationWithoutAnAnswerIsUnavailableAndSaysThatItMayHappen() {
		this.node.answer(CompletableFuture.failedFuture(new ReplicaUnavailableException("No primary in 60 s")));
		assertSentence(this.operations.reconfigure("0", MEMBERS), 503, "No primary in 60 s. The change may be");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "-1", "1.5", "true", "99999999999999999999" })
	void expectedEpochThatIsNoNumberIsRefusedHere(String epoch) {
		assertSentence(this.operations.reconfigure(epoch, MEMBERS), 422, "'" + epoch + "' and has to be a number");
		assertThat(this.node.asked()).isEmpty();
	}

	@Test
	void missingFieldsAreRefusedHere() {
		assertSentence(this.operations.reconfigure(null, MEMBERS), 422, "expectedEpoch is missing");
		assertSentence(this.operations.reconfigure("0", null), 422, "members is missing");
		assertThat(this.node.asked()).isEmpty();
	}

	@Test
	void entriesThatAreNoAddressesAreRefusedHere() {
		assertSentence(this.operations.reconfigure("0", List.of("a:1", " ")), 422, "which is not an address");
		assertSentence(this.operations.reconfigure("0", List.of("a".repeat(300))), 422, "which is not an address");
		assertSentence(this.operations.reconfigure("0", Collections.nCopies(32, "a:1")), 422, "31 members at most");
		assertThat(this.node.asked()).isEmpty();
	}

	@Test
	void handOverAnswersWithASentence() {
		this.node.answer(Outcome.ACCEPTED, "to member 3", 0);
		assertSentence(this.operations.handOver(), 202, "to member 3");
		this.node.answer(Outcome.CONFLICT, "a change is under way", 0);
		assertSentence(this.operations.handOver(), 409, "a change is under way");
		this.node.answer(Outcome.INVALID, "nobody is up to date", 0);
		assertSentence(this.operations.handOver(), 409, "nobody is up to date");
		this.node.answer(Outcome.NO_PRIMARY, "no primary", 0);
		assertSentence(this.operations.handOver(), 503, "no primary");
		this.node.answer(CompletableFuture.failedFuture(new ReplicaUnavailableException("none answers")));
		assertSentence(this.operations.handOver(), 503, "none answers");
		assertThat(this.node.asked()).hasSize(5).allMatch("HAND_OVER 0 [] PT10S"::equals);
	}

	private String state() {
		return (this.operations.change().getBody() instanceof ReconfigurationDescriptor change) ? change.state() : "";
	}

	@Test
	void changeIsThePrimarysOwnReport() {
		assertThat(state()).isEqualTo("complete");
		assertThat(this.node.asked()).isEmpty();
	}

	@Test
	void changeIsAskedOfThePrimaryByOthers() {
		this.node.show(Reports.reconfigured(Role.BACKUP, Status.NORMAL, Phase.TRANSITIONING));
		this.node.answer(Outcome.ACCEPTED, "", 0, Phase.COMPLETE);
		assertThat(state()).isEqualTo("complete");
		assertThat(this.node.asked()).containsExactly("REPORT 0 [] PT2S");
	}

	@Test
	void changeIsWhatIsKnownHereWhenNoPrimaryAnswers() {
		this.node.show(Reports.reconfigured(Role.NONE, Status.TRANSITIONING, Phase.TRANSITIONING));
		this.node.answer(Outcome.NO_PRIMARY, "no primary", 0, Phase.COMPLETE);
		assertThat(state()).isEqualTo("transitioning");
		this.node.answer(CompletableFuture.failedFuture(new ReplicaUnavailableException("none answers")));
		assertThat(state()).isEqualTo("transitioning");
	}

	@Test
	void changeIsUnavailableToAClientWithoutAPrimary() {
		this.node.show(Reports.client(-1));
		this.node.answer(CompletableFuture.failedFuture(new ReplicaUnavailableException("none answers")));
		assertSentence(this.operations.change(), 503, "none answers");
	}

}
