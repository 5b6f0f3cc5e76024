package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.EpochStarted;
import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.message.Standby;
import dev.viewstamped.message.StartEpoch;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.simulator.CommitChecker.Committed;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * An epoch begins when the reconfiguration that ends the one before is committed, with
 * the members that it names, after all that was committed before; and nobody is
 * discharged as long as it is needed.
 */
final class EpochChecker {

	private final DurabilityChecker disks;

	private final Map<UUID, GroupEpochs> groups = new HashMap<>();

	private final Set<Listener> retired = new HashSet<>();

	private final List<Runnable> sent = new ArrayList<>();

	private final Map<Listener, Set<Sender>> startedHeard = new HashMap<>();

	/**
	 * Create a checker.
	 * @param disks what disks must have
	 */
	EpochChecker(DurabilityChecker disks) {
		this.disks = disks;
	}

	/**
	 * What is known of a group.
	 * @param groupId the group
	 * @return its epochs
	 */
	GroupEpochs of(UUID groupId) {
		return this.groups.computeIfAbsent(groupId, (id) -> new GroupEpochs());
	}

	/**
	 * The members of an epoch.
	 * @param groupId the group
	 * @param epoch the epoch
	 * @return the members, {@code null} if the epoch has not begun
	 */
	@Nullable Configuration configuration(UUID groupId, long epoch) {
		return of(groupId).configuration(epoch);
	}

	/**
	 * A replica sent a message.
	 * @param life the sender, {@code null} if nothing is known of it
	 * @param message the message
	 */
	void sent(@Nullable Life life, PeerMessage message) {
		if (isChecked(message)) {
			this.sent.add(() -> checkSent(life, message));
		}
	}

	private static boolean isChecked(PeerMessage message) {
		return message instanceof Prepare || message instanceof NewState || message instanceof StartEpoch
				|| message instanceof DoViewChange || message instanceof StartView || message instanceof StartViewChange
				|| message instanceof RecoveryResponse || message instanceof EpochStarted
				|| message instanceof PrepareOk;
	}

	private void checkSent(@Nullable Life life, PeerMessage message) {
		GroupEpochs epochs = of(message.header().groupId());
		if (message instanceof Prepare prepare) {
			prepare.entries().forEach(epochs::checkEntry);
		}
		else if (message instanceof NewState state) {
			state.entries().forEach(epochs::checkEntry);
		}
		else if (message instanceof StartEpoch start) {
			epochs.checkStart(start);
		}
		if (message instanceof DoViewChange || message instanceof StartView || message instanceof StartViewChange
				|| message instanceof RecoveryResponse || message instanceof Prepare
				|| message instanceof EpochStarted) {
			checkMember(epochs, message);
		}
		if (message instanceof DoViewChange || message instanceof PrepareOk || message instanceof EpochStarted) {
			checkHasStart(epochs, life, message);
		}
	}

	/**
	 * A message arrives at a process.
	 * @param life the process
	 * @param message the message
	 */
	void delivered(Life life, PeerMessage message) {
		if (message instanceof EpochStarted started) {
			Header header = started.header();
			this.startedHeard
				.computeIfAbsent(new Listener(life.memberId(), life.number(), header.epoch()), (key) -> new HashSet<>())
				.add(new Sender(header.from(), header.incarnation()));
		}
	}

	/**
	 * Look at a replica that made a step.
	 * @param life the process
	 * @param report its report
	 * @param canon what its group has committed
	 */
	void observe(Life life, ReplicaReport report, List<Committed> canon) {
		GroupEpochs epochs = of(report.groupId());
		Inside inside = life.inside();
		epochs.begunWith(report.configuration());
		epochs.extend(canon);
		checkSent();
		if (inside == null) {
			return;
		}
		int id = report.memberId();
		long epoch = inside.epoch();
		Configuration members = epochs.configuration(epoch);
		check(members != null, "S12-EFFECT-AT-COMMIT", "member %d is in epoch %d, which has not begun", id, epoch);
		checkSame(id, epochs, report.configuration());
		Long end = epochs.start(epoch + 1);
		check(end == null || report.commitNumber() <= end, "S12-OLD-EPOCH-COMMITS",
				"member %d, in epoch %d, knows op %d as committed; the epoch ended with op %d", id, epoch,
				report.commitNumber(), end);
		if (report.status() == Status.NORMAL) {
			check(members != null && members.contains(id), "S12-NOT-A-MEMBER", "member %d is normal in epoch %d, of %s",
					id, epoch, members);
			Long listed = epochs.listedIncarnation(epoch, id);
			check(report.role() != Role.PRIMARY || report.view() > 0 || listed == null
					|| listed == inside.incarnation(), "S12-LISTED-LIFE",
					"member %d, life %d, is primary of the first view of epoch %d, which began with its life %d", id,
					inside.incarnation(), epoch, listed);
		}
		if (report.change().phase() == GroupChange.Phase.COMPLETE) {
			check(epochs.isChecked(report.change().epoch()), "S12-COMPLETE",
					"member %d says that epoch %d is complete, and nobody has checked it", id, report.change().epoch());
		}
		if (report.status() == Status.RETIRED && this.retired.add(new Listener(id, life.number(), epoch))) {
			checkRetired(life, inside, report, epochs);
		}
		for (Standby standby : report.standbys()) {
			epochs.checkStandby(standby);
		}
	}

