package dev.viewstamped.client;

import java.util.List;
import java.util.UUID;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.LocateGroup;
import dev.viewstamped.message.LocatePrimary;
import dev.viewstamped.message.PrimaryLocation;

/**
 * Which replica to send to. Believes the latest (epoch, view) that it has heard of in the
 * session's group, and has targets for the members of the latest epoch. While the primary
 * does not answer, is not known or is at none of the targets, another replica is asked to
 * forward.
 */
final class Routing {

	private static final int OUTDATED_INTERVALS = 3;

	private final ClientNetwork network;

	private final long locateIntervalNanos;

	private UUID groupId = Header.NO_GROUP;

	private long epoch = -1;

	private long view = -1;

	/** Member id of the primary. */
	private int primary = -1;

	private long confirmedNanos;

	private long heardPrimaryNanos;

	private boolean suspected;

	private int substitute;

	private int preferred;

	private int locateTarget = -1;

	private long locateAtNanos;

	/** The latest epoch whose members are known; those of the first are given. */
	private long locatedEpoch;

	private long heardEpoch;

	private int groupTarget = -1;

	private long locateGroupAtNanos;

	Routing(ClientNetwork network, long locateIntervalNanos, long now) {
		this.network = network;
		this.locateIntervalNanos = Math.min(locateIntervalNanos, Pending.MAX_TIMEOUT_NANOS / OUTDATED_INTERVALS);
		this.locateAtNanos = now;
	}

	UUID groupId() {
		return this.groupId;
	}

	int primary(long now) {
		return (now - this.confirmedNanos <= OUTDATED_INTERVALS * this.locateIntervalNanos) ? this.primary : -1;
	}

	/**
	 * Target for something that only the primary does.
	 * @return the target, or -1 if none is connected
	 */
	int first() {
		int believed = this.suspected ? -1 : primaryTarget();
		if (believed >= 0) {
			return believed;
		}
		if (!isConnected(this.substitute)) {
			int other = next(this.substitute);
			if (other < 0) {
				return -1;
			}
			this.substitute = other;
		}
		return this.substitute;
	}

	/**
	 * Target for something that only the primary does, when one target was of no use.
	 * @param target the useless target
	 * @return another target if one is connected, else the same, or -1
	 */
	int after(int target) {
		int first = first();
		if (first != target) {
			return first;
		}
		int other = next(target);
		if (other < 0) {
			return first;
		}
		this.substitute = other;
		return other;
	}

	/**
	 * Target for something that any replica does: always the same one while it answers.
	 * @return the target, or -1 if none is connected
	 */
	int any() {
		return isConnected(this.preferred) ? this.preferred : anyAfter(this.preferred);
	}

	int anyAfter(int target) {
		if (this.preferred == target || !isConnected(this.preferred)) {
			int other = next(target);
			if (other >= 0) {
				this.preferred = other;
			}
		}
		return isConnected(this.preferred) ? this.preferred : -1;
	}

	/**
	 * Send to a target or, if it does not take the message, to another one.
	 * @param target the target
	 * @param message the message
	 * @return the target that took it, or -1 if the message was certainly not sent
	 */
	int send(int target, ClientMessage message) {
		if (target < 0) {
			return -1;
		}
		int candidate = target;
		int targets = this.network.targets();
		for (int i = 0; i < targets; i++) {
			if (isConnected(candidate) && this.network.send(candidate, message)) {
				return candidate;
			}
			candidate = (candidate + 1) % targets;
		}
		return -1;
	}

	/**
	 * A transmission to the target was not answered.
	 * @param target the target
	 * @param sentNanos when it was sent
	 */
	void silent(int target, long sentNanos) {
		if (this.heardPrimaryNanos - sentNanos <= 0) {
			refused(target);
		}
	}

	/**
	 * The target knows no primary, thus is none.
	 * @param target the target
	 */
	void refused(int target) {
		if (isPrimary(target) && !this.suspected) {
			this.suspected = true;
			int other = next(target);
			this.substitute = (other >= 0) ? other : this.substitute;
		}
	}

	/**
	 * Bind to a group. What is known of another group is forgotten.
	 * @param groupId the group
	 */
	void bind(UUID groupId) {
		if (!this.groupId.equals(groupId)) {
			this.groupId = groupId;
			this.epoch = -1;
			this.view = -1;
			this.primary = -1;
			this.suspected = false;
			this.heardEpoch = 0;
			if (this.locatedEpoch > 0) {
				this.locatedEpoch = 0;
				this.network.follow(List.of());
			}
		}
	}

	/**
	 * A replica of the group says that the group is in an epoch. If that is later than
	 * the one whose members are known, it is asked at once where the group is.
	 * @param target the target that says so
	 * @param epoch the epoch
	 * @param now the time
	 */
	void onEpoch(int target, long epoch, long now) {
		if (epoch > Math.max(this.heardEpoch, this.locatedEpoch)) {
			this.heardEpoch = epoch;
			this.groupTarget = target - 1;
			this.locateGroupAtNanos = now;
		}
	}

