package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.Promises;
import dev.viewstamped.replica.ReplicaReport;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * The one log of a view, as far as it is known.
 */
final class ViewLog {

	private final View view;

	private final List<@Nullable Viewstamp> viewstamps = new ArrayList<>();

	private @Nullable List<History.Run> start;

	private History learned = History.EMPTY;

	ViewLog(View view) {
		this.view = view;
	}

	/**
	 * Some replica has this log.
	 * @param history its viewstamps
	 */
	void learn(History history) {
		if (history.equals(this.learned)) {
			return;
		}
		this.learned = history;
		learn(history.begin());
		long op = history.begin().opNumber();
		for (History.Run run : history.runs()) {
			while (op < run.lastOpNumber()) {
				op++;
				Viewstamp known = get(op);
				if (known == null || known.view() != run.view() || known.epoch() != run.epoch()) {
					learn(new Viewstamp(run.epoch(), run.view(), op));
				}
			}
		}
	}

	void learn(Viewstamp viewstamp) {
		if (viewstamp.opNumber() == 0) {
			return;
		}
		int index = Math.toIntExact(viewstamp.opNumber()) - 1;
		while (this.viewstamps.size() <= index) {
			this.viewstamps.add(null);
		}
		Viewstamp known = this.viewstamps.get(index);
		check(known == null || known.equals(viewstamp), "S7-ONE-LOG-IN-VIEW", "%s has %s and %s", this.view, known,
				viewstamp);
		this.viewstamps.set(index, viewstamp);
	}

	/**
	 * The view's primary says what its log is.
	 * @param history its viewstamps; those of earlier views are what the view started
	 * with
	 */
	void startedWith(History history) {
		List<History.Run> inherited = history.runs()
			.stream()
			.filter((run) -> run.epoch() < this.view.epoch() || run.view() < this.view.number())
			.toList();
		check(this.start == null || this.start.equals(inherited), "S3-ONE-STARTING-LOG", "%s starts with %s and %s",
				this.view, this.start, inherited);
		this.start = inherited;
		learn(history);
	}

	@Nullable Viewstamp get(long opNumber) {
		return (opNumber >= 1 && opNumber <= this.viewstamps.size()) ? this.viewstamps.get((int) opNumber - 1) : null;
	}

	/**
	 * A view of a group.
	 *
	 * @param groupId the group
	 * @param epoch the epoch
	 * @param number the view
	 */
	record View(UUID groupId, long epoch, long number) {

		static View of(Header header) {
			return new View(header.groupId(), header.epoch(), header.view());
		}

		static View of(ReplicaReport report) {
			return new View(report.groupId(), report.configuration().epoch(), report.view());
		}

		/**
		 * The view whose log a replica has.
		 * @param inside the replica
		 * @return the view
		 */
		static View ofLog(Inside inside) {
			return new View(inside.groupId(), inside.epoch(), inside.lastNormalView());
		}

		/**
		 * The view whose log a disk has.
		 * @param promises what is on the disk
		 * @return the view
		 */
		static View ofLog(Promises promises) {
			return new View(promises.groupId(), promises.configuration().epoch(), promises.lastNormalView());
		}

		/**
		 * The view that a disk says its replica is in.
		 * @param promises what is on the disk
		 * @return the view
		 */
		static View of(Promises promises) {
			return new View(promises.groupId(), promises.configuration().epoch(), promises.view());
		}

		/**
		 * Whether this view comes before another one: in each epoch they begin again.
		 * @param other a view of the same group
		 * @return {@code true} if it is earlier
		 */
		boolean isBefore(View other) {
			return this.epoch < other.epoch || (this.epoch == other.epoch && this.number < other.number);
		}

	}

}
