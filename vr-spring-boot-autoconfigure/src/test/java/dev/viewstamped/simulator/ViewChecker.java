package dev.viewstamped.simulator;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.ViewLog.View;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * There is one group, each of its views has one primary, and a member does not come back
 * in a view that it had left behind when it acknowledged something.
 */
final class ViewChecker {

	private final DurabilityChecker disks;

	private final Map<View, Process> primaries = new HashMap<>();

	private final Map<MemberKey, View> acknowledgedViews = new HashMap<>();

	private final Map<MemberKey, Long> incarnations = new HashMap<>();

	/** Processes, by the numbers of their lives, that have been normal. */
	private final Set<Process> entered = new HashSet<>();

	/** For each incarnation, the view in which it became normal first. */
	private final Map<Process, View> firstViews = new HashMap<>();

	private final Map<Promised, Set<Process>> promises = new HashMap<>();

	/**
	 * Create a checker.
	 * @param disks what disks must have
	 */
	ViewChecker(DurabilityChecker disks) {
		this.disks = disks;
	}

	/**
	 * A replica sent a message.
	 * @param message the message
	 */
	void sent(PeerMessage message) {
		if (message instanceof PrepareOk) {
			Header header = message.header();
			this.acknowledgedViews.merge(new MemberKey(header.groupId(), header.from()), View.of(header),
					(one, other) -> one.isBefore(other) ? other : one);
		}
	}

	/**
	 * A message arrives at a process.
	 * @param life the process
	 * @param message the message
	 */
	void delivered(Life life, PeerMessage message) {
		if (message instanceof DoViewChange promise) {
			Header header = promise.header();
			this.promises
				.computeIfAbsent(new Promised(life.memberId(), life.number(), View.of(header)),
						(key) -> new HashSet<>())
				.add(new Process(header.groupId(), header.from(), header.incarnation()));
		}
	}

	/**
	 * Look at a replica that made a step.
	 * @param life the process, with its report of the step before
	 * @param report its report
	 * @param others all processes
	 */
	void observe(Life life, ReplicaReport report, Collection<Life> others) {
		if (report.status() != Status.NORMAL) {
			check(report.role() == Role.NONE, "S3-ROLE", "member %d is %s in status %s", report.memberId(),
					report.role(), report.status());
			return;
		}
		checkGroup(life, report, others);
		checkRole(life, report);
		if (life.last() == null || life.last().status() != Status.NORMAL) {
			checkEntered(life, report);
			checkLeases(life, report, others);
		}
	}

	/**
	 * Before a view has its primary, that of an earlier one reads on no lease any more.
	 */
	private static void checkLeases(Life life, ReplicaReport report, Collection<Life> others) {
		for (Life other : others) {
			Inside inside = other.inside();
			ReplicaReport its = other.last();
			check(report.role() != Role.PRIMARY || other == life || inside == null || its == null || !inside.hasLease()
					|| !View.of(its).isBefore(View.of(report)), "S13-ONE-LEASE",
					"member %d becomes primary in %s while member %d has a lease on %s", report.memberId(),
					View.of(report), other.memberId(), (its != null) ? View.of(its) : null);
		}
	}

	private static void checkGroup(Life life, ReplicaReport report, Collection<Life> others) {
		int id = report.memberId();
		UUID groupId = report.groupId();
		check(!groupId.equals(Header.NO_GROUP), "S12-GROUP", "member %d is normal without a group", id);
		ReplicaReport last = life.last();
		check(!Life.hasState(last) || last == null || last.groupId().equals(groupId), "S12-GROUP",
				"member %d went from group %s to %s", id, (last != null) ? last.groupId() : null, groupId);
		for (Life other : others) {
			ReplicaReport its = other.last();
			check(its == null || its.status() != Status.NORMAL || its.memberId() == id || its.groupId().equals(groupId),
					"S12-ONE-GROUP", "member %d is normal in another group than member %d", id, other.memberId());
		}
	}

	private void checkRole(Life life, ReplicaReport report) {
		int id = report.memberId();
		boolean primary = report.configuration().primary(report.view()) == id;
		check(report.role() == (primary ? Role.PRIMARY : Role.BACKUP), "S3-PRIMARY-OF-VIEW",
				"member %d is %s of view %d", id, report.role(), report.view());
		View view = View.of(report);
		if (primary && this.disks.tellsOf(id, view)) {
			Process me = new Process(report.groupId(), id, life.number());
			Process other = this.primaries.putIfAbsent(view, me);
			check(other == null || other.equals(me), "S3-ONE-PRIMARY", "%s and %s are primaries of %s", other, me,
					view);
		}
	}

	private void checkEntered(Life life, ReplicaReport report) {
		int id = report.memberId();
		MemberKey member = new MemberKey(report.groupId(), id);
		View view = View.of(report);
		View acknowledged = this.acknowledgedViews.get(member);
		check(acknowledged == null || !view.isBefore(acknowledged), "S15-RECOVERED-VIEW",
				"member %d is normal in %s and acknowledged in %s", id, view, acknowledged);
		Inside inside = life.inside();
		if (inside == null) {
			return;
		}
		this.firstViews.putIfAbsent(new Process(report.groupId(), id, inside.incarnation()), view);
		if (this.entered.add(new Process(report.groupId(), id, life.number()))) {
			Long before = this.incarnations.put(member, inside.incarnation());
			DiskModel disk = this.disks.disk(id);
			boolean goesOn = disk != null && disk.isResumed();
			check(before == null || before < inside.incarnation() || (goesOn && before == inside.incarnation()),
					"S4-MONOTONE-INCARNATION", "member %d has incarnation %d after %d", id, inside.incarnation(),
					before);
		}
		// The first view of an epoch needs no promises
		if (report.role() == Role.PRIMARY && report.view() > 0 && life.last() != null
				&& life.last().status() == Status.VIEW_CHANGE) {
			checkPromises(life, report);
		}
	}

	/**
	 * Without the promises of lives that ended before another one was recovered below the
	 * view, there is still a quorum.
	 */
	private void checkPromises(Life life, ReplicaReport report) {
		View view = View.of(report);
		Set<Integer> members = new HashSet<>();
		members.add(report.memberId());
		for (Process sender : this.promises.getOrDefault(new Promised(life.memberId(), life.number(), view),
				Set.of())) {
			boolean forgotten = this.firstViews.entrySet()
				.stream()
				.anyMatch((later) -> later.getKey().memberId() == sender.memberId()
						&& later.getKey().groupId().equals(sender.groupId())
						&& later.getKey().number() > sender.number() && later.getValue().isBefore(view));
			if (!forgotten) {
				members.add(sender.memberId());
			}
		}
		check(members.size() >= report.quorumNeeded(), "S15-FORGOTTEN-PROMISE",
				"member %d starts %s with the promises of %s only; the others have been forgotten", report.memberId(),
				view, members);
	}

	private record MemberKey(UUID groupId, int memberId) {

	}

	private record Process(UUID groupId, int memberId, long number) {

	}

	private record Promised(int memberId, int life, View view) {

	}

}