	/**
	 * A replica says where the group is (VR Revisited §7.4).
	 * @param location what it says
	 * @param now the time
	 * @return whether it knows a later view than was known
	 */
	boolean onGroup(GroupLocation location, long now) {
		Configuration configuration = location.membership().configuration();
		if (!location.groupId().equals(this.groupId) || configuration.epoch() <= this.locatedEpoch) {
			return false;
		}
		this.locatedEpoch = configuration.epoch();
		this.heardEpoch = Math.max(this.heardEpoch, this.locatedEpoch);
		this.network.follow(configuration.members());
		if (!isNewer(configuration.epoch(), location.view())) {
			return false;
		}
		believe(configuration.epoch(), location.view(), configuration.primary(location.view()), now);
		return true;
	}

	/**
	 * The primary of a view answered something that takes a quorum.
	 * @param target the target that the answer came from, perhaps on the primary's behalf
	 * @param epoch the primary's epoch
	 * @param view the primary's view
	 * @param now the time
	 */
	void onAnswer(int target, long epoch, long view, long now) {
		onEpoch(target, epoch, now);
		if (isNewer(epoch, view)) {
			// Whoever has passed on the primary's answer knows where the primary is
			believe(epoch, view, -1, now);
			this.substitute = target;
			this.locateTarget = target - 1;
			this.locateAtNanos = now;
		}
		if (epoch == this.epoch && view == this.view) {
			this.confirmedNanos = now;
			if (isPrimary(target)) {
				this.heardPrimaryNanos = now;
				this.suspected = false;
			}
		}
	}

	/**
	 * A replica says where the primary is.
	 * @param target the target that says so
	 * @param location what it says
	 * @param now the time
	 * @return whether it is the primary of a later view than was known
	 */
	boolean onLocation(int target, PrimaryLocation location, long now) {
		boolean newer = isNewer(location.epoch(), location.view());
		if (!newer && (location.epoch() != this.epoch || location.view() != this.view)) {
			return false;
		}
		if (newer || location.primary() != this.primary) {
			believe(location.epoch(), location.view(), location.primary(), now);
		}
		this.confirmedNanos = now;
		if (isPrimary(target)) {
			this.suspected = false;
		}
		return newer;
	}

	void tick(UUID client, long now) {
		locatePrimary(client, now);
		locateGroup(client, now);
	}

	private void locateGroup(UUID client, long now) {
		if (this.heardEpoch <= this.locatedEpoch || now - this.locateGroupAtNanos < 0) {
			return;
		}
		this.locateGroupAtNanos = now + this.locateIntervalNanos;
		int target = next(this.groupTarget);
		if (target < 0 && isConnected(this.groupTarget)) {
			target = this.groupTarget;
		}
		if (target >= 0 && this.network.memberId(target) >= 0) {
			this.groupTarget = target;
			this.network.send(target, new LocateGroup(client));
		}
	}

	private void locatePrimary(UUID client, long now) {
		if (now - this.locateAtNanos >= 0) {
			this.locateAtNanos = now + this.locateIntervalNanos;
			int target = next(this.locateTarget);
			if (target < 0 && isConnected(this.locateTarget)) {
				target = this.locateTarget;
			}
			if (target >= 0 && this.network.memberId(target) >= 0) {
				this.locateTarget = target;
				// A lost question is asked again an interval later
				this.network.send(target, new LocatePrimary(client));
			}
		}
	}

	private boolean isNewer(long epoch, long view) {
		return epoch > this.epoch || (epoch == this.epoch && view > this.view);
	}

	private void believe(long epoch, long view, int primary, long now) {
		this.epoch = epoch;
		this.view = view;
		this.primary = primary;
		this.suspected = false;
		this.heardPrimaryNanos = now;
	}

	private boolean isPrimary(int target) {
		return this.primary >= 0 && this.network.memberId(target) == this.primary;
	}

	private int primaryTarget() {
		for (int target = 0; target < this.network.targets(); target++) {
			if (isPrimary(target) && isConnected(target)) {
				return target;
			}
		}
		return -1;
	}

	private boolean isConnected(int target) {
		return target >= 0 && target < this.network.targets() && this.network.isConnected(target);
	}

	/**
	 * The connected target that follows another one in turn.
	 * @param target the other one
	 * @return the target, or -1 if no other one is connected
	 */
	private int next(int target) {
		int targets = this.network.targets();
		for (int i = 1; i <= targets; i++) {
			int candidate = Math.floorMod(target + i, targets);
			if (candidate != target && this.network.isConnected(candidate)) {
				return candidate;
			}
		}
		return -1;
	}

}
