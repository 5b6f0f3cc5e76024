package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.EpochStarted;
import dev.viewstamped.message.GroupChange.Phase;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.StartEpoch;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.simulator.CommitChecker.Committed;
import dev.viewstamped.simulator.ViewLog.View;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@link EpochChecker}, and what {@link CommitChecker} and {@link LogChecker} hold of
 * epochs.
 */
class EpochCheckerTests {

	private static final Configuration NEXT = members(1, 1, 2, 3);

	private final DurabilityChecker disks = new DurabilityChecker();

	private final EpochChecker checker = new EpochChecker(this.disks);

	private final FabricatedReplica first = new FabricatedReplica(1, 1).append(0, 2).reconfigure(0, NEXT);

	private final List<Committed> canon = new ArrayList<>();

	@Test
	void epochThatBeginsWithItsCommitIsFine() {
		commit(3);
		observe(this.first, this.first.enter(NEXT).append(0, 5).normal(0, 3));
		commit(5);
		observe(this.first, this.first.normal(0, 5));
		send(this.first.life(), prepare(1, 0, 1, 5));
		send(this.first.life(), new EpochStarted(FabricatedReplica.header(1, 1, 0, 1), false));
		send(this.first.life(), start(NEXT, 3));
	}

	@Test
	void epochBeforeTheCommitIsCaught() {
		commit(2);
		fails("S12-EFFECT-AT-COMMIT", () -> observe(this.first, this.first.enter(NEXT).normal(0, 2)));
		fails("S12-EFFECT-AT-COMMIT", () -> send(this.first.life(), start(NEXT, 3)));
	}

	@Test
	void otherMembersOfAnEpochAreCaught() {
		commit(3);
		fails("S12-ONE-CONFIGURATION", () -> observe(this.first, this.first.enter(members(1, 1, 2, 4)).normal(0, 3)));
		fails("S12-ONE-CONFIGURATION", () -> send(this.first.life(), start(members(1, 1, 2, 4), 3)));
	}

	@Test
	void otherBeginOfAnEpochIsCaught() {
		commit(3);
		observe(this.first, this.first.normal(0, 3));
		fails("S12-EPOCH-START", () -> send(this.first.life(), start(NEXT, 2)));
	}

	@Test
	void commitOfTheOldEpochAfterItsEndIsCaught() {
		commit(3);
		FabricatedReplica other = new FabricatedReplica(0, 1).append(0, 4);
		fails("S12-OLD-EPOCH-COMMITS", () -> observe(other, other.normal(0, 4)));
	}

	@Test
	void commandAfterTheReconfigurationIsCaught() {
		commit(3);
		this.canon.add(new Committed(FabricatedReplica.entry(0, 0, 4, "x"), new View(FabricatedReplica.GROUP, 0, 0)));
		fails("S12-EPOCH-OF-OP", () -> observe(this.first, this.first.normal(0, 3)));
	}

	@Test
	void entryOfAnEpochBeforeItsBeginIsCaught() {
		commit(3);
		observe(this.first, this.first.normal(0, 3));
		fails("S12-EPOCH-OF-OP", () -> send(this.first.life(), prepare(1, 0, 1, 3)));
		fails("S12-EPOCH-OF-OP", () -> send(this.first.life(), prepare(2, 0, 1, 9)));
	}

	@Test
	void entryAfterTheOneThatEndsTheEpochIsCaught() {
		LogChecker logs = new LogChecker(new CommitChecker(this.disks, this.checker), this.disks);
		this.first.append(0, 4);
		fails("S12-LAST-OF-EPOCH", () -> logs.sent(this.first.life(), new Prepare(FabricatedReplica.header(1, 0, 1),
				new Viewstamp(0, 0, 2), 0, List.of(this.first.entry(3), this.first.entry(4)))));
	}

	@Test
	void memberThatComesAgainIsCaught() {
		commit(3);
		Configuration again = members(2, 0, 1, 2);
		this.first.enter(NEXT).reconfigure(0, again);
		commit(4);
		fails("S12-ID-REUSED", () -> observe(this.first, this.first.normal(0, 4)));
	}

	@Test
	void outsiderThatIsNormalOrVotesIsCaught() {
		commit(3);
		FabricatedReplica out = new FabricatedReplica(0, 1).append(0, 2).reconfigure(0, NEXT).enter(NEXT);
		fails("S12-NOT-A-MEMBER", () -> observe(out, out.normal(0, 3)));
		fails("S12-NOT-A-MEMBER", () -> send(out.life(), promise(0)));
	}

