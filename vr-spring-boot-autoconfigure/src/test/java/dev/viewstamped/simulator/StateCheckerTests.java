package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.replica.CheckpointReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StateChecker}: each fabricated bad history is found.
 */
class StateCheckerTests {

	private static final UUID GROUP = FabricatedReplica.GROUP;

	private static final Configuration MEMBERS = FabricatedReplica.MEMBERS;

	private final List<Applied> committed = new ArrayList<>();

	private final StateChecker checker = new StateChecker((group, applied) -> this.committed.add(applied),
			new StateChecker.Limits(10, 4));

	private final RecordingStateMachine one = machine("put a x", "put b y", "put a z");

	@Test
	void goodHistoryPasses() {
		this.checker.observe(0, 1, normal(0, 0, 3), this.one.applied());
		this.checker.observe(1, 1, normal(1, 0, 2), this.one.applied().subList(0, 2));
		this.checker.observe(1, 1, normal(1, 0, 3), this.one.applied());
		this.checker.crashed(0);
		this.checker.observe(0, 2, report(0, Status.RECOVERING, Role.NONE, 0, 0, 0, 0), List.of());
		this.checker.observe(0, 2, normal(0, 1, 3), this.one.applied());
		assertThat(this.committed).hasSize(3);
		assertThat(this.checker.canon(GROUP).valueAt("a", 2)).isEqualTo("1:x");
		assertThat(this.checker.canon(GROUP).valueAt("a", 3)).isEqualTo("2:z");
	}

	@Test
	void otherCommandAtTheSameOpIsFound() {
		this.checker.observe(0, 1, normal(0, 0, 3), this.one.applied());
		fails("S1-AGREEMENT", 1, normal(1, 0, 3), machine("put a x", "put b other", "put a z"));
	}

	@Test
	void otherTimestampIsFound() {
		this.checker.observe(0, 1, normal(0, 0, 1), this.one.applied().subList(0, 1));
		RecordingStateMachine other = new RecordingStateMachine();
		other.apply(new Viewstamp(0, 0, 1), 99, "put a x");
		fails("S1-AGREEMENT", 1, normal(1, 0, 1), other);
	}

	@Test
	void commandAtAnOpThatOthersExecutedWithoutItIsFound() {
		this.checker.observe(0, 1, normal(0, 0, 5), this.one.applied());
		RecordingStateMachine other = machine("put a x", "put b y", "put a z", "put c more");
		fails("S1-AGREEMENT", 1, normal(1, 0, 5), other);
	}

	@Test
	void gapIsFound() {
		this.checker.observe(0, 1, normal(0, 0, 3), this.one.applied());
		List<Applied> gap = List.of(this.one.applied().get(0), this.one.applied().get(2));
		assertFails("S1-NO-GAP", () -> this.checker.observe(1, 1, normal(1, 0, 3), gap));
	}

	@Test
	void executedWithoutApplyingIsFound() {
		this.checker.observe(0, 1, normal(0, 0, 3), this.one.applied());
		assertFails("S1-NO-GAP", () -> this.checker.observe(1, 1, normal(1, 0, 3), this.one.applied().subList(0, 2)));
	}

	@Test
	void commandAppliedTwiceInALifeIsFound() {
		List<Applied> twice = List.of(this.one.applied().get(0), this.one.applied().get(0));
		assertFails("S10-APPLIED-ONCE", () -> this.checker.observe(1, 1, normal(1, 0, 3), twice));
	}

	@Test
	void commandAtTwoOpsIsFound() {
		fails("S10-EXACTLY-ONCE", 0, normal(0, 0, 2), machine("put a x", "put a x"));
	}

	@Test
	void timestampThatDoesNotGrowIsFound() {
		RecordingStateMachine machine = new RecordingStateMachine();
		machine.apply(new Viewstamp(0, 0, 1), 5, "put a x");
		machine.apply(new Viewstamp(0, 0, 2), 5, "put a y");
		fails("S8-TIMESTAMPS", 0, normal(0, 0, 2), machine);
	}

	@Test
	void viewThatShrinksInTheLogIsFound() {
		RecordingStateMachine machine = new RecordingStateMachine();
		machine.apply(new Viewstamp(0, 1, 1), 5, "put a x");
		machine.apply(new Viewstamp(0, 0, 2), 6, "put a y");
		fails("S8-VIEWS", 0, normal(0, 3, 2), machine);
	}

	@Test
	void wrongResultIsFound() {
		List<Applied> wrong = List.of(new Applied(new Viewstamp(0, 0, 1), 1, "put a x", "wrong"));
		assertFails("S9-RESULT", () -> this.checker.observe(0, 1, normal(0, 0, 1), wrong));
	}

