package dev.viewstamped.simulator;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.ConfirmViewOk;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.message.StartView;
import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.Promises;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.CommitChecker.Committed;
import dev.viewstamped.simulator.ViewLog.View;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * What must hold between the logs of all replicas, and between a log and what its replica
 * says of it. A view has one log, known from what replicas send of it and have.
 */
final class LogChecker {

	private final CommitChecker commits;

	private final DurabilityChecker disks;

	private final Map<View, ViewLog> logs = new HashMap<>();

	private final Map<EntryKey, Link> entries = new HashMap<>();

	private final Map<Sender, DoViewChange> promises = new HashMap<>();

	/**
	 * Create a checker.
	 * @param commits knows what is committed
	 * @param disks what disks must have
	 */
	LogChecker(CommitChecker commits, DurabilityChecker disks) {
		this.commits = commits;
		this.disks = disks;
	}

	/**
	 * A replica sent a message.
	 * @param life the sender, {@code null} if nothing is known of it
	 * @param message the message
	 */
	void sent(@Nullable Life life, PeerMessage message) {
		Header header = message.header();
		View view = View.of(header);
		if (message instanceof Prepare prepare) {
			ViewLog log = log(view);
			log.learn(prepare.parent());
			prepare.entries().forEach((entry) -> log.learn(entry.viewstamp()));
			checkEntries(header.groupId(), prepare.parent(), prepare.entries());
		}
		else if (message instanceof NewState state) {
			checkEntries(header.groupId(), state.parent(), state.entries());
		}
		else if (message instanceof StartView start) {
			log(view).startedWith(start.history());
			checkComplete(header, start.history());
		}
		else if (message instanceof RecoveryResponse response && response.history() != null) {
			log(view).startedWith(response.history());
			checkComplete(header, response.history());
		}
		else if (message instanceof DoViewChange promise) {
			promised(header, promise);
		}
		else if (message instanceof ConfirmViewOk ok) {
			DoViewChange promise = this.promises.get(Sender.of(ok.header()));
			check(promise == null || !View.of(ok.header()).isBefore(View.of(promise.header())),
					"S5-NO-ACK-AFTER-PROMISE", "member %d sent %s after %s", ok.header().from(), ok, promise);
		}
		else if (message instanceof PrepareOk ok) {
			acknowledged(life, view, ok);
		}
	}

	/**
	 * Look at a replica that made a step.
	 * @param life the replica, with its report of the step before
	 * @param report its report
	 */
	void observe(Life life, ReplicaReport report) {
		ReplicaReport last = life.last();
		boolean hadState = last != null && Life.hasState(last);
		if (report.status() != Status.NORMAL) {
			boolean sameEpoch = last != null && last.configuration().epoch() == report.configuration().epoch();
			check(!hadState || !sameEpoch || report.opNumber() >= opNumber(last), "S11-LOG-KEPT",
					"member %d went from op %d to %d while %s", report.memberId(), opNumber(last), report.opNumber(),
					report.status());
			return;
		}
		View view = View.of(report);
		boolean sameView = last != null && last.status() == Status.NORMAL && View.of(last).equals(view);
		if (sameView) {
			check(report.opNumber() >= opNumber(last), "S11-LOG-KEPT", "member %d went from op %d to %d in %s",
					report.memberId(), opNumber(last), report.opNumber(), view);
		}
		Inside inside = life.inside();
		if (inside != null && isSettled(report)) {
			ViewLog log = log(view);
			if (!sameView || !life.settlesIn(view)) {
				log.learn(inside.history());
			}
			else {
				for (long op = opNumber(last) + 1; op <= inside.opNumber(); op++) {
					log.learn(inside.viewstamp(op));
				}
			}
		}
	}

	/**
	 * Whether the replica will not have another log in its view. A primary whose disk
	 * does not know yet that the view has begun tells nobody of its log, and may begin
	 * the view with another one after a crash.
	 */
	private boolean isSettled(ReplicaReport report) {
		DiskModel disk = this.disks.disk(report.memberId());
		Promises durable = (disk != null) ? disk.kept().promises() : null;
		return disk == null || (durable != null && durable.groupId().equals(report.groupId())
				&& !View.ofLog(durable).isBefore(View.of(report)));
	}

	private static long opNumber(@Nullable ReplicaReport report) {
		return (report != null) ? report.opNumber() : 0;
	}

	private void promised(Header header, DoViewChange promise) {
		log(new View(header.groupId(), header.epoch(), promise.lastNormalView())).learn(promise.history());
		DoViewChange before = this.promises.put(Sender.of(header), promise);
		View view = View.of(header);
		check(before == null || !view.isBefore(View.of(before.header())), "S5-PROMISE-KEPT",
				"member %d sent %s after %s", header.from(), promise, before);
		check(before == null || !View.of(before.header()).equals(view) || same(before, promise),
				"S5-SAME-DO-VIEW-CHANGE", "member %d sent %s and %s", header.from(), before, promise);
	}

