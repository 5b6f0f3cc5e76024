package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Forward;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * D22: the paper's client table is changed when a request is appended, and nobody says
 * what becomes of that when a view change drops the entry, or brings one along. Here the
 * table changes only when an entry is executed; what is in flight is read from the log's
 * end each time the replica becomes normal in a view.
 */
class D22InFlightTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final NaiveRule NOT_READ_ANEW = NaiveRule.in("replica/Execution",
			"this.inFlight.rebuild(this.state.log, this.executedNumber);", "");

	/**
	 * A request gets into the log of a primary that is left behind, and out of it again.
	 * When that member is primary of a later view, the request comes again.
	 */
	@Test
	void requestThatAViewChangeDroppedIsTakenAgain() {
		Story.formed(3)
			.writeAt(A)
			.answered()
			.drop(A, B, Forward.class)
			.drop(A, C, Forward.class)
			.isolate(A)
			.writeAt(A)
			.later(0.1)
			.look(A, (report) -> assertThat(report.opNumber()).isEqualTo(3))
			.eventuallyPrimary(B)
			.heal()
			.eventuallyNormalIn(1, A)
			.look(A, (report) -> assertThat(report.opNumber()).isEqualTo(2))
			.crash(B)
			.restart(B)
			.eventuallyPrimary(C)
			.eventuallyNormalIn(2, A, B)
			.crash(C)
			.restart(C)
			.eventuallyPrimary(A)
			.eventuallyNormalIn(3, A)
			.answered()
			.converges();
	}

	/**
	 * The client hears nothing until it gives up: no check of the simulator knows that it
	 * need not have.
	 */
	@Test
	void rememberingWhatWasDroppedIsCaught() {
		NOT_READ_ANEW.isCaughtBy(getClass(), "requestThatAViewChangeDroppedIsTakenAgain", "should be [OK]");
	}

	/**
	 * A appends x, and it reaches B, which begins view 1 with it and cannot commit it at
	 * once. The client asks again.
	 */
	@Test
	void requestThatAViewChangeBroughtIsNotAppendedAgain() {
		Story story = Story.formed(3)
			.write()
			.answered()
			.later(2)
			.drop(-1, A, PrepareOk.class)
			.write()
			.later(0.1)
			.look(B, (report) -> assertThat(report.opNumber()).isEqualTo(4))
			.drop(-1, B, PrepareOk.class)
			.crash(A)
			.eventuallyPrimary(B)
			.later(0.9)
			.pending()
			.pass()
			.answered()
			.restart(A)
			.converges();
		assertThat(story.executed()).isEqualTo(2);
	}

	/**
	 * Execution looks into the table too, so that second defence goes with the first one.
	 */
	@Test
	void forgettingWhatWasBroughtIsCaught() {
		NOT_READ_ANEW
			.and("replica/Execution", "StoredReply stored = session.find(entry.requestNumber());",
					"StoredReply stored = null;")
			.isCaughtBy(getClass(), "requestThatAViewChangeBroughtIsNotAppendedAgain", "EXACTLY-ONCE");
	}

}
