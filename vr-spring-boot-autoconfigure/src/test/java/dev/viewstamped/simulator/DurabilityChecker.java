package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.Promises;
import dev.viewstamped.simulator.ViewLog.View;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * In durable mode, what a message promises is on the disk of its sender before the
 * message is on its way.
 */
final class DurabilityChecker {

	private final Map<Integer, DiskModel> disks = new TreeMap<>();

	private final List<DiskModel> watched = new ArrayList<>();

	/**
	 * A member has a disk.
	 * @param memberId the member
	 * @param disk what its disk must have
	 */
	void watch(int memberId, DiskModel disk) {
		this.disks.put(memberId, disk);
		this.watched.add(disk);
	}

	/**
	 * What the disk of a member must have.
	 * @param memberId the member
	 * @return the model, {@code null} in memory mode
	 */
	@Nullable DiskModel disk(int memberId) {
		return this.disks.get(memberId);
	}

	/**
	 * How often that which is on any disk for certain has changed.
	 */
	long changes() {
		long changes = 0;
		for (DiskModel disk : this.watched) {
			changes += disk.changes();
		}
		return changes;
	}

	/**
	 * Whether a member that is normal in a view may have told others of it. In durable
	 * mode nobody hears of it before its disk has it: if it restarts before that, it may
	 * start the view again, with another log.
	 * @param memberId the member
	 * @param view the view
	 */
	boolean tellsOf(int memberId, View view) {
		DiskModel disk = this.disks.get(memberId);
		Promises promises = (disk != null) ? disk.kept().promises() : null;
		return disk == null || (promises != null && !View.ofLog(promises).isBefore(view));
	}

	/**
	 * A replica sent a message.
	 * @param inside the sender, {@code null} if nothing is known of it
	 * @param message the message
	 */
	void sent(@Nullable Inside inside, PeerMessage message) {
		DiskModel disk = this.disks.get(message.header().from());
		if (disk == null) {
			return;
		}
		Kept kept = disk.kept();
		if (message instanceof PrepareOk ok) {
			acknowledged(inside, ok, kept);
		}
		else if (message instanceof DoViewChange promise) {
			promised(promise, kept);
		}
		else if (message instanceof StartView) {
			checkPromises(message, kept, View::ofLog);
		}
		else if (message instanceof RecoveryResponse
				|| (message instanceof StartViewChange change && change.entered())) {
			checkPromises(message, kept, View::of);
		}
	}

	private static void acknowledged(@Nullable Inside inside, PrepareOk ok, Kept kept) {
		Promises promises = checkPromises(ok, kept, View::ofLog);
		if (View.of(ok.header()).isBefore(View.ofLog(promises))) {
			return;
		}
		check(kept.opNumber() >= ok.opNumber(), "S6-ACKNOWLEDGED-IS-DURABLE", "%s; the disk has a log up to op %d", ok,
				kept.opNumber());
		Viewstamp durable = kept.viewstamp(ok.opNumber());
		if (inside != null && durable != null && View.ofLog(inside).equals(View.of(ok.header()))) {
			check(durable.equals(inside.viewstamp(ok.opNumber())), "S6-ACKNOWLEDGED-IS-DURABLE", "%s; the disk has %s",
					ok, durable);
		}
	}

	private static void promised(DoViewChange promise, Kept kept) {
		Promises promises = checkPromises(promise, kept, View::of);
		Header header = promise.header();
		if (!View.ofLog(promises).equals(new View(header.groupId(), header.epoch(), promise.lastNormalView()))) {
			return;
		}
		long op = promise.history().opNumber();
		check(kept.opNumber() >= op, "S6-PROMISED-IS-DURABLE", "%s; the disk has a log up to op %d", promise,
				kept.opNumber());
		Viewstamp durable = kept.viewstamp(op);
		check(durable == null || durable.equals(promise.history().viewstamp(op)), "S6-PROMISED-IS-DURABLE",
				"%s; the disk has %s", promise, durable);
	}

	private static Promises checkPromises(PeerMessage message, Kept kept, ViewOf viewOf) {
		Header header = message.header();
		Promises promises = kept.promises();
		if (promises == null || !promises.groupId().equals(header.groupId())) {
			throw new InvariantViolation("S6-PROMISED-IS-DURABLE", message + "; the disk has " + promises);
		}
		check(!viewOf.view(promises).isBefore(View.of(header)) && promises.incarnation() == header.incarnation(),
				"S6-PROMISED-IS-DURABLE", "%s; the disk has %s", message, promises);
		return promises;
	}

	private interface ViewOf {

		View view(Promises promises);

	}

}