	@Test
	void memberThatSpeaksWithoutTheBeginOfTheEpochIsCaught() {
		commit(3);
		observe(this.first, this.first.normal(0, 3));
		FabricatedReplica empty = new FabricatedReplica(2, 1).append(0, 2).enter(NEXT);
		fails("S12-HAS-EPOCH-START", () -> send(empty.life(), promise(2)));
		fails("S12-HAS-EPOCH-START",
				() -> send(empty.life(), new EpochStarted(FabricatedReplica.header(1, 2, 0, 1), false)));
	}

	@Test
	void anotherLifeThatIsPrimaryOfTheFirstViewIsCaught() {
		commit(3);
		FabricatedReplica again = new FabricatedReplica(1, 2).append(0, 2).reconfigure(0, NEXT).enter(NEXT);
		fails("S12-LISTED-LIFE", () -> observe(again, again.normal(0, 3)));
	}

	@Test
	void completeWithoutCheckEpochIsCaught() {
		commit(3);
		this.first.enter(NEXT).withPhase(Phase.COMPLETE);
		fails("S12-COMPLETE", () -> observe(this.first, this.first.normal(0, 3)));
	}

	@Test
	void retiredBeforeOthersHaveTheStateIsCaught() {
		commit(3);
		FabricatedReplica out = new FabricatedReplica(0, 1).append(0, 2).reconfigure(0, NEXT).enter(NEXT);
		fails("S12-RETIRED-EARLY", () -> observe(out, out.retired(3)));
	}

	@Test
	void commitIsHeldByAQuorumOfItsEpoch() {
		CommitChecker commits = new CommitChecker(this.disks, this.checker);
		for (int id = 1; id <= 2; id++) {
			FabricatedReplica member = new FabricatedReplica(id, 1).append(0, 2).reconfigure(0, NEXT);
			commits.started(member.life());
			ReplicaReport report = member.normal(0, 0);
			commits.observe(member.life(), report);
			member.life().setLast(report);
		}
		FabricatedReplica one = new FabricatedReplica(3, 1).append(0, 2).reconfigure(0, NEXT);
		commits.started(one.life());
		commits.observe(one.life(), one.viewChange(0, 3));
		one.enter(NEXT).append(0, 4);
		one.life().setLast(one.normal(0, 3));
		commits.observe(one.life(), one.normal(0, 3));
		fails("S2-HELD-BY-QUORUM", () -> commits.observe(one.life(), one.normal(0, 4)));
	}

	private static Configuration members(long epoch, int... ids) {
		return new Configuration(epoch, IntStream.of(ids).mapToObj((id) -> new Member(id, "m" + id + ":1")).toList());
	}

	private void commit(long opNumber) {
		while (this.canon.size() < opNumber) {
			this.canon.add(new Committed(this.first.entry(this.canon.size() + 1),
					new View(FabricatedReplica.GROUP, this.first.epoch(), 0)));
		}
		FabricatedReplica founder = new FabricatedReplica(0, 1);
		this.checker.observe(founder.life(), founder.normal(0, 0), List.of());
	}

	private void observe(FabricatedReplica replica, ReplicaReport report) {
		this.checker.observe(replica.life(), report, this.canon);
	}

	private void send(Life life, PeerMessage message) {
		this.checker.sent(life, message);
		this.checker.checkSent();
	}

	private static Prepare prepare(long epoch, long view, int from, long op) {
		return new Prepare(FabricatedReplica.header(epoch, from, view, 1), new Viewstamp(epoch, view, op - 1), 0,
				List.of(FabricatedReplica.entry(epoch, view, op, "x")));
	}

	private static DoViewChange promise(int from) {
		return new DoViewChange(FabricatedReplica.header(1, from, 1, 1), CrashVector.of(new long[4]), 0, History.EMPTY,
				0);
	}

	private static StartEpoch start(Configuration members, long op) {
		Membership membership = new Membership(members, List.of(1L, 1L, 1L), FabricatedReplica.MEMBERS,
				new Viewstamp(0, 0, op), List.of(), 4, 0);
		return new StartEpoch(FabricatedReplica.header(members.epoch(), 1, 0, 1), membership,
				new History(List.of(new History.Run(0, 0, op))));
	}

	private static void fails(String property, Runnable action) {
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(action::run).withMessageContaining(property);
	}

}
