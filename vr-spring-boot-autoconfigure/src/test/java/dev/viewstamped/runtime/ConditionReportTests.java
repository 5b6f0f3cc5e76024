package dev.viewstamped.runtime;

import java.util.List;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.CheckpointReport;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.PeerReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.transport.LinkReport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConditionReportTests {

	private static final long SECOND = 1_000_000_000;

	private static final Condition REFUSAL = new Condition(Condition.UNAUTHORIZED, "another secret");

	private final ConditionReport conditions = new ConditionReport(SECOND);

	@Test
	void conditionWhenAllIsWellIsAbsent() {
		ReplicaReport replica = replica(Status.NORMAL, 2, null, peer(1, 0), peer(2, 0));
		assertThat(this.conditions.condition(replica, List.of(), null)).isNull();
	}

	@Test
	void conditionWithoutQuorumSaysWhatTheLinksSay() {
		ReplicaReport replica = replica(Status.NORMAL, 1, new Condition(Condition.NO_QUORUM, "Waiting"), peer(1, -1),
				peer(2, 4 * SECOND));
		List<LinkReport> links = List.of(new LinkReport(1, "localhost:8081", false, "connection refused"),
				new LinkReport(2, "localhost:8082", true, null));
		assertThat(this.conditions.condition(replica, links, null)).isEqualTo(new Condition("no-quorum",
				"Waiting for 1 more of 3 members: localhost:8081 (connection refused), localhost:8082 (no answer for 4 s)"));
	}

	@Test
	void conditionWithoutQuorumAndLinksNamesTheMembers() {
		ReplicaReport replica = replica(Status.VIEW_CHANGE, 1, null, peer(1, -1), peer(2, 0));
		assertThat(this.conditions.condition(replica, List.of(), null))
			.isEqualTo(new Condition("no-quorum", "Waiting for 1 more of 3 members: host1:8080 (no answer yet)"));
	}

	@Test
	void conditionOfRecoveryKeepsItsMessage() {
		ReplicaReport replica = replica(Status.RECOVERING, 1, new Condition(Condition.RECOVERING, "0 of 2 answered"),
				peer(1, 0), peer(2, -1));
		assertThat(this.conditions.condition(replica, List.of(), null))
			.isEqualTo(new Condition("recovering", "0 of 2 answered. Not in contact: host2:8080 (no answer yet)"));
	}

	@Test
	void refusalWinsWhileTheReplicaIsNotAvailable() {
		ReplicaReport replica = replica(Status.RECOVERING, 1, new Condition(Condition.RECOVERING, "waiting"));
		assertThat(this.conditions.condition(replica, List.of(), REFUSAL)).isEqualTo(REFUSAL);
	}

	@Test
	void refusalOfOneMemberDoesNotMatterWhileTheReplicaIsAvailable() {
		ReplicaReport replica = replica(Status.NORMAL, 2, null, peer(1, 0), peer(2, -1));
		assertThat(this.conditions.condition(replica, List.of(), REFUSAL)).isNull();
	}

	@Test
	void conditionOfStoppedReplicaWins() {
		Condition superseded = new Condition(Condition.SUPERSEDED, "a newer process");
		ReplicaReport replica = replica(Status.STOPPED, 1, superseded, peer(1, -1));
		assertThat(this.conditions.condition(replica, List.of(), REFUSAL)).isEqualTo(superseded);
	}

	private static PeerReport peer(int memberId, long silentNanos) {
		return new PeerReport(memberId, -1, -1, silentNanos);
	}

	static ReplicaReport replica(Status status, int reachable, @Nullable Condition condition, PeerReport... peers) {
		Configuration configuration = new Configuration(0,
				List.of(new Member(0, "host0:8080"), new Member(1, "host1:8080"), new Member(2, "host2:8080")));
		return new ReplicaReport(Header.NO_GROUP, 0, Role.NONE, status, 0, -1, 0, 0, 0, configuration, 2, reachable,
				condition, List.of(peers), 0, 0, 0, 1, 0, CheckpointReport.NONE, null, 0, 0, 0, false);
	}

}