	@Test
	void commitBeyondTheLogIsFound() {
		assertFails("S4-EXECUTED-COMMIT-OP",
				() -> this.checker.observe(0, 1, report(0, Status.NORMAL, Role.PRIMARY, 0, 1, 2, 1), List.of()));
	}

	@Test
	void numbersThatGoBackAreFound() {
		this.checker.observe(0, 1, normal(0, 3, 3), this.one.applied());
		assertFails("S4-MONOTONE-VIEW", () -> this.checker.observe(0, 1, normal(0, 2, 3), this.one.applied()));
		assertFails("S4-MONOTONE-COMMIT", () -> this.checker.observe(0, 1,
				report(0, Status.NORMAL, Role.PRIMARY, 3, 3, 2, 2), this.one.applied()));
		assertFails("S4-MONOTONE-EXECUTED", () -> this.checker.observe(0, 1,
				report(0, Status.NORMAL, Role.PRIMARY, 3, 3, 3, 2), this.one.applied()));
	}

	@Test
	void primaryOfAnotherViewIsFound() {
		assertFails("S3-PRIMARY-OF-VIEW",
				() -> this.checker.observe(0, 1, report(0, Status.NORMAL, Role.PRIMARY, 1, 0, 0, 0), List.of()));
	}

	@Test
	void primaryOfItsViewInASecondLifeIsFound() {
		this.checker.observe(0, 1, normal(0, 3, 0), List.of());
		this.checker.crashed(0);
		assertFails("S3-ONE-PRIMARY", () -> this.checker.observe(0, 2, normal(0, 3, 0), List.of()));
	}

	@Test
	void twoGroupsAreFound() {
		this.checker.observe(0, 1, normal(0, 0, 0), List.of());
		assertFails("S12-ONE-GROUP",
				() -> this.checker.observe(1, 1, withGroup(normal(1, 0, 0), new UUID(2, 2)), List.of()));
	}

	@Test
	void changeOfGroupInALifeIsFound() {
		this.checker.observe(0, 1, normal(0, 0, 0), List.of());
		assertFails("S12-GROUP",
				() -> this.checker.observe(0, 1, withGroup(normal(0, 0, 0), new UUID(2, 2)), List.of()));
	}

	@Test
	void recoveryBelowAnAcknowledgedViewIsFound() {
		this.checker.sent(new PrepareOk(new Header(GROUP, 0, 4, 2, 1), 0));
		assertFails("S15-RECOVERED-VIEW", () -> this.checker.observe(2, 2, normal(2, 3, 0), List.of()));
	}

	@Test
	void roleOutsideStatusNormalIsFound() {
		assertFails("S3-ROLE",
				() -> this.checker.observe(0, 1, report(0, Status.VIEW_CHANGE, Role.PRIMARY, 0, 0, 0, 0), List.of()));
	}

	@Test
	void executedBeyondWhatIsReportedIsFound() {
		assertFails("S4-APPLIED-EXECUTED", () -> this.checker.observe(0, 1, normal(0, 0, 2), this.one.applied()));
	}

	@Test
	void quorumThatIsNoMajorityIsFound() {
		ReplicaReport report = normal(0, 0, 0);
		assertFails("S2-QUORUM",
				() -> this.checker.observe(
						0, 1, new ReplicaReport(GROUP, 0, report.role(), report.status(), 0, 0, 0, 0, 0, MEMBERS, 1, 3,
								null, List.of(), 0, 0, 0, 1, 0, CheckpointReport.NONE, null, 0, 0, 0, false),
						List.of()));
	}

	@Test
	void logOfALaterViewIsFound() {
		FabricatedReplica replica = started(1, 1);
		replica.normal(3, 0);
		assertFails("S4-LOG-VIEW", () -> this.checker.observe(1, 1, replica.viewChange(2, 0), List.of()));
	}

	@Test
	void incarnationThatDoesNotGrowIsFound() {
		FabricatedReplica later = started(1, 2);
		this.checker.observe(1, 2, later.normal(0, 0), List.of());
		this.checker.crashed(1);
		FabricatedReplica earlier = started(1, 1);
		assertFails("S4-MONOTONE-INCARNATION", () -> this.checker.observe(1, 1, earlier.normal(0, 0), List.of()));
	}

	@Test
	void incarnationThatIsTakenAgainIsFound() {
		FabricatedReplica first = started(1, 1);
		this.checker.observe(1, 1, first.normal(0, 0), List.of());
		this.checker.crashed(1);
		this.checker.started(1, 2, first);
		assertFails("S4-MONOTONE-INCARNATION", () -> this.checker.observe(1, 2, first.normal(0, 0), List.of()));
	}

	@Test
	void incarnationThatIsForgottenIsFound() {
		FabricatedReplica replica = started(1, 1);
		this.checker.observe(1, 1, replica.normal(0, 0), List.of());
		replica.withKnownIncarnation(1);
		assertFails("S4-MONOTONE-KNOWN-INCARNATION", () -> this.checker.observe(1, 1, replica.normal(0, 0), List.of()));
	}

