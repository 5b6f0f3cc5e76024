package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Operation;
import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.simulator.ViewLog.View;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * What is committed is the same everywhere, never leaves a log, and is held by a quorum.
 * A member that crashed counts as if it still held what its process had, until another
 * process of it has recovered: then that one must have it.
 */
final class CommitChecker {

	private final Map<UUID, List<Committed>> canons = new HashMap<>();

	private final Map<Integer, Holder> holders = new HashMap<>();

	private final DurabilityChecker disks;

	private final EpochChecker epochs;

	private long additions;

	/**
	 * Create a checker.
	 * @param disks what disks must have
	 * @param epochs knows the members of each epoch
	 */
	CommitChecker(DurabilityChecker disks, EpochChecker epochs) {
		this.disks = disks;
		this.epochs = epochs;
	}

	/**
	 * A process was started.
	 * @param life the process
	 */
	void started(Life life) {
		Inside inside = life.inside();
		if (inside != null) {
			this.holders.computeIfAbsent(life.memberId(), (id) -> new Holder(this.disks.disk(id))).begin(life, inside);
		}
	}

	/**
	 * A process was dropped.
	 * @param life the process
	 */
	void crashed(Life life) {
		Holder holder = this.holders.get(life.memberId());
		if (holder != null) {
			holder.end();
		}
	}

	/**
	 * What the disk of a member had is lost.
	 * @param memberId the member
	 * @param had what it had
	 */
	void diskLost(int memberId, Kept had) {
		Holder holder = this.holders.get(memberId);
		if (holder != null) {
			holder.diskLost(had);
		}
	}

	/**
	 * Look at a replica that made a step.
	 * @param life the process
	 * @param report its report
	 */
	void observe(Life life, ReplicaReport report) {
		Holder holder = this.holders.get(life.memberId());
		UUID groupId = report.groupId();
		if (holder == null || holder.inside() == null || groupId.equals(Header.NO_GROUP)) {
			return;
		}
		List<Committed> canon = canon(groupId);
		boolean grown = commit(holder, Objects.requireNonNull(holder.inside()), report, canon);
		holder.recovers(report, canon);
		if (grown) {
			this.additions++;
			this.holders.values().forEach((other) -> other.agree(groupId, canon));
		}
		else {
			holder.agree(groupId, canon);
		}
		holder.stepped(Objects.requireNonNull(holder.inside()));
		this.epochs.observe(life, report, canon);
		checkHeld(groupId, canon);
	}

	/**
	 * Look at the log of a replica that made a step, and at what was sent; the replica
	 * says the same as after the step before.
	 * @param life the process
	 */
	void observeSame(Life life) {
		Holder holder = this.holders.get(life.memberId());
		Inside inside = life.inside();
		if (holder != null && inside != null && !inside.groupId().equals(Header.NO_GROUP)) {
			holder.agree(inside.groupId(), canon(inside.groupId()));
			this.epochs.checkSent();
		}
	}

	/**
	 * How often more was committed.
	 */
	long additions() {
		return this.additions;
	}

	/**
	 * What a group has committed.
	 * @param groupId the group
	 * @return the entries from op-number 1 on
	 */
	List<Committed> canon(UUID groupId) {
		return this.canons.computeIfAbsent(groupId, (id) -> new ArrayList<>());
	}

	private static boolean commit(Holder holder, Inside inside, ReplicaReport report, List<Committed> canon) {
		int size = canon.size();
		while (holder.committed < report.commitNumber()) {
			if (holder.committed < inside.baseOpNumber()) {
				commitUpToBase(holder, inside, report, canon);
				continue;
			}
			Entry entry = inside.entry(holder.committed + 1);
			if (holder.committed == canon.size()) {
				checkFollows((canon.isEmpty()) ? null : canon.get(canon.size() - 1).entry(), entry);
				canon.add(new Committed(entry, holder.logViewAt(entry, inside)));
			}
			Entry known = canon.get((int) holder.committed).entry();
			check(same(known, entry), "S1-SAME-COMMITTED", "member %d committed %s, another one %s", report.memberId(),
					entry, known);
			holder.committed++;
		}
		return canon.size() > size;
	}

	/**
	 * Of entries that are no longer in the log the viewstamps are known.
	 */
	private static void commitUpToBase(Holder holder, Inside inside, ReplicaReport report, List<Committed> canon) {
		long base = inside.baseOpNumber();
		check(base <= canon.size(), "S1-SAME-COMMITTED", "member %d has a checkpoint of op %d; committed are %d ops",
				report.memberId(), base, canon.size());
		History history = inside.history();
		while (holder.committed < base) {
			Entry known = canon.get((int) holder.committed++).entry();
			check(known.opNumber() < history.begin().opNumber() || history.contains(known), "S1-SAME-COMMITTED",
					"member %d committed %s, another one %s", report.memberId(), history, known);
		}
	}

	private static void checkFollows(@Nullable Entry before, Entry entry) {
		if (before != null) {
			check(entry.opNumber() == before.opNumber() + 1, "S8-NO-GAP-IN-LOG", "%s comes after %s", entry, before);
			boolean ends = before.operation() == Operation.RECONFIGURE;
			check((entry.epoch() == before.epoch() && entry.view() >= before.view())
					|| (ends && entry.epoch() == before.epoch() + 1), "S8-VIEWS", "%s comes after %s", entry, before);
			check(entry.timestampNanos() > before.timestampNanos(), "S8-TIMESTAMPS", "%s comes after %s", entry,
					before);
		}
	}

	/**
	 * The last entry is held by a quorum of its epoch; what ends the epoch may be held by
	 * one of the next epoch instead.
	 */
	private void checkHeld(UUID groupId, List<Committed> canon) {
		if (canon.isEmpty()) {
			return;
		}
		Committed last = canon.get(canon.size() - 1);
		long epoch = last.entry().epoch();
		Configuration ended = this.epochs.configuration(groupId, epoch);
		Configuration begun = this.epochs.configuration(groupId, epoch + 1);
		if (ended == null || (begun != null && holders(begun, groupId, canon) >= quorum(begun))) {
			return;
		}
		int count = holders(ended, groupId, canon);
		check(count >= quorum(ended), "S2-HELD-BY-QUORUM", "%d members hold %s or lost it in a crash; a quorum is %d",
				count, last, quorum(ended));
	}

	private static int quorum(Configuration configuration) {
		return configuration.size() / 2 + 1;
	}

	private int holders(Configuration configuration, UUID groupId, List<Committed> canon) {
		int count = 0;
		for (Member member : configuration.members()) {
			Holder holder = this.holders.get(member.memberId());
			if (holder != null && holder.heldNumber(groupId, canon) >= canon.size()) {
				count++;
			}
		}
		return count;
	}

	static boolean same(Entry one, Entry other) {
		return one == other
				|| (one.epoch() == other.epoch() && one.view() == other.view() && one.opNumber() == other.opNumber()
						&& one.client().equals(other.client()) && one.requestNumber() == other.requestNumber());
	}

	/**
	 * A committed entry.
	 *
	 * @param entry the entry
	 * @param view the view in which it was committed first
	 */
	record Committed(Entry entry, View view) {

	}

}
