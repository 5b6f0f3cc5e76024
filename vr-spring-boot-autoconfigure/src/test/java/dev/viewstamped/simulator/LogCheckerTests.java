package dev.viewstamped.simulator;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.StartView;
import dev.viewstamped.replica.ReplicaReport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LogChecker}: each fabricated disagreement of logs is found.
 */
class LogCheckerTests {

	private final CommitChecker commits = new CommitChecker(new DurabilityChecker(),
			new EpochChecker(new DurabilityChecker()));

	private final LogChecker checker = new LogChecker(this.commits, new DurabilityChecker());

	private final FabricatedReplica zero = replica(0);

	private final FabricatedReplica one = replica(1);

	private final FabricatedReplica two = replica(2);

	@Test
	void viewChangeThatKeepsWhatWasCommittedPasses() {
		prepare(0, 1, 2, 3);
		observe(this.one, this.one.append(0, 2).normal(0, 0));
		acknowledge(this.one, 0, 2);
		observe(this.zero, this.zero.append(0, 3).normal(0, 2));
		observe(this.one, this.one.normal(0, 2));
		doViewChange(1, 1, 0, run(0, 2));
		observe(this.one, this.one.viewChange(1, 2));
		startView(1, run(0, 2));
		observe(this.one, this.one.normal(1, 2));
		observe(this.zero, this.zero.cut(2).normal(1, 2));
	}

	@Test
	void twoLogsInAViewAreFound() {
		startView(3, run(0, 2), run(1, 4));
		assertFails("S7-ONE-LOG-IN-VIEW", () -> doViewChange(1, 5, 3, run(0, 3), run(1, 4)));
	}

	@Test
	void logThatIsNotThatOfItsViewIsFound() {
		startView(3, run(0, 2), run(1, 4));
		assertFails("S7-ONE-LOG-IN-VIEW", () -> observe(this.one, this.one.append(0, 3).normal(3, 0)));
	}

	@Test
	void viewThatStartsWithTwoLogsIsFound() {
		startView(3, run(0, 2));
		assertFails("S3-ONE-STARTING-LOG", () -> startView(3, run(0, 3)));
	}

	@Test
	void twoEntriesWithOneViewstampAreFound() {
		prepare(0, 1);
		assertFails("S8-SAME-ENTRY", () -> sent(
				new NewState(header(1, 0), Viewstamp.ZERO, List.of(FabricatedReplica.entry(0, 1, "other")), 0)));
	}

	@Test
	void entryWithTwoPredecessorsIsFound() {
		sent(new NewState(header(1, 4), new Viewstamp(0, 0, 1), List.of(FabricatedReplica.entry(2, 2, "x")), 0));
		assertFails("S8-SAME-PREFIX", () -> sent(
				new NewState(header(1, 4), new Viewstamp(0, 1, 1), List.of(FabricatedReplica.entry(2, 2, "x")), 0)));
	}

	@Test
	void viewWithoutACommittedEntryIsFound() {
		observe(this.one, this.one.append(0, 2).normal(0, 0));
		observe(this.zero, this.zero.append(0, 2).normal(0, 2));
		assertFails("S2-VIEW-HAS-COMMITTED", () -> startView(1, run(0, 1)));
	}

	@Test
	void viewNeedNotHaveWhatALaterOneCommitted() {
		observe(this.one, this.one.append(0, 2).normal(3, 0));
		observe(this.zero, this.zero.append(0, 2).normal(3, 2));
		startView(1, run(0, 1));
	}

	@Test
	void logThatShrinksWithinAViewIsFound() {
		observe(this.one, this.one.append(0, 2).normal(0, 0));
		this.one.cut(1);
		assertFails("S11-LOG-KEPT", () -> observe(this.one, this.one.normal(0, 0)));
		assertFails("S11-LOG-KEPT", () -> observe(this.one, this.one.viewChange(1, 0)));
	}

