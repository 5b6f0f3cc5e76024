package dev.viewstamped.storage;

import dev.viewstamped.storage.MemoryDirectory.PowerLoss;
import dev.viewstamped.storage.ScriptedRun.Expected;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The disk fails or is full.
 */
class FailureTests {

	@Test
	void storageWhenAnyOperationFailsStopsAndKeepsWhatWasStored() {
		int operations = operations();
		for (int operation = 1; operation <= operations; operation++) {
			ScriptedRun run = new ScriptedRun(new MemoryDirectory(), Expected.NOTHING);
			run.directory.failAt(operation);
			check(run);
		}
	}

	@Test
	void storageWhenAnySynchronizationFailsStopsAndKeepsWhatWasStored() {
		int operations = operations();
		for (int operation = 1; operation < operations - 1; operation++) {
			ScriptedRun run = new ScriptedRun(new MemoryDirectory(), Expected.NOTHING);
			run.directory.failSyncFrom(operation);
			check(run);
		}
	}

	@Test
	void loadWhenDiskIsFullThrowsAndLosesNothing() {
		ScriptedRun run = new ScriptedRun(new MemoryDirectory(), Expected.NOTHING);
		run.live();
		run.lanes.runAll();
		MemoryDirectory directory = run.directory.nextProcess();
		directory.failAt(1);
		ScriptedRun next = new ScriptedRun(directory, Expected.NOTHING);
		assertThatThrownBy(next::open).isInstanceOf(StorageException.class)
			.hasMessageContaining("No space left")
			.hasMessageContaining("memory");
		ScriptedRun last = new ScriptedRun(directory.nextProcess(), Expected.NOTHING);
		assertThat(run.check(last.open(), last)).isEqualTo(run.last());
	}

	private static int operations() {
		ScriptedRun whole = new ScriptedRun(new MemoryDirectory(), Expected.NOTHING);
		whole.live();
		return whole.directory.operations();
	}

	private static void check(ScriptedRun run) {
		boolean opened = true;
		try {
			run.live();
			run.lanes.runAll();
			assertThat(run.failures).singleElement().asString().contains("memory").contains("restart the application");
			assertThat(run.storage().report().failed()).isTrue();
		}
		catch (StorageException ex) {
			opened = false;
			assertThat(run.stored).isZero();
		}
		int operations = run.directory.operations();
		if (opened) {
			run.append(9, 1);
			run.flush();
			run.lanes.runAll();
			assertThat(run.directory.operations()).isEqualTo(operations);
		}
		ScriptedRun next = new ScriptedRun(run.directory.nextProcess(), Expected.NOTHING);
		next.states.set(0, run.check(next.open(), next));
		ScriptedRun last = new ScriptedRun(next.directory.nextMachine(PowerLoss.FORGETS), Expected.NOTHING);
		assertThat(next.check(last.open(), last)).isEqualTo(next.last());
		ScriptedRun other = new ScriptedRun(run.directory.nextMachine(PowerLoss.FORGETS), Expected.NOTHING);
		run.check(other.open(), other);
	}

}