	/** What a step has sent is looked at when it is known what the step has committed. */
	void checkSent() {
		if (this.sent.isEmpty()) {
			return;
		}
		List<Runnable> checks = List.copyOf(this.sent);
		this.sent.clear();
		checks.forEach(Runnable::run);
	}

	private static void checkSame(int id, GroupEpochs epochs, Configuration reported) {
		Configuration known = epochs.configuration(reported.epoch());
		check(known == null || hasSameIds(known, reported), "S12-ONE-CONFIGURATION", "member %d says %s, others say %s",
				id, reported, known);
	}

	/**
	 * A quorum of lives that the replica does not know to be over has told it that they
	 * have the state, and the new group has checked its epoch.
	 */
	private void checkRetired(Life life, Inside inside, ReplicaReport report, GroupEpochs epochs) {
		long latest = epochs.latest();
		boolean done = false;
		for (long epoch = 1; epoch <= latest; epoch++) {
			Configuration members = epochs.configuration(epoch);
			if (members != null && !members.contains(report.memberId()) && epochs.isChecked(epoch)) {
				long heard = this.startedHeard
					.getOrDefault(new Listener(life.memberId(), life.number(), epoch), Set.of())
					.stream()
					.filter((sender) -> members.contains(sender.memberId())
							&& sender.incarnation() >= inside.knownIncarnation(sender.memberId()))
					.map(Sender::memberId)
					.distinct()
					.count();
				done |= heard >= members.size() / 2 + 1;
			}
		}
		check(done, "S12-RETIRED-EARLY", "member %d has retired; the epochs are %s, and it heard %s", report.memberId(),
				epochs, this.startedHeard.keySet());
	}

	private static void checkMember(GroupEpochs epochs, PeerMessage message) {
		Header header = message.header();
		Configuration members = epochs.configuration(header.epoch());
		check(members == null || members.contains(header.from()), "S12-NOT-A-MEMBER", "%s was sent, the members are %s",
				message, members);
	}

	/**
	 * Who speaks in an epoch has all that was committed before it; in durable mode on its
	 * disk, before it says that it has entered.
	 */
	private void checkHasStart(GroupEpochs epochs, @Nullable Life life, PeerMessage message) {
		Header header = message.header();
		Long start = epochs.start(header.epoch());
		Inside inside = (life != null) ? life.inside() : null;
		if (header.epoch() == 0 || inside == null) {
			return;
		}
		check(start != null && inside.epoch() >= header.epoch() && inside.opNumber() >= start
				&& (start < inside.history().begin().opNumber()
						|| inside.viewstamp(start).epoch() == header.epoch() - 1),
				"S12-HAS-EPOCH-START", "%s was sent; the sender is in epoch %d and has %s", message, inside.epoch(),
				inside.history());
		DiskModel disk = this.disks.disk(header.from());
		if (message instanceof EpochStarted && disk != null && start != null) {
			Kept kept = disk.kept();
			check(kept.promises() != null && kept.promises().configuration().epoch() >= header.epoch()
					&& kept.opNumber() >= start, "S12-EPOCH-STARTED-IS-DURABLE",
					"%s was sent; the disk has %s and a log up to op %d", message, kept.promises(), kept.opNumber());
		}
	}

	static boolean hasSameIds(Configuration one, Configuration other) {
		if (one == other) {
			return true;
		}
		boolean same = one.size() == other.size();
		for (int i = 0; same && i < one.size(); i++) {
			same = one.members().get(i).memberId() == other.members().get(i).memberId();
		}
		return same;
	}

	static List<Integer> ids(Configuration configuration) {
		return configuration.members().stream().map((member) -> member.memberId()).toList();
	}

	private record Listener(int memberId, int life, long epoch) {

	}

	private record Sender(int memberId, long incarnation) {

	}

}
