package dev.viewstamped.simulator;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.Reply;
import dev.viewstamped.simulator.Convergence.Excuse;
import dev.viewstamped.simulator.Convergence.Shortfall;
import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.PacketSimulator.Verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Convergence}: a group that does not return to order is found.
 */
class ConvergenceTests {

	private final Simulator simulator = new Simulator(SimulatorOptions.quiet(1, 3), false);

	@Test
	void groupInOrderPasses() {
		form();
		write();
		this.simulator.converge();
		assertThat(this.simulator.convergence().shortfall()).isNull();
		assertThat(this.simulator.excuse()).isNull();
	}

	@Test
	void membersThatDoNotGetTogetherAreFound() {
		drop(Object.class);
		this.simulator.start();
		assertFails("L1-LIVENESS-ONE-VIEW", this.simulator::converge);
	}

	@Test
	void callThatIsNeverAnsweredIsFound() {
		form();
		this.simulator.history().invoke(1, "put k9 lost", null, 0);
		assertFails("L2-LIVENESS-ANSWERED", this.simulator::converge);
	}

	@Test
	void backupThatHasNotExecutedIsSeen() {
		form();
		write();
		this.simulator.until("a command is acknowledged",
				() -> this.simulator.cluster().replica(0).report().executedNumber() > 1
						&& this.simulator.history().pending() == 0 && "L3-LIVENESS-SAME-STATE".equals(missing()),
				this.simulator.timeouts(2));
	}

	@Test
	void viewsWithoutEndAreFound() {
		this.simulator.convergence().checkViews(9);
		assertFails("L4-VIEWS-AFTER-FAULTS", () -> this.simulator.convergence().checkViews(10));
	}

	@Test
	void entryThatIsNotCommittedIsSeen() {
		form();
		drop(PrepareOk.class);
		write();
		this.simulator.runFor(this.simulator.timeouts(1) / 4);
		assertThat(missing()).isEqualTo("L5-LIVENESS-ALL-OR-NOTHING");
	}

	@Test
	void groupThatServesNobodyIsFound() {
		form();
		drop(Reply.class);
		assertFails("L8-LIVENESS-PROGRESS", this.simulator::serve);
	}

	@Test
	void groupThatLostItsStateNeedNotReturn() {
		form();
		this.simulator.faults().crash(this.simulator.cluster().replica(0));
		this.simulator.faults().crash(this.simulator.cluster().replica(1));
		assertFails("LIVENESS", this.simulator::converge);
		assertThat(this.simulator.excuse()).isEqualTo(Excuse.STATE_LOST);
	}

	private void form() {
		this.simulator.start();
		this.simulator.until("the group is formed", () -> this.simulator.convergence().oneView() == null,
				this.simulator.timeouts(10));
	}

	private void write() {
		Invocation write = this.simulator.workload().external().submit(this.simulator.workload().nextPut());
		assertThat(write.outcome()).isEqualTo(Outcome.PENDING);
	}

	private void drop(Class<?> type) {
		this.simulator.cluster()
			.packets()
			.setFilter((packet) -> type.isInstance(packet.message()) ? Verdict.DROP : Verdict.PASS);
	}

	private String missing() {
		Shortfall shortfall = this.simulator.convergence().shortfall();
		return (shortfall != null) ? shortfall.property() : "nothing";
	}

	private static void assertFails(String property, Runnable action) {
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(action::run)
			.satisfies((ex) -> assertThat(ex.invariant()).isEqualTo(property));
	}

}
