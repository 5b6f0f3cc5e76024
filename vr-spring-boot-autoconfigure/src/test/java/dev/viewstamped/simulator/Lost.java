package dev.viewstamped.simulator;

import java.util.List;
import java.util.UUID;

import dev.viewstamped.message.History;
import dev.viewstamped.simulator.CommitChecker.Committed;

import org.jspecify.annotations.Nullable;

/**
 * A log that was lost, with a process or with a disk.
 */
final class Lost {

	private final UUID groupId;

	private final History history;

	private final @Nullable Kept kept;

	private long agreed;

	/**
	 * The log of a process that died.
	 * @param groupId its group
	 * @param history the log
	 * @param agreed op-number up to which it had what was committed
	 */
	Lost(UUID groupId, History history, long agreed) {
		this.groupId = groupId;
		this.history = history;
		this.kept = null;
		this.agreed = agreed;
	}

	/**
	 * The log of a disk that is gone.
	 * @param groupId its group
	 * @param kept the log
	 */
	Lost(UUID groupId, Kept kept) {
		this.groupId = groupId;
		this.history = History.EMPTY;
		this.kept = kept;
	}

	UUID groupId() {
		return this.groupId;
	}

	/**
	 * Op-number up to which it had what is committed, as far as known.
	 */
	long agreed() {
		return this.agreed;
	}

	/**
	 * More may be committed now.
	 */
	void extend(List<Committed> canon) {
		if (this.kept != null) {
			this.agreed = this.kept.agreed(canon);
			return;
		}
		long begin = this.history.begin().opNumber();
		while (this.agreed < Math.min(canon.size(), this.history.opNumber())
				&& (this.agreed + 1 < begin || this.history.contains(canon.get((int) this.agreed).entry()))) {
			this.agreed++;
		}
	}

}
