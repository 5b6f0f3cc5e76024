package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.message.StartView;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * What must hold between the logs of all replicas. Logs are known from what replicas send
 * of them: a view has one log, so a replica whose last normal view and op-number are
 * known has the beginning of the log of that view.
 */
final class LogChecker {

	private final Map<View, ViewLog> logs = new HashMap<>();

	private final Map<UUID, List<Viewstamp>> committed = new HashMap<>();

	private final Map<UUID, Long> lastNormalViews = new HashMap<>();

	private final Map<EntryKey, Link> entries = new HashMap<>();

	private final Map<Sender, DoViewChange> promises = new HashMap<>();

	private final Map<Integer, Life> lives = new HashMap<>();

	/**
	 * A replica was dropped.
	 * @param memberId its member id
	 */
	void crashed(int memberId) {
		this.lives.remove(memberId);
	}

	/**
	 * A replica sent a message.
	 * @param message the message
	 */
	void sent(PeerMessage message) {
		Header header = message.header();
		View view = new View(header.groupId(), header.epoch(), header.view());
		if (message instanceof Prepare prepare) {
			log(view).learn(view, prepare.parent());
			prepare.entries().forEach((entry) -> log(view).learn(view, entry.viewstamp()));
			checkEntries(header.groupId(), prepare.parent(), prepare.entries());
		}
		else if (message instanceof NewState state) {
			checkEntries(header.groupId(), state.parent(), state.entries());
		}
		else if (message instanceof StartView start) {
			log(view).learn(view, start.history());
			checkComplete(view, start.history());
		}
		else if (message instanceof RecoveryResponse response && response.history() != null) {
			log(view).learn(view, response.history());
		}
		else if (message instanceof DoViewChange promise) {
			View lastNormal = new View(header.groupId(), header.epoch(), promise.lastNormalView());
			log(lastNormal).learn(lastNormal, promise.history());
			DoViewChange before = this.promises.put(Sender.of(header), promise);
			check(before == null || before.header().view() != header.view() || before.equals(promise),
					"SAME-DO-VIEW-CHANGE", "member %d sent %s and %s", header.from(), before, promise);
		}
		else if (message instanceof PrepareOk) {
			DoViewChange promise = this.promises.get(Sender.of(header));
			check(promise == null || promise.header().view() <= header.view(), "NO-ACK-AFTER-PROMISE",
					"member %d sent PrepareOk in view %d after %s", header.from(), header.view(), promise);
		}
	}

	/**
	 * Look at a replica that made a step.
	 * @param memberId its member id
	 * @param report its report
	 */
	void observe(int memberId, ReplicaReport report) {
		Life life = this.lives.computeIfAbsent(memberId, (id) -> new Life());
		View before = life.normalView;
		if (report.status() != Status.NORMAL) {
			check(before == null || report.opNumber() >= life.opNumber, "LOG-KEPT",
					"member %d went from op %d to %d while %s", memberId, life.opNumber, report.opNumber(),
					report.status());
			return;
		}
		View view = new View(report.groupId(), report.configuration().epoch(), report.view());
		if (before != null && before.equals(view)) {
			check(report.opNumber() >= life.opNumber, "LOG-KEPT", "member %d went from op %d to %d in view %d",
					memberId, life.opNumber, report.opNumber(), report.view());
		}
		else {
			this.lastNormalViews.merge(view.groupId(), view.number(), Math::max);
			if (before != null) {
				checkRemoved(memberId, before, life.opNumber, view, report.opNumber());
			}
		}
		life.normalView = view;
		life.opNumber = report.opNumber();
		checkCommitted(memberId, life, view, report.commitNumber());
	}

	private void checkEntries(UUID groupId, Viewstamp parent, List<Entry> sent) {
		Viewstamp before = parent;
		for (Entry entry : sent) {
			Link link = new Link(before, entry);
			Link known = this.entries.putIfAbsent(new EntryKey(groupId, entry.viewstamp()), link);
			if (known != null) {
				check(known.sameEntry(entry), "SAME-ENTRY", "%s and %s", known.entry(), entry);
				check(known.parent().equals(before), "SAME-PREFIX", "%s comes after %s and after %s", entry.viewstamp(),
						known.parent(), before);
			}
			before = entry.viewstamp();
		}
	}

	/**
	 * The log of a view has all that was committed in views before. If a later view is
	 * normal already, this one may come too late for what that one committed.
	 */
	private void checkComplete(View view, History history) {
		if (this.lastNormalViews.getOrDefault(view.groupId(), 0L) <= view.number()) {
			for (Viewstamp viewstamp : committed(view.groupId())) {
				check(history.opNumber() >= viewstamp.opNumber()
						&& history.viewstamp(viewstamp.opNumber()).equals(viewstamp), "VIEW-HAS-COMMITTED",
						"%s starts with %s, without %s", view, history, viewstamp);
			}
		}
	}

	private void checkRemoved(int memberId, View before, long opNumberBefore, View view, long opNumber) {
		for (Viewstamp viewstamp : committed(view.groupId())) {
			long op = viewstamp.opNumber();
			if (op <= opNumberBefore && viewstamp.equals(log(before).get(op))) {
				Viewstamp now = log(view).get(op);
				check(op <= opNumber && (now == null || now.equals(viewstamp)), "NO-COMMITTED-OP-REMOVED",
						"member %d had %s in %s and has %s in %s, up to op %d", memberId, viewstamp, before, now, view,
						opNumber);
			}
		}
	}

	private void checkCommitted(int memberId, Life life, View view, long commitNumber) {
		List<Viewstamp> canon = committed(view.groupId());
		while (life.committed < commitNumber) {
			long op = life.committed + 1;
			Viewstamp viewstamp = log(view).get(op);
			if (viewstamp == null) {
				return;
			}
			if (canon.size() < op) {
				canon.add(viewstamp);
			}
			Viewstamp known = canon.get((int) op - 1);
			check(known.equals(viewstamp), "SAME-COMMITTED", "member %d committed %s in %s, another one %s", memberId,
					viewstamp, view, known);
			life.committed = op;
		}
	}

	private ViewLog log(View view) {
		return this.logs.computeIfAbsent(view, (key) -> new ViewLog());
	}

	private List<Viewstamp> committed(UUID groupId) {
		return this.committed.computeIfAbsent(groupId, (id) -> new ArrayList<>());
	}

	private record View(UUID groupId, long epoch, long number) {

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

	private static final class ViewLog {

		private final Map<Long, Viewstamp> viewstamps = new HashMap<>();

		void learn(View view, History history) {
			long op = 0;
			for (History.Run run : history.runs()) {
				while (op < run.lastOpNumber()) {
					learn(view, new Viewstamp(run.epoch(), run.view(), ++op));
				}
			}
		}

		void learn(View view, Viewstamp viewstamp) {
			Viewstamp known = this.viewstamps.putIfAbsent(viewstamp.opNumber(), viewstamp);
			check(known == null || known.equals(viewstamp), "ONE-LOG-IN-VIEW", "%s has %s and %s", view, known,
					viewstamp);
		}

		@Nullable Viewstamp get(long opNumber) {
			return this.viewstamps.get(opNumber);
		}

	}

	private static final class Life {

		private @Nullable View normalView;

		private long opNumber;

		private long committed;

	}

}