	/**
	 * A process that goes on from a disk may know less of what is committed, and more of
	 * the lives of others, than the one before it.
	 */
	private boolean same(DoViewChange before, DoViewChange promise) {
		return before.equals(promise) || (this.disks.disk(promise.header().from()) != null
				&& before.history().equals(promise.history()) && before.lastNormalView() == promise.lastNormalView());
	}

	private void acknowledged(@Nullable Life life, View view, PrepareOk ok) {
		Header header = ok.header();
		DoViewChange promise = this.promises.get(Sender.of(header));
		check(promise == null || !view.isBefore(View.of(promise.header())), "S5-NO-ACK-AFTER-PROMISE",
				"member %d sent PrepareOk in %s after %s", header.from(), view, promise);
		Inside inside = (life != null) ? life.inside() : null;
		// What waits for the disk may be overtaken by a later view's log
		boolean overtaken = inside != null && this.disks.disk(header.from()) != null
				&& view.isBefore(View.ofLog(inside));
		if (inside == null || ok.opNumber() == 0 || overtaken) {
			return;
		}
		check(View.ofLog(inside).equals(view) && inside.opNumber() >= ok.opNumber(), "S6-ACKNOWLEDGED-IS-HELD",
				"member %d sent %s with the log of %s up to op %d", header.from(), ok, View.ofLog(inside),
				inside.opNumber());
		Viewstamp held = inside.viewstamp(ok.opNumber());
		Viewstamp expected = log(view).get(ok.opNumber());
		check(expected == null || expected.equals(held), "S6-ACKNOWLEDGED-IS-HELD",
				"member %d sent %s for %s; %s has %s", header.from(), ok, held, view, expected);
	}

	private void checkEntries(UUID groupId, Viewstamp parent, List<Entry> sent) {
		Viewstamp before = parent;
		for (Entry entry : sent) {
			Link link = new Link(before, entry);
			Link known = this.entries.putIfAbsent(new EntryKey(groupId, entry.viewstamp()), link);
			if (known != null) {
				check(known.sameEntry(entry), "S8-SAME-ENTRY", "%s and %s", known.entry(), entry);
				check(known.parent().equals(before), "S8-SAME-PREFIX", "%s comes after %s and after %s",
						entry.viewstamp(), known.parent(), before);
			}
			Link previous = this.entries.get(new EntryKey(groupId, before));
			check(previous == null || previous.entry().operation() != Operation.RECONFIGURE
					|| entry.epoch() > before.epoch(), "S12-LAST-OF-EPOCH", "%s comes after %s, which ends the epoch",
					entry, before);
			before = entry.viewstamp();
		}
	}

	/**
	 * The log of a view has all that was committed in it and in the views before. A
	 * message that waited for the disk knows only what was committed before.
	 */
	private void checkComplete(Header header, History history) {
		View view = View.of(header);
		boolean waited = this.disks.disk(header.from()) != null;
		List<Committed> canon = this.commits.canon(view.groupId());
		int run = 0;
		for (Committed committed : canon) {
			Entry entry = committed.entry();
			if (entry.opNumber() <= history.begin().opNumber()) {
				continue;
			}
			while (run < history.runs().size() && history.runs().get(run).lastOpNumber() < entry.opNumber()) {
				run++;
			}
			boolean has = run < history.runs().size() && history.runs().get(run).view() == entry.view()
					&& history.runs().get(run).epoch() == entry.epoch();
			boolean later = view.isBefore(committed.view()) || (waited && committed.view().equals(view));
			check(has || later, "S2-VIEW-HAS-COMMITTED", "%s starts with %s, without %s", view, history, committed);
		}
	}

	private ViewLog log(View view) {
		return this.logs.computeIfAbsent(view, ViewLog::new);
	}

	private record EntryKey(UUID groupId, Viewstamp viewstamp) {

	}

	private record Sender(UUID groupId, int memberId, long incarnation) {

		static Sender of(Header header) {
			return new Sender(header.groupId(), header.from(), header.incarnation());
		}

	}

	private record Link(Viewstamp parent, Entry entry) {

		boolean sameEntry(Entry other) {
			Entry mine = this.entry;
			return mine == other || (mine.timestampNanos() == other.timestampNanos()
					&& mine.operation() == other.operation() && mine.client().equals(other.client())
					&& mine.session() == other.session() && mine.requestNumber() == other.requestNumber()
					&& mine.acknowledged() == other.acknowledged() && Arrays.equals(mine.payload(), other.payload()));
		}

	}

}
