package dev.viewstamped.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.StartView;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LogChecker}: each fabricated disagreement of logs is found.
 */
class LogCheckerTests {

	private static final UUID GROUP = new UUID(1, 1);

	private static final UUID CLIENT = new UUID(2, 2);

	private static final Configuration MEMBERS = new Configuration(0,
			List.of(new Member(0, "a:1"), new Member(1, "b:1"), new Member(2, "c:1")));

	private final LogChecker checker = new LogChecker();

	@Test
	void viewChangeThatKeepsWhatWasCommittedPasses() {
		prepare(0, 1, 2, 3);
		observe(0, Status.NORMAL, 0, 3, 2);
		observe(1, Status.NORMAL, 0, 2, 2);
		doViewChange(1, 1, 0, run(0, 2));
		observe(1, Status.VIEW_CHANGE, 1, 2, 2);
		startView(1, run(0, 2));
		observe(1, Status.NORMAL, 1, 2, 2);
		observe(0, Status.NORMAL, 1, 2, 2);
	}

	@Test
	void twoLogsInAViewAreFound() {
		startView(3, run(0, 2), run(1, 4));
		assertFails("ONE-LOG-IN-VIEW", () -> doViewChange(1, 5, 3, run(0, 3), run(1, 4)));
	}

	@Test
	void twoEntriesWithOneViewstampAreFound() {
		prepare(0, 1);
		assertFails("SAME-ENTRY",
				() -> this.checker.sent(new NewState(header(1, 0), Viewstamp.ZERO, List.of(entry(0, 1, "other")), 0)));
	}

	@Test
	void entryWithTwoPredecessorsIsFound() {
		this.checker.sent(new NewState(header(1, 4), new Viewstamp(0, 0, 1), List.of(entry(2, 2, "x")), 0));
		assertFails("SAME-PREFIX", () -> this.checker
			.sent(new NewState(header(1, 4), new Viewstamp(0, 1, 1), List.of(entry(2, 2, "x")), 0)));
	}

	@Test
	void viewWithoutACommittedEntryIsFound() {
		prepare(0, 1, 2);
		observe(0, Status.NORMAL, 0, 2, 2);
		assertFails("VIEW-HAS-COMMITTED", () -> startView(1, run(0, 1)));
	}

	@Test
	void removalOfACommittedEntryIsFound() {
		prepare(0, 1, 2);
		observe(1, Status.NORMAL, 0, 2, 0);
		startView(1, run(0, 1));
		observe(0, Status.NORMAL, 0, 2, 2);
		assertFails("NO-COMMITTED-OP-REMOVED", () -> observe(1, Status.NORMAL, 1, 1, 1));
	}

	@Test
	void twoCommittedEntriesAtAnOpAreFound() {
		prepare(0, 1, 2);
		startView(1, run(0, 1), run(1, 2));
		observe(0, Status.NORMAL, 0, 2, 2);
		assertFails("SAME-COMMITTED", () -> observe(1, Status.NORMAL, 1, 2, 2));
	}

	@Test
	void logThatShrinksWithinAViewIsFound() {
		prepare(0, 1, 2);
		observe(1, Status.NORMAL, 0, 2, 0);
		assertFails("LOG-KEPT", () -> observe(1, Status.NORMAL, 0, 1, 0));
		assertFails("LOG-KEPT", () -> observe(1, Status.VIEW_CHANGE, 1, 1, 0));
	}

	@Test
	void twoDoViewChangesForAViewAreFound() {
		doViewChange(1, 1, 0, run(0, 2));
		assertFails("SAME-DO-VIEW-CHANGE", () -> doViewChange(1, 1, 0, run(0, 3)));
	}

	@Test
	void acknowledgementAfterAPromiseIsFound() {
		doViewChange(1, 3, 0, run(0, 2));
		assertFails("NO-ACK-AFTER-PROMISE", () -> this.checker.sent(new PrepareOk(header(1, 2), 2)));
	}

	private void prepare(long view, long... ops) {
		for (long op : ops) {
			this.checker.sent(new Prepare(header(MEMBERS.primary(view), view),
					(op > 1) ? new Viewstamp(0, view, op - 1) : Viewstamp.ZERO, 0, List.of(entry(view, op, "x"))));
		}
	}

	private void startView(long view, History.Run... runs) {
		this.checker.sent(new StartView(header(MEMBERS.primary(view), view), vector(), new History(List.of(runs)), 0));
	}

	private void doViewChange(int from, long view, long lastNormalView, History.Run... runs) {
		this.checker
			.sent(new DoViewChange(header(from, view), vector(), lastNormalView, new History(List.of(runs)), 0));
	}

	private void observe(int memberId, Status status, long view, long op, long commit) {
		this.checker.observe(memberId, new ReplicaReport(GROUP, memberId, Role.BACKUP, status, view,
				MEMBERS.primary(view), op, commit, commit, MEMBERS, 2, 3, null, List.of(), 0, 0, 0, 0, 0, false));
	}

	private static void assertFails(String invariant, Runnable action) {
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(action::run)
			.satisfies((ex) -> assertThat(ex.invariant()).isEqualTo(invariant));
	}

	private static Header header(int from, long view) {
		return new Header(GROUP, 0, view, from, 1);
	}

	private static CrashVector vector() {
		return CrashVector.of(1, 1, 1);
	}

	private static History.Run run(long view, long lastOpNumber) {
		return new History.Run(0, view, lastOpNumber);
	}

	private static Entry entry(long view, long op, String payload) {
		return new Entry(0, view, op, op, Operation.values()[0], CLIENT, 1, op, 0,
				payload.getBytes(StandardCharsets.UTF_8));
	}

}