	@Test
	void clientTableThatDiffersIsFound() {
		FabricatedReplica zero = started(0, 1).append(0, 1).withClientTable(1);
		FabricatedReplica other = started(1, 1).append(0, 1).withClientTable(2);
		this.checker.observe(1, 1, FabricatedReplica.report(1, Status.NORMAL, Role.BACKUP, 0, 1, 0, 0), List.of());
		this.checker.observe(0, 1, zero.normal(0, 1), List.of());
		assertFails("S9-SAME-CLIENT-TABLE", () -> this.checker.observe(1, 1, other.normal(0, 1), List.of()));
	}

	@Test
	void messageOfADeadLifeThatChangesSomethingIsFound() {
		FabricatedReplica replica = started(1, 1);
		Commit dead = new Commit(FabricatedReplica.header(0, 0, 1), 0, 0);
		this.checker.deliver(1, dead, () -> replica.withClientTable(7));
		this.checker.deliver(1, new Commit(FabricatedReplica.header(0, 0, 2), 0, 0), () -> replica.append(0, 1));
		assertFails("S14-DEAD-INCARNATION", () -> this.checker.deliver(1, dead, () -> replica.append(0, 2)));
	}

	@Test
	void primaryThatTakesMoreThanItMayIsFound() {
		this.checker.observe(0, 1, report(0, Status.NORMAL, Role.PRIMARY, 0, 14, 0, 0), List.of());
		assertFails("S14-BOUNDED",
				() -> this.checker.observe(0, 1, report(0, Status.NORMAL, Role.PRIMARY, 0, 15, 0, 0), List.of()));
	}

	@Test
	void viewThatNeedsAForgottenPromiseIsFound() {
		FabricatedReplica starter = started(1, 1);
		this.checker.deliver(1, promise(2, 1), () -> {
		});
		FabricatedReplica recovered = started(2, 2);
		this.checker.observe(2, 2, recovered.normal(0, 0), List.of());
		this.checker.observe(1, 1, starter.viewChange(1, 0), List.of());
		assertFails("S15-FORGOTTEN-PROMISE", () -> this.checker.observe(1, 1, starter.normal(1, 0), List.of()));
	}

	@Test
	void viewWithPromisesOfAQuorumPasses() {
		FabricatedReplica starter = started(1, 1);
		this.checker.deliver(1, promise(2, 1), () -> {
		});
		this.checker.deliver(1, promise(0, 2), () -> {
		});
		FabricatedReplica recovered = started(2, 2);
		this.checker.observe(2, 2, recovered.normal(0, 0), List.of());
		this.checker.observe(1, 1, starter.viewChange(1, 0), List.of());
		this.checker.observe(1, 1, starter.normal(1, 0), List.of());
	}

	private static DoViewChange promise(int from, long incarnation) {
		return new DoViewChange(FabricatedReplica.header(from, 1, incarnation), CrashVector.of(2, 2, 2), 0,
				History.EMPTY, 0);
	}

	private FabricatedReplica started(int memberId, int lifeNumber) {
		FabricatedReplica replica = new FabricatedReplica(memberId, lifeNumber);
		this.checker.started(memberId, lifeNumber, replica);
		return replica;
	}

	private void fails(String invariant, int memberId, ReplicaReport report, RecordingStateMachine machine) {
		assertFails(invariant, () -> this.checker.observe(memberId, 1, report, machine.applied()));
	}

	private void assertFails(String invariant, Runnable action) {
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(action::run)
			.satisfies((ex) -> assertThat(ex.invariant()).isEqualTo(invariant));
	}

	private static RecordingStateMachine machine(String... commands) {
		RecordingStateMachine machine = new RecordingStateMachine();
		long op = 0;
		for (String command : commands) {
			op++;
			machine.apply(new Viewstamp(0, 0, op), op, command);
		}
		return machine;
	}

	private static ReplicaReport normal(int memberId, long view, long opNumber) {
		Role role = (MEMBERS.primary(view) == memberId) ? Role.PRIMARY : Role.BACKUP;
		return report(memberId, Status.NORMAL, role, view, opNumber, opNumber, opNumber);
	}

	private static ReplicaReport report(int memberId, Status status, Role role, long view, long op, long commit,
			long executed) {
		return FabricatedReplica.report(memberId, status, role, view, op, commit, executed);
	}

	private static ReplicaReport withGroup(ReplicaReport report, UUID groupId) {
		return new ReplicaReport(groupId, report.memberId(), report.role(), report.status(), report.view(),
				report.primary(), report.opNumber(), report.commitNumber(), report.executedNumber(), MEMBERS, 2, 3,
				null, List.of(), 0, 0, 0, 1, 0, CheckpointReport.NONE, null, 0, 0, 0, false);
	}

}
