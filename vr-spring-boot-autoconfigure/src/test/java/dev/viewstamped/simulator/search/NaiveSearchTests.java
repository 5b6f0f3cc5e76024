package dev.viewstamped.simulator.search;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import dev.viewstamped.simulator.naive.NaiveRule;

/**
 * With naive rules the search finds by itself how a command is lost, and replicas that
 * walk the way that it names lose it.
 */
@DisabledIfSystemProperty(named = "seed", matches = ".+")
class NaiveSearchTests {

	@Test
	void stateTransferThatForgetsD1() {
		String ours = "int primary = this.state.participants.primaryToAsk(view);";
		NaiveRule
			.in("replica/StateTransfer", ours,
					ours + " if (this.state.isNormal() && primary != this.state.self) {"
							+ " this.state.log.replaceAfter(this.state.commitNumber(), List.of());"
							+ " this.state.becomeNormal(view); this.whenTaken.run();"
							+ " request(primary, this.state.log.opNumber() + 1); return; }")
			.isCaughtBy(NaiveSearches.class, "inTwoViewChanges", "LOST: member");
	}

	@Test
	void promiseOfALifeThatIsOverD2() {
		String known = "message.header().incarnation() < this.state.crashVector().get(message.header().from())";
		String naive = "message.header().incarnation() < 0";
		NaiveRule
			.in("replica/Dispatch",
					"if (header.incarnation() < this.state.crashVector().get(header.from())) { this.fence.drop();",
					"if (header.incarnation() < 0) { this.fence.drop();")
			.and("replica/DoViewChanges", known, naive)
			.and("replica/Recovery", known, naive)
			.isCaughtBy(NaiveSearches.class, "afterARecovery", "LOST: member");
	}

	@Test
	void restartTakenForAFirstBootD3() {
		NaiveRule.in("replica/Genesis",
				"if (this.state.configuration.size() == 1) { if (this.state.mayForm()) { form(this.state.randomId());",
				"if (this.state.configuration.size() > 0) { if (true) { form(new UUID(0, 1));")
			.isCaughtBy(NaiveSearches.class, "afterARestart", "LOST: member");
	}

	@Test
	void startViewThatReplacesTheLogInItsOwnViewD6() {
		NaiveRule.in("replica/ViewChange",
				"if (message.history().opNumber() > this.state.log.opNumber()) { this.stateTransfer.fillGap(); } return;",
				"this.state.log.replaceAfter(Math.min(this.state.log.opNumber(), Math.max("
						+ "this.state.commitNumber(), message.history().opNumber())), java.util.List.of()); return;")
			.isCaughtBy(NaiveSearches.class, "inAViewChange", "LOST: member");
	}

}
