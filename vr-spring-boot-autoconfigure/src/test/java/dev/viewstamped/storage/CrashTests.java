package dev.viewstamped.storage;

import java.util.function.Consumer;

import dev.viewstamped.replica.StoredState;
import dev.viewstamped.storage.MemoryDirectory.Died;
import dev.viewstamped.storage.MemoryDirectory.PowerLoss;
import dev.viewstamped.storage.ScriptedRun.Expected;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process dies, or its machine stops, at each operation on the disk.
 */
class CrashTests {

	@Test
	void liveWhenNothingFailsStoresAll() {
		ScriptedRun run = new ScriptedRun(new MemoryDirectory(), Expected.NOTHING);
		run.live();
		run.lanes.runAll();
		assertThat(run.failures).isEmpty();
		assertThat(run.notices).isEmpty();
		assertThat(run.stored).isEqualTo(run.states.size() - 1);
		assertThat(run.storage().report().checkpointOpNumber()).isEqualTo(78);
		assertThat(run.storage().report().writingOpNumber()).isZero();
		assertThat(run.directory.list()).filteredOn(CheckpointFile::isName).hasSize(2);
		assertThat(run.storage().report().segments()).isLessThan(12);
	}

	@Test
	void loadWhenProcessDiedAtAnyOperationHasAllThatWasStored() {
		forEachDeath((run) -> goOn(run, run.directory.nextProcess()));
	}

	@Test
	void loadWhenMachineStoppedAtAnyOperationHasAllThatWasStored() {
		forEachDeath((run) -> {
			for (PowerLoss loss : PowerLoss.values()) {
				goOn(run, run.directory.nextMachine(loss));
			}
		});
	}

	@Test
	void loadWhenMachineStopsAtAnyOperationOfTheLoadBeforeHasAllThatWasStored() {
		forEachDeath((run) -> {
			int operation = 1 + run.directory.operations() % 3;
			ScriptedRun second = new ScriptedRun(run.directory.nextProcess(), Expected.NOTHING);
			while (dies(second, operation)) {
				PowerLoss loss = (operation % 2 == 0) ? PowerLoss.FORGETS : PowerLoss.LOSES_EVEN_PIECES;
				ScriptedRun last = new ScriptedRun(second.directory.nextMachine(loss), Expected.NOTHING);
				run.check(last.open(), last);
				second = new ScriptedRun(run.directory.nextProcess(), Expected.NOTHING);
				operation += 3;
			}
		});
	}

	@Test
	void startOverWhenProcessDiesAtAnyOperationIsDoneOrNot() {
		int operations = startOver(new MemoryDirectory(), Integer.MAX_VALUE).directory.operations();
		for (int operation = 1; operation <= operations; operation++) {
			ScriptedRun run = startOver(new MemoryDirectory(), operation);
			goOn(run, run.directory.nextProcess());
			for (PowerLoss loss : PowerLoss.values()) {
				goOn(run, run.directory.nextMachine(loss));
			}
		}
	}

	private static ScriptedRun startOver(MemoryDirectory directory, int dieAt) {
		ScriptedRun run = new ScriptedRun(directory, Expected.NOTHING);
		directory.dieAt(dieAt);
		try {
			run.open();
			run.promise(1);
			run.append(1, 4);
			run.flushAndRun();
			run.append(1, 1);
			run.flush();
			run.lanes.run(1);
			boolean[] done = new boolean[1];
			run.startOver(() -> done[0] = true);
			assertThat(run.storage().flush()).isZero();
			run.lanes.runAll();
			assertThat(done[0]).isTrue();
			assertThat(run.storage().load()).isNull();
			assertThat(run.storage().whyStateLost()).isNotNull();
			run.install(9, Samples.entries(2, 10, 11), 2);
			run.flushAndRun();
			assertThat(run.storage().whyStateLost()).isNull();
		}
		catch (Died ex) {
			assertThat(dieAt).isLessThan(Integer.MAX_VALUE);
		}
		return run;
	}

	private static boolean dies(ScriptedRun run, int operation) {
		run.directory.dieAt(operation);
		try {
			run.open();
			return false;
		}
		catch (Died ex) {
			return true;
		}
	}

	private static void forEachDeath(Consumer<ScriptedRun> check) {
		ScriptedRun whole = new ScriptedRun(new MemoryDirectory(), Expected.NOTHING);
		whole.live();
		int operations = whole.directory.operations();
		assertThat(operations).isGreaterThan(150);
		for (int operation = 1; operation <= operations; operation++) {
			ScriptedRun run = new ScriptedRun(new MemoryDirectory(), Expected.NOTHING);
			run.directory.dieAt(operation);
			try {
				run.live();
			}
			catch (Died ex) {
				assertThat(run.failures).isEmpty();
			}
			check.accept(run);
		}
	}

	/**
	 * The next process goes on, and its machine stops as soon as something is stored.
	 */
	private static void goOn(ScriptedRun run, MemoryDirectory directory) {
		ScriptedRun next = new ScriptedRun(directory, Expected.NOTHING);
		StoredState found = next.open();
		next.states.set(0, run.check(found, next));
		// What was read counts as stored
		ScriptedRun again = new ScriptedRun(directory.nextMachine(PowerLoss.FORGETS), Expected.NOTHING);
		assertThat(next.check(again.open(), again)).isEqualTo(next.states.get(0));
		next.promise(9);
		next.append(9, 1);
		next.flushAndRun();
		assertThat(next.failures).isEmpty();
		ScriptedRun last = new ScriptedRun(directory.nextMachine(PowerLoss.FORGETS), Expected.NOTHING);
		assertThat(next.check(last.open(), last)).isEqualTo(next.last());
	}

}
