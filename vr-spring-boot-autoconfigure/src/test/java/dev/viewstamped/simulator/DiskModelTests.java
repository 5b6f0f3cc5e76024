package dev.viewstamped.simulator;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.replica.Promises;
import dev.viewstamped.replica.Storage;
import dev.viewstamped.replica.StoredState;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DiskModel}, {@link Kept} and {@link DurabilityChecker}: each disk that
 * forgets is found.
 */
class DiskModelTests {

	private final DiskModel disk = new DiskModel(1);

	private final FakeStorage storage = new FakeStorage();

	private int lost;

	@Test
	void whatWasStoredAndAnyPrefixOfTheRestIsFound() {
		for (int more = 0; more <= 2; more++) {
			DiskModel model = new DiskModel(1);
			Storage watched = write(model);
			watched.append(entry(3));
			watched.append(entry(4));
			this.storage.found = state(1, 2 + more);
			assertThat(model.watch(this.storage, () -> {
			}, (had) -> {
			}).load()).isNotNull();
			assertThat(model.kept().opNumber()).isEqualTo(2 + more);
		}
	}

	@Test
	void lostEntryIsFound() {
		write(this.disk);
		this.storage.found = state(1, 1);
		assertForgets();
	}

	@Test
	void lostViewIsFound() {
		write(this.disk);
		this.storage.found = state(0, 2);
		assertForgets();
	}

	@Test
	void entryThatWasNeverHandedOverIsFound() {
		write(this.disk);
		this.storage.found = state(1, 3);
		assertForgets();
	}

	@Test
	void diskThatIsEmptyIsFoundUnlessItWasDamaged() {
		write(this.disk);
		assertForgets();
		this.disk.damaged();
		assertThat(watch().load()).isNull();
		assertThat(this.lost).isOne();
		assertThat(this.disk.isUsed()).isFalse();
	}

	@Test
	void viewThatGoesBackIsFound() {
		Storage watched = watch();
		watched.promise(promises(3));
		watched.promise(promises(2));
		assertFails("S4-MONOTONE-ON-DISK", () -> this.disk.stored(watched.flush()));
	}

	@Test
	void acknowledgementBeforeItsEntryIsDurableIsFound() {
		DurabilityChecker checker = new DurabilityChecker();
		checker.watch(1, this.disk);
		Storage watched = write(this.disk);
		watched.append(entry(3));
		checker.sent(null, new PrepareOk(FabricatedReplica.header(1, 1, 1), 2));
		assertFails("S6-ACKNOWLEDGED-IS-DURABLE",
				() -> checker.sent(null, new PrepareOk(FabricatedReplica.header(1, 1, 1), 3)));
		this.disk.stored(watched.flush());
		checker.sent(null, new PrepareOk(FabricatedReplica.header(1, 1, 1), 3));
		assertFails("S6-PROMISED-IS-DURABLE",
				() -> checker.sent(null, new PrepareOk(FabricatedReplica.header(1, 2, 1), 3)));
	}

	private Storage write(DiskModel model) {
		Storage watched = model.watch(this.storage, () -> {
		}, (had) -> {
		});
		watched.promise(promises(1));
		watched.append(entry(1));
		watched.append(entry(2));
		model.stored(watched.flush());
		return watched;
	}

	private Storage watch() {
		return this.disk.watch(this.storage, () -> {
		}, (had) -> this.lost++);
	}

	private void assertForgets() {
		assertFails("S4-DISK-REMEMBERS", () -> watch().load());
	}

	private static void assertFails(String invariant, Runnable action) {
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(action::run)
			.satisfies((ex) -> assertThat(ex.invariant()).isEqualTo(invariant));
	}

	private static Entry entry(long op) {
		return FabricatedReplica.entry(1, op, "x");
	}

	private static Promises promises(long view) {
		return new Promises(FabricatedReplica.GROUP, FabricatedReplica.MEMBERS, view, view, 1, CrashVector.of(0, 1, 0),
				0);
	}

	private static StoredState state(long view, int entries) {
		return new StoredState(promises(view), null,
				List.of(entry(1), entry(2), entry(3), entry(4)).subList(0, entries));
	}

	/**
	 * Finds what the test says.
	 */
	private static final class FakeStorage implements Storage {

		private @Nullable StoredState found;

		private long calls;

		@Override
		public boolean isDurable() {
			return true;
		}

		@Override
		public @Nullable StoredState load() {
			return this.found;
		}

		@Override
		public @Nullable String whyStateLost() {
			return null;
		}

		@Override
		public void append(Entry entry) {
			this.calls++;
		}

		@Override
		public void promise(Promises promises) {
			this.calls++;
		}

		@Override
		public void replace(long keep, List<Entry> suffix, Promises promises) {
			this.calls++;
		}

		@Override
		public void install(Checkpoint checkpoint, List<Entry> suffix, Promises promises) {
			this.calls++;
		}

		@Override
		public void checkpoint(Checkpoint checkpoint) {
			this.calls++;
		}

		@Override
		public void commit(long commitNumber) {
			this.calls++;
		}

		@Override
		public long flush() {
			return this.calls;
		}

	}

}
