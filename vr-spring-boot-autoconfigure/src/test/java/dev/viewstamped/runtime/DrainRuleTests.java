package dev.viewstamped.runtime;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.CheckpointReport;
import dev.viewstamped.replica.PeerReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.runtime.DrainRule.Kind;
import dev.viewstamped.runtime.DrainRule.Step;
import dev.viewstamped.transport.LinkReport;
import dev.viewstamped.transport.TransportCounters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class DrainRuleTests {

	private static final long SECOND = 1_000_000_000;

	private final DrainRule rule = new DrainRule(SECOND, () -> false);

	@Test
	void backupStopsAtOnceWhenOthersAreQuorum() {
		assertThat(this.rule.next(report(Role.BACKUP, Status.NORMAL, 3, 0, 0)).kind()).isEqualTo(Kind.DONE);
	}

	@Test
	void primaryHandsOverFirst() {
		assertThat(this.rule.next(report(Role.PRIMARY, Status.NORMAL, 3, 0, 0)).kind()).isEqualTo(Kind.HAND_OVER);
		assertThat(this.rule.next(report(Role.NONE, Status.VIEW_CHANGE, 3, 0, 0)).kind()).isEqualTo(Kind.DONE);
	}

	@Test
	void primaryThatIsAloneWaitsForTheOthers() {
		assertThat(this.rule.next(report(Role.PRIMARY, Status.NORMAL, 1, -1, -1)).kind()).isEqualTo(Kind.WAIT);
	}

	@Test
	void backupWaitsWhileAnotherMemberIsAwayAndNamesIt() {
		Step step = this.rule.next(report(Role.BACKUP, Status.NORMAL, 2, 0, 2 * SECOND));
		assertThat(step.kind()).isEqualTo(Kind.WAIT);
		assertThat(step.reason()).isEqualTo("until 2 other members are normal, of which 1 are; missing: host2:8080");
	}

	@Test
	void memberThatIsHeardWithoutStateDoesNotCount() {
		assertThat(this.rule.next(report(Role.BACKUP, Status.NORMAL, 2, 0, 0)).kind()).isEqualTo(Kind.WAIT);
	}

	@Test
	void membersThatStopTogetherDoNotWaitForEachOther() {
		NodeReport begin = report(Role.PRIMARY, Status.NORMAL, 3, 0, 0);
		NodeReport othersGone = report(Role.NONE, Status.VIEW_CHANGE, 1, 0, 0);
		assertThat(this.rule.next(begin).kind()).isEqualTo(Kind.HAND_OVER);
		assertThat(this.rule.next(othersGone).kind()).isEqualTo(Kind.DONE);
	}

	@Test
	void membersThatAreLeftAndAllStopDoNotWaitForThoseThatAreGone() {
		NodeReport report = report(0, group(), Role.PRIMARY, Status.NORMAL, 2,
				List.of(peer(1, 0, true), peer(2, -1, false)));
		assertThat(this.rule.next(report).kind()).isEqualTo(Kind.DONE);
	}

	@Test
	void memberOfGroupOfTwoNeedsOnlyTheOther() {
		Configuration two = new Configuration(0, List.of(new Member(0, "host0:8080"), new Member(1, "host1:8080")));
		assertThat(this.rule.next(report(0, two, Role.BACKUP, Status.NORMAL, 1)).kind()).isEqualTo(Kind.WAIT);
		assertThat(this.rule.next(report(0, two, Role.BACKUP, Status.NORMAL, 2, 0)).kind()).isEqualTo(Kind.DONE);
	}

	@Test
	void primaryWhoseBackupsAreGoneDoesNotHandOver() {
		assertThat(this.rule.next(report(Role.PRIMARY, Status.NORMAL, 3, 0, 0)).kind()).isEqualTo(Kind.HAND_OVER);
		assertThat(this.rule.next(report(Role.PRIMARY, Status.NORMAL, 1, -1, -1)).kind()).isEqualTo(Kind.DONE);
	}

	@ParameterizedTest
	@EnumSource(names = { "RECOVERING", "STOPPED", "RETIRED" })
	void replicaWithoutUseStopsAtOnce(Status status) {
		assertThat(this.rule.next(report(Role.NONE, status, 1, -1, -1)).kind()).isEqualTo(Kind.DONE);
	}

	@Test
	void replicaThatIsReplacedWaitsUntilItIsRetired() {
		assertThat(this.rule.next(report(Role.NONE, Status.TRANSITIONING, 3, 0, 0)))
			.isEqualTo(new Step(Kind.WAIT, "until the group has gone on without it"));
		assertThat(this.rule.next(report(Role.NONE, Status.RETIRED, 3, 0, 0)).kind()).isEqualTo(Kind.DONE);
	}

	@Test
	void replicaThatIsToBeReplacedWaitsAndIsNotPrimary() {
		DrainRule departing = new DrainRule(SECOND, () -> true);
		assertThat(departing.next(report(Role.PRIMARY, Status.NORMAL, 3, 0, 0)).kind()).isEqualTo(Kind.HAND_OVER);
		assertThat(departing.next(report(Role.BACKUP, Status.NORMAL, 3, 0, 0)).kind()).isEqualTo(Kind.WAIT);
		assertThat(departing.next(report(Role.NONE, Status.RETIRED, 3, 0, 0)).kind()).isEqualTo(Kind.DONE);
	}

	@Test
	void groupOfOneAndStandbyStopAtOnce() {
		Configuration one = new Configuration(0, List.of(new Member(0, "host0:8080")));
		assertThat(this.rule.next(report(0, one, Role.PRIMARY, Status.NORMAL, 1)).kind()).isEqualTo(Kind.DONE);
		assertThat(this.rule.next(report(5, group(), Role.NONE, Status.NORMAL, 3, 0, 0)).kind()).isEqualTo(Kind.DONE);
	}

	private static Configuration group() {
		return new Configuration(0,
				List.of(new Member(0, "host0:8080"), new Member(1, "host1:8080"), new Member(2, "host2:8080")));
	}

	private static NodeReport report(Role role, Status status, int reachable, long... silentNanos) {
		return report(0, group(), role, status, reachable, silentNanos);
	}

	private static NodeReport report(int memberId, Configuration configuration, Role role, Status status, int reachable,
			long... silentNanos) {
		List<PeerReport> peers = new ArrayList<>();
		for (int i = 0; i < silentNanos.length; i++) {
			peers.add(peer(i + 1, silentNanos[i], false));
		}
		return report(memberId, configuration, role, status, reachable, peers);
	}

	private static PeerReport peer(int memberId, long silentNanos, boolean stopping) {
		return new PeerReport(memberId, -1, -1, silentNanos, stopping);
	}

	private static NodeReport report(int memberId, Configuration configuration, Role role, Status status, int reachable,
			List<PeerReport> peers) {
		List<LinkReport> links = peers.stream()
			.map((peer) -> new LinkReport(peer.memberId(), "host" + peer.memberId() + ":8080", peer.silentNanos() >= 0,
					null))
			.toList();
		ReplicaReport replica = new ReplicaReport(Header.NO_GROUP, memberId, role, status, 0, -1, 0, 0, 0,
				configuration, configuration.size() / 2 + 1, reachable, null, peers, 0, 0, 0, 1, 0,
				CheckpointReport.NONE, null, 0, 0, 0, false);
		return new NodeReport("test", replica, -1, null, links, new TransportCounters(0, 0, 0, 0), null);
	}

}