	/** Its end was not committed, and a later view of the old epoch has dropped it. */
	@Test
	void logOfALaterEpochMayBeShorter() {
		Configuration next = new Configuration(1, FabricatedReplica.MEMBERS.members());
		observe(this.one, this.one.append(0, 3).normal(0, 0));
		observe(this.two, this.two.append(0, 1).reconfigure(1, next).normal(1, 0));
		observe(this.zero, this.zero.append(0, 1).reconfigure(1, next).normal(1, 2));
		observe(this.one, this.one.cut(1).reconfigure(1, next).enter(next).viewChange(1, 2));
	}

	@Test
	void twoDoViewChangesForAViewAreFound() {
		doViewChange(1, 1, 0, run(0, 2));
		assertFails("S5-SAME-DO-VIEW-CHANGE", () -> doViewChange(1, 1, 0, run(0, 3)));
	}

	@Test
	void promiseForAnEarlierViewIsFound() {
		doViewChange(1, 3, 0, run(0, 2));
		assertFails("S5-PROMISE-KEPT", () -> doViewChange(1, 2, 0, run(0, 2)));
	}

	@Test
	void acknowledgementAfterAPromiseIsFound() {
		doViewChange(1, 3, 0, run(0, 2));
		assertFails("S5-NO-ACK-AFTER-PROMISE", () -> sent(new PrepareOk(header(1, 2), 2)));
	}

	@Test
	void acknowledgementOfWhatIsNotInTheLogIsFound() {
		observe(this.one, this.one.append(0, 2).normal(0, 0));
		assertFails("S6-ACKNOWLEDGED-IS-HELD", () -> acknowledge(this.one, 0, 3));
	}

	@Test
	void acknowledgementInAViewWhoseLogIsNotThereIsFound() {
		observe(this.one, this.one.append(0, 2).normal(0, 0));
		assertFails("S6-ACKNOWLEDGED-IS-HELD", () -> acknowledge(this.one, 2, 2));
	}

	@Test
	void acknowledgementOfAnotherEntryIsFound() {
		startView(3, run(0, 1), run(1, 2));
		this.one.append(0, 2).normal(3, 0);
		assertFails("S6-ACKNOWLEDGED-IS-HELD", () -> acknowledge(this.one, 3, 2));
	}

	private void prepare(long view, long... ops) {
		for (long op : ops) {
			sent(new Prepare(header(FabricatedReplica.MEMBERS.primary(view), view),
					(op > 1) ? new Viewstamp(0, view, op - 1) : Viewstamp.ZERO, 0,
					List.of(FabricatedReplica.entry(view, op, "x"))));
		}
	}

	private void startView(long view, History.Run... runs) {
		sent(new StartView(header(FabricatedReplica.MEMBERS.primary(view), view), vector(), new History(List.of(runs)),
				0));
	}

	private void doViewChange(int from, long view, long lastNormalView, History.Run... runs) {
		sent(new DoViewChange(header(from, view), vector(), lastNormalView, new History(List.of(runs)), 0));
	}

	private void acknowledge(FabricatedReplica replica, long view, long opNumber) {
		this.checker.sent(replica.life(), new PrepareOk(header(replica.life().memberId(), view), opNumber));
	}

	private void sent(PeerMessage message) {
		this.checker.sent(null, message);
	}

	private void observe(FabricatedReplica replica, ReplicaReport report) {
		this.checker.observe(replica.life(), report);
		replica.life().setLast(report);
		this.commits.observe(replica.life(), report);
	}

	private FabricatedReplica replica(int memberId) {
		FabricatedReplica replica = new FabricatedReplica(memberId, 1);
		this.commits.started(replica.life());
		return replica;
	}

	private static void assertFails(String invariant, Runnable action) {
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(action::run)
			.satisfies((ex) -> assertThat(ex.invariant()).isEqualTo(invariant));
	}

	private static Header header(int from, long view) {
		return FabricatedReplica.header(from, view, 1);
	}

	private static CrashVector vector() {
		return CrashVector.of(1, 1, 1);
	}

	private static History.Run run(long view, long lastOpNumber) {
		return new History.Run(0, view, lastOpNumber);
	}

}
