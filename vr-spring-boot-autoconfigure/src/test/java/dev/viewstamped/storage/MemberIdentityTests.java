package dev.viewstamped.storage;

import java.util.Objects;

import dev.viewstamped.replica.StoredState;
import dev.viewstamped.storage.ScriptedRun.Expected;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A replica whose id is given by the group.
 */
class MemberIdentityTests {

	private static final StorageIdentity OTHER = new StorageIdentity("group", 7);

	private final ScriptedRun run = new ScriptedRun(new MemoryDirectory(), Expected.NOTHING);

	@Test
	void peekFindsNothingBeforeStateIsKept() {
		assertThat(StorageIdentity.peek(this.run.directory)).isNull();
		this.run.open();
		assertThat(StorageIdentity.peek(this.run.directory)).isNull();
	}

	@Test
	void peekFindsTheMemberAndChangesNothing() {
		keepSomething();
		MemoryDirectory next = this.run.directory.nextProcess();
		assertThat(StorageIdentity.peek(next)).isEqualTo(Samples.IDENTITY);
		assertThat(next.contents()).isEqualTo(this.run.directory.contents());
	}

	@Test
	void peekFindsNothingWhenTheStateWasGivenUp() {
		keepSomething();
		this.run.storage().startOver(() -> {
		});
		this.run.lanes.runAll();
		assertThat(StorageIdentity.peek(this.run.directory)).isNull();
	}

	@Test
	void readAheadIsWhatLoadReturnsThen() {
		keepSomething();
		DurableStorage storage = DurableStorage.open(this.run.directory.nextProcess(), Samples.IDENTITY,
				() -> Samples.CODEC, Samples.SMALL, new QueuedLanes(), this.run);
		StoredState state = Objects.requireNonNull(storage.readAhead());
		assertThat(state.promises().configuration()).isEqualTo(Samples.promises(1).configuration());
		assertThat(storage.load()).isSameAs(state);
	}

	@Test
	void openAnewRemovesTheStateOfAnotherMember() {
		keepSomething();
		MemoryDirectory next = this.run.directory.nextProcess();
		DurableStorage storage = openAnew(next, OTHER);
		assertThat(storage.load()).isNull();
		assertThat(storage.whyStateLost()).isNull();
		assertThat(next.list()).noneMatch((name) -> SegmentHeader.segment(name) > 0);
	}

	@Test
	void openAnewRemovesTheStateOfAnEarlierLife() {
		keepSomething();
		DurableStorage storage = openAnew(this.run.directory.nextProcess(), Samples.IDENTITY);
		assertThat(storage.load()).isNull();
	}

	@Test
	void openAnewThatWasCutShortLeavesNoState() {
		keepSomething();
		for (int operation = 1; operation < 8; operation++) {
			MemoryDirectory next = this.run.directory.nextProcess();
			next.failAt(operation);
			try {
				openAnew(next, OTHER);
			}
			catch (StorageException ex) {
				assertThat(ex).hasMessageContaining("cannot be written");
			}
			MemoryDirectory afterwards = next.nextProcess();
			if (StorageIdentity.peek(afterwards) == null) {
				assertThat(openAnew(afterwards, OTHER).load()).isNull();
			}
		}
	}

	@Test
	void openAnewOfAnotherGroupIsRefused() {
		keepSomething();
		MemoryDirectory next = this.run.directory.nextProcess();
		assertThatExceptionOfType(StorageException.class)
			.isThrownBy(() -> openAnew(next, new StorageIdentity("other", 1)))
			.withMessageContaining("is that of member 1 of group 'group'");
		assertThat(next.contents()).isEqualTo(this.run.directory.contents());
	}

	private void keepSomething() {
		this.run.open();
		this.run.promise(1);
		this.run.append(1, 3);
		this.run.flushAndRun();
	}

	private DurableStorage openAnew(MemoryDirectory directory, StorageIdentity identity) {
		return DurableStorage.openAnew(directory, identity, () -> Samples.CODEC, Samples.SMALL, new QueuedLanes(),
				this.run);
	}

}
