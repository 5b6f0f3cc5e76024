package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StateChecker}: each fabricated bad history is found.
 */
class StateCheckerTests {

	private static final UUID GROUP = new UUID(1, 1);

	private static final Configuration MEMBERS = new Configuration(0,
			List.of(new Member(0, "a:1"), new Member(1, "b:1"), new Member(2, "c:1")));

	private final List<Applied> committed = new ArrayList<>();

	private final StateChecker checker = new StateChecker((group, applied) -> this.committed.add(applied));

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
		fails("AGREEMENT", 1, normal(1, 0, 3), machine("put a x", "put b other", "put a z"));
	}

	@Test
	void otherTimestampIsFound() {
		this.checker.observe(0, 1, normal(0, 0, 1), this.one.applied().subList(0, 1));
		RecordingStateMachine other = new RecordingStateMachine();
		other.apply(new Viewstamp(0, 0, 1), 99, "put a x");
		fails("AGREEMENT", 1, normal(1, 0, 1), other);
	}

	@Test
	void commandAtAnOpThatOthersExecutedWithoutItIsFound() {
		this.checker.observe(0, 1, normal(0, 0, 5), this.one.applied());
		RecordingStateMachine other = machine("put a x", "put b y", "put a z", "put c more");
		fails("AGREEMENT", 1, normal(1, 0, 5), other);
	}

	@Test
	void gapIsFound() {
		this.checker.observe(0, 1, normal(0, 0, 3), this.one.applied());
		List<Applied> gap = List.of(this.one.applied().get(0), this.one.applied().get(2));
		assertFails("NO-GAP", () -> this.checker.observe(1, 1, normal(1, 0, 3), gap));
	}

	@Test
	void executedWithoutApplyingIsFound() {
		this.checker.observe(0, 1, normal(0, 0, 3), this.one.applied());
		assertFails("NO-GAP", () -> this.checker.observe(1, 1, normal(1, 0, 3), this.one.applied().subList(0, 2)));
	}

	@Test
	void commandAppliedTwiceInALifeIsFound() {
		List<Applied> twice = List.of(this.one.applied().get(0), this.one.applied().get(0));
		assertFails("APPLIED-ONCE", () -> this.checker.observe(1, 1, normal(1, 0, 3), twice));
	}

	@Test
	void commandAtTwoOpsIsFound() {
		fails("EXACTLY-ONCE", 0, normal(0, 0, 2), machine("put a x", "put a x"));
	}

	@Test
	void timestampThatDoesNotGrowIsFound() {
		RecordingStateMachine machine = new RecordingStateMachine();
		machine.apply(new Viewstamp(0, 0, 1), 5, "put a x");
		machine.apply(new Viewstamp(0, 0, 2), 5, "put a y");
		fails("TIMESTAMPS", 0, normal(0, 0, 2), machine);
	}

	@Test
	void viewThatShrinksInTheLogIsFound() {
		RecordingStateMachine machine = new RecordingStateMachine();
		machine.apply(new Viewstamp(0, 1, 1), 5, "put a x");
		machine.apply(new Viewstamp(0, 0, 2), 6, "put a y");
		fails("VIEWS", 0, normal(0, 3, 2), machine);
	}

	@Test
	void wrongResultIsFound() {
		List<Applied> wrong = List.of(new Applied(new Viewstamp(0, 0, 1), 1, "put a x", "wrong"));
		assertFails("RESULT", () -> this.checker.observe(0, 1, normal(0, 0, 1), wrong));
	}

	@Test
	void commitBeyondTheLogIsFound() {
		assertFails("EXECUTED-COMMIT-OP",
				() -> this.checker.observe(0, 1, report(0, Status.NORMAL, Role.PRIMARY, 0, 1, 2, 1), List.of()));
	}

	@Test
	void numbersThatGoBackAreFound() {
		this.checker.observe(0, 1, normal(0, 3, 3), this.one.applied());
		assertFails("MONOTONE-VIEW", () -> this.checker.observe(0, 1, normal(0, 2, 3), this.one.applied()));
		assertFails("MONOTONE-COMMIT", () -> this.checker.observe(0, 1,
				report(0, Status.NORMAL, Role.PRIMARY, 3, 3, 2, 2), this.one.applied()));
		assertFails("MONOTONE-EXECUTED", () -> this.checker.observe(0, 1,
				report(0, Status.NORMAL, Role.PRIMARY, 3, 3, 3, 2), this.one.applied()));
	}

	@Test
	void primaryOfAnotherViewIsFound() {
		assertFails("PRIMARY-OF-VIEW",
				() -> this.checker.observe(0, 1, report(0, Status.NORMAL, Role.PRIMARY, 1, 0, 0, 0), List.of()));
	}

	@Test
	void primaryOfItsViewInASecondLifeIsFound() {
		this.checker.observe(0, 1, normal(0, 3, 0), List.of());
		this.checker.crashed(0);
		assertFails("ONE-PRIMARY", () -> this.checker.observe(0, 2, normal(0, 3, 0), List.of()));
	}

	@Test
	void twoGroupsAreFound() {
		this.checker.observe(0, 1, normal(0, 0, 0), List.of());
		assertFails("ONE-GROUP",
				() -> this.checker.observe(1, 1, withGroup(normal(1, 0, 0), new UUID(2, 2)), List.of()));
	}

	@Test
	void changeOfGroupInALifeIsFound() {
		this.checker.observe(0, 1, normal(0, 0, 0), List.of());
		assertFails("GROUP", () -> this.checker.observe(0, 1, withGroup(normal(0, 0, 0), new UUID(2, 2)), List.of()));
	}

	@Test
	void recoveryBelowAnAcknowledgedViewIsFound() {
		this.checker.sent(new PrepareOk(new Header(GROUP, 0, 4, 2, 1), 0));
		assertFails("RECOVERED-VIEW", () -> this.checker.observe(2, 2, normal(2, 3, 0), List.of()));
	}

	@Test
	void roleOutsideStatusNormalIsFound() {
		assertFails("ROLE",
				() -> this.checker.observe(0, 1, report(0, Status.VIEW_CHANGE, Role.PRIMARY, 0, 0, 0, 0), List.of()));
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
		return new ReplicaReport(GROUP, memberId, role, status, view, MEMBERS.primary(view), op, commit, executed,
				MEMBERS, 2, 3, null, List.of(), 0, 0, 0, 0, 0, false);
	}

	private static ReplicaReport withGroup(ReplicaReport report, UUID groupId) {
		return new ReplicaReport(groupId, report.memberId(), report.role(), report.status(), report.view(),
				report.primary(), report.opNumber(), report.commitNumber(), report.executedNumber(), MEMBERS, 2, 3,
				null, List.of(), 0, 0, 0, 0, 0, false);
	}

}
