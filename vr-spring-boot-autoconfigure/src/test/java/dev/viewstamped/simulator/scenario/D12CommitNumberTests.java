package dev.viewstamped.simulator.scenario;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.simulator.scenario.Members.A;
import static dev.viewstamped.simulator.scenario.Members.B;
import static dev.viewstamped.simulator.scenario.Members.C;
import static dev.viewstamped.simulator.scenario.Members.D;
import static dev.viewstamped.simulator.scenario.Members.E;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * D12: a replica takes over a commit-number that it is told (§4.2 step 5). A new primary
 * may know of less than a backup that was not among those it asked, which would execute
 * again what it has executed; and a replica may be told of more than its log has. Our
 * rule: the commit-number never goes back, and never passes the log.
 */
class D12CommitNumberTests {

	/**
	 * A commits and tells E alone. The view change of the others knows of less.
	 */
	@Test
	void commitNumberDoesNotGoBack() {
		Story story = Story.formed(5)
			.writeAt(A)
			.answered()
			.later(10)
			.drop(A, B, Commit.class)
			.drop(A, C, Commit.class)
			.drop(A, D, Commit.class)
			.writeAt(A)
			.answered()
			.eventually("member 4 has executed it", (cluster) -> cluster.replica(E).report().executedNumber() == 4)
			.hold(E, B, DoViewChange.class)
			.crash(A);
		story.eventuallyNormalIn(1, E)
			.look(E, (report) -> assertThat(report.commitNumber()).isEqualTo(4))
			.restart(A)
			.converges();
	}

	/**
	 * C hears that an entry is committed which it has not got.
	 */
	@Test
	void commitNumberDoesNotPassTheLog() {
		Story.formed(3)
			.write()
			.answered()
			.later(10)
			.drop(A, C, Prepare.class, NewState.class)
			.write()
			.answered()
			.later(0.3)
			.look(C, (report) -> assertThat(report.opNumber()).isEqualTo(3))
			.look(C, (report) -> assertThat(report.commitNumber()).isEqualTo(3))
			.converges();
	}

	@Test
	void commitNumberThatIsTakenAsItComesIsCaught() {
		NaiveRule
			.in("replica/ReplicaState", "Math.max(this.commitNumber, Math.min(knownCommitNumber, this.log.opNumber()))",
					"Math.min(knownCommitNumber, this.log.opNumber())")
			.isCaughtBy(D12CommitNumberTests.class, "commitNumberDoesNotGoBack", "EXECUTED-COMMIT-OP");
	}

	@Test
	void commitNumberBeyondTheLogIsCaught() {
		NaiveRule.in("replica/ReplicaState", "Math.min(knownCommitNumber, this.log.opNumber())", "knownCommitNumber")
			.isCaughtBy(D12CommitNumberTests.class, "commitNumberDoesNotPassTheLog", "EXECUTED-COMMIT-OP");
	}

}
