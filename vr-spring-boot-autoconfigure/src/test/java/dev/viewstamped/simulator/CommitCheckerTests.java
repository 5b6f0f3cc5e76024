package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Operation;
import dev.viewstamped.replica.ReplicaReport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CommitChecker}: each fabricated loss is found.
 */
class CommitCheckerTests {

	private final CommitChecker checker = new CommitChecker(new DurabilityChecker(),
			new EpochChecker(new DurabilityChecker()));

	private final FabricatedReplica zero = replica(0, 1);

	private final FabricatedReplica one = replica(1, 1);

	@Test
	void whatAQuorumHoldsPasses() {
		this.one.append(0, 2);
		observe(this.one, this.one.normal(0, 0));
		this.zero.append(0, 3);
		observe(this.zero, this.zero.normal(0, 2));
		observe(this.one, this.one.cut(2).append(0, 3).normal(0, 2));
		observe(this.zero, this.zero.normal(0, 3));
	}

	@Test
	void whatOnlyThePrimaryHoldsIsFound() {
		this.one.append(0, 1);
		observe(this.one, this.one.normal(0, 0));
		this.zero.append(0, 2);
		assertFails("S2-HELD-BY-QUORUM", this.zero, this.zero.normal(0, 2));
	}

	@Test
	void whatACrashedMemberHadIsAKnownLossUntilItRecovers() {
		commitTwo();
		this.checker.crashed(this.one.life());
		FabricatedReplica next = replica(1, 2);
		observe(next, next.recovering());
		observe(this.zero, this.zero.normal(0, 2));
		assertFails("S15-RECOVERED-LOG", next, next.append(0, 1).normal(0, 1));
	}

	@Test
	void whatWasCommittedInALaterViewIsNotAskedOfARecoveredMember() {
		this.one.append(0, 2);
		observe(this.one, this.one.normal(0, 0));
		this.checker.crashed(this.one.life());
		FabricatedReplica two = replica(2, 1).append(0, 2);
		observe(two, two.normal(0, 0));
		this.zero.append(0, 2);
		observe(this.zero, this.zero.normal(3, 2));
		FabricatedReplica next = replica(1, 2);
		observe(next, next.append(0, 1).normal(1, 1));
	}

	@Test
	void removalOfACommittedEntryIsFound() {
		commitTwo();
		assertFails("S11-NO-COMMITTED-OP-REMOVED", this.one, this.one.cut(1).normal(1, 1));
	}

	@Test
	void twoCommittedEntriesAtAnOpAreFound() {
		commitTwo();
		FabricatedReplica two = replica(2, 1).append(0, 1).append(1, 2);
		assertFails("S1-SAME-COMMITTED", two, two.normal(1, 2));
	}

	@Test
	void viewThatShrinksAlongTheLogIsFound() {
		this.zero.append(1, 1).append(0, 2);
		assertFails("S8-VIEWS", this.zero, this.zero.normal(3, 2));
	}

	@Test
	void timeThatDoesNotGrowAlongTheLogIsFound() {
		Entry first = FabricatedReplica.entry(0, 1, "x");
		Entry second = new Entry(0, 0, 2, first.timestampNanos(), Operation.COMMAND, first.client(), 1, 2, 0,
				first.payload());
		this.zero.append(first).append(second);
		assertFails("S8-TIMESTAMPS", this.zero, this.zero.normal(0, 2));
	}

	@Test
	void gapInTheLogIsFound() {
		this.zero.append(0, 1).append(FabricatedReplica.entry(0, 3, "x"));
		assertFails("S8-NO-GAP-IN-LOG", this.zero, this.zero.normal(0, 2));
	}

	private void commitTwo() {
		this.one.append(0, 2);
		observe(this.one, this.one.normal(0, 0));
		this.zero.append(0, 2);
		observe(this.zero, this.zero.normal(0, 2));
	}

	private FabricatedReplica replica(int memberId, int lifeNumber) {
		FabricatedReplica replica = new FabricatedReplica(memberId, lifeNumber);
		this.checker.started(replica.life());
		return replica;
	}

	private void observe(FabricatedReplica replica, ReplicaReport report) {
		replica.life().setLast(report);
		this.checker.observe(replica.life(), report);
	}

	private void assertFails(String invariant, FabricatedReplica replica, ReplicaReport report) {
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> observe(replica, report))
			.satisfies((ex) -> assertThat(ex.invariant()).isEqualTo(invariant));
	}

}
