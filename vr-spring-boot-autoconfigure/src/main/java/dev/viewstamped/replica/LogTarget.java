package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Membership;

import org.jspecify.annotations.Nullable;

/**
 * The log of a view, which a replica takes to become normal in the view.
 *
 * @param view the view to become normal in
 * @param history the viewstamps of the view's log
 * @param commitNumber the commit-number known with it
 * @param source a member that has the log
 * @param stillValid asked again just before the log is taken
 * @param whenFarBehind runs in place of fetching a checkpoint, if that may not be done
 * @param membership the later epoch that is entered with the log; {@code null} if the
 * view is one of the epoch in force
 */
record LogTarget(long view, History history, long commitNumber, int source, BooleanSupplier stillValid,
		@Nullable Runnable whenFarBehind, @Nullable Membership membership) {

	/**
	 * The log of a view of the epoch in force.
	 */
	LogTarget(long view, History history, long commitNumber, int source, BooleanSupplier stillValid,
			@Nullable Runnable whenFarBehind) {
		this(view, history, commitNumber, source, stillValid, whenFarBehind, null);
	}

	/**
	 * The log of a view of the same epoch, as far as a checkpoint has it.
	 * @param checkpoint the checkpoint; its last entry was added by the view to become
	 * normal in, so it is after all that the view began with
	 * @param from a member that has it
	 */
	LogTarget beginningWith(CheckpointId checkpoint, int from) {
		Viewstamp last = checkpoint.viewstamp();
		return new LogTarget(last.view(), new History(last, List.of()), last.opNumber(), from, this.stillValid, null,
				this.membership);
	}

	/**
	 * What of the entries of some log is a part of this one without a gap.
	 * @param start op-number after which it begins
	 * @param entries the entries, in their order
	 */
	List<Entry> entriesAfter(long start, List<Entry> entries) {
		List<Entry> fitting = new ArrayList<>();
		for (Entry entry : entries) {
			if (entry.opNumber() > start) {
				if (entry.opNumber() != start + fitting.size() + 1 || !this.history.contains(entry)) {
					break;
				}
				fitting.add(entry);
			}
		}
		return fitting;
	}

}
