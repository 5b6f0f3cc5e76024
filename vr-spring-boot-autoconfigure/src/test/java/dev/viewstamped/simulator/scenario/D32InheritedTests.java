package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.StartView;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * D32: what a new primary may do before the entries that it has inherited are committed.
 * They are in its log, and in perhaps no other one. Here it appends new requests behind
 * them, commits all by the acknowledgements of its own view, and answers in their order.
 */
class D32InheritedTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int D = 3;

	private static final int E = 4;

	/**
	 * A and B have x. B begins view 1 with it, and nobody hears of that: C, D and E begin
	 * view 2 without x.
	 */
	@Test
	void inheritedEntryIsNotCommittedByTheViewChange() {
		Story.formed(5)
			.write()
			.answered()
			.later(2)
			.separate(A, C, D, E)
			.write()
			.later(0.1)
			.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(4))
			.crash(A)
			.drop(B, -1, StartView.class, Prepare.class, NewState.class)
			.eventuallyPrimary(B)
			.separate(B, C, D, E)
			.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(4))
			.eventuallyPrimary(C)
			.pass()
			.answered()
			.restart(A)
			.converges();
	}

	@Test
	void committingWhatIsInheritedAtOnceIsCaught() {
		NaiveRule.in("replica/NormalCase", "this.acknowledgementDue = this.state.isBackup(); advanceCommit();", """
				this.acknowledgementDue = this.state.isBackup();
				if (this.state.isPrimary()) {
					this.state.commit(this.state.log.opNumber());
				}
				""").isCaughtBy(getClass(), "inheritedEntryIsNotCommittedByTheViewChange", "HELD-BY-QUORUM");
	}

	/**
	 * B inherits x and appends y behind it. C's acknowledgement of both is late.
	 */
	@Test
	void newRequestIsAnsweredAfterTheInherited() {
		Story story = Story.formed(3)
			.write()
			.answered()
			.later(2)
			.drop(-1, A, PrepareOk.class)
			.write()
			.later(0.1)
			.crash(A)
			.hold(C, B, PrepareOk.class)
			.eventuallyPrimary(B)
			.writeAt(B)
			.later(0.3)
			.pending()
			.look(B, (report) -> assertThat(report.executedNumber()).isEqualTo(3))
			.pass()
			.answered()
			.restart(A)
			.converges();
		assertThat(story.executed()).isEqualTo(3);
	}

	/**
	 * Acknowledgements that skip what was inherited would commit y with a hole before it.
	 */
	@Test
	void executingOnlyWhatTheViewAppendedIsCaught() {
		NaiveRule.in("replica/Execution", "Entry entry = this.state.log.get(this.executedNumber + 1);", """
				if (this.state.isPrimary() && this.state.log.lastViewstamp().view() == this.state.view()) {
					while (this.state.log.get(this.executedNumber + 1).view() < this.state.view()
							&& this.executedNumber + 1 < this.state.commitNumber()) {
						this.executedNumber++;
					}
				}
				Entry entry = this.state.log.get(this.executedNumber + 1);
				""").isCaughtBy(getClass(), "newRequestIsAnsweredAfterTheInherited", "AGREEMENT");
	}

}
