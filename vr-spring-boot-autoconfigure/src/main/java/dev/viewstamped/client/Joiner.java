package dev.viewstamped.client;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GroupFound;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Join;
import dev.viewstamped.message.LocateGroup;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Standby;
import dev.viewstamped.replica.Time;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place of a process without state in a running group (VR Revisited §7.4 and
 * §7.5): asks whoever it reaches where the group is, follows it there, and, unless its
 * address is a member's already, asks to be taken in. Then it has an id, and ends. Like
 * the client it is a deterministic state machine, to be called by one thread at a time.
 */
public final class Joiner {

	private static final long INTERVAL_NANOS = 200_000_000;

	private static final long FORGET_AFTER_NANOS = 25 * INTERVAL_NANOS;

	private final ClientNetwork network;

	private final Time time;

	private final String address;

	private final UUID boot;

	private final UUID client;

	/** Targets that have said where the group is. */
	private final Set<Integer> tellers = new HashSet<>();

	private @Nullable GroupLocation location;

	private long firstFoundNanos;

	private long foundNanos;

	private long askAtNanos;

	private int joinTarget = -1;

	private int joins;

	private @Nullable Joined joined;

	/**
	 * Where a process is to take part.
	 *
	 * @param location where the group is
	 * @param memberId the id that the process has there
	 * @param standby whether it is to follow without a vote; a member otherwise
	 */
	public record Joined(GroupLocation location, int memberId, boolean standby) {

	}

	/**
	 * Begin to look for the group.
	 * @param network leads to members, as far as they are known
	 * @param time the clock
	 * @param random source of an identity that must never repeat in another process
	 * @param address where this process is reached, as members of the group would say it
	 * @param boot identity of the life that is to take part
	 */
	public Joiner(ClientNetwork network, Time time, RandomGenerator random, String address, UUID boot) {
		this.network = network;
		this.time = time;
		this.address = address;
		this.boot = boot;
		this.client = new UUID(random.nextLong(), random.nextLong());
		this.askAtNanos = time.monotonicNanos();
	}

	/**
	 * The place that was found.
	 * @return the place; {@code null} while there is none
	 */
	public @Nullable Joined joined() {
		return this.joined;
	}

	/**
	 * What a process without a place waits for.
	 * @return the reason, as people read it
	 */
	public String waitingFor() {
		int connected = connected();
		if (connected == 0) {
			return "Waiting for a member of the group to be reached at one of " + this.network.targets() + " addresses";
		}
		GroupLocation found = this.location;
		if (found == null) {
			return "Waiting to hear where the group is from " + connected
					+ " process(es) that were reached: none of them has its state";
		}
		Configuration configuration = found.membership().configuration();
		return "Waiting for the group, in epoch " + configuration.epoch() + " with members "
				+ configuration.members().stream().map(Member::address).toList() + ", to take in " + this.address
				+ " as a standby; asked " + this.joins + " time(s). It takes a primary and a quorum of the members";
	}

	/**
	 * Take a message from a replica.
	 * @param target the target that it came from
	 * @param message the message
	 */
	public void onMessage(int target, ClientMessage message) {
		if (this.joined == null && message.client().equals(this.client) && message instanceof GroupFound found
				&& !found.location().groupId().equals(Header.NO_GROUP)) {
			onFound(target, found.location(), this.time.monotonicNanos());
		}
	}

	/**
	 * Do what is due. Call it every few milliseconds.
	 */
	public void tick() {
		long now = this.time.monotonicNanos();
		if (this.joined == null && now - this.askAtNanos >= 0) {
			this.askAtNanos = now + INTERVAL_NANOS;
			ask(now);
		}
	}

	private void onFound(int target, GroupLocation found, long now) {
		GroupLocation known = this.location;
		if (known == null) {
			this.firstFoundNanos = now;
			this.askAtNanos = now;
		}
		else if (!found.groupId().equals(known.groupId())) {
			if (now - this.foundNanos < FORGET_AFTER_NANOS) {
				return;
			}
			this.tellers.clear();
			this.firstFoundNanos = now;
			known = null;
		}
		this.foundNanos = now;
		this.tellers.add(target);
		if (known == null || found.membership().epoch() > known.membership().epoch()) {
			this.network.follow(found.membership().configuration().members());
			known = found;
		}
		else if (found.membership().epoch() == known.membership().epoch()) {
			known = (found.view() >= known.view()) ? found : known;
			end(found, now);
		}
		this.location = known;
		end(known, now);
	}

	/**
	 * End if there is a place in a group. One of an address may be out of date if a
	 * replica that is behind tells of it, so others get the time to contradict.
	 */
	private void end(GroupLocation found, long now) {
		Membership membership = found.membership();
		Standby standby = membership.standbyAt(this.address);
		if (this.joined == null && standby != null && standby.boot().equals(this.boot)) {
			this.joined = new Joined(found, standby.memberId(), true);
		}
		Member member = member(membership.configuration());
		if (this.joined == null && member != null && (now - this.firstFoundNanos >= INTERVAL_NANOS || allHaveTold())) {
			this.joined = new Joined(found, member.memberId(), false);
		}
	}

	private @Nullable Member member(Configuration configuration) {
		for (Member member : configuration.members()) {
			if (member.address().equals(this.address)) {
				return member;
			}
		}
		return null;
	}

	private boolean allHaveTold() {
		for (int target = 0; target < this.network.targets(); target++) {
			if (this.network.isConnected(target) && !this.tellers.contains(target)) {
				return false;
			}
		}
		return true;
	}

	private void ask(long now) {
		GroupLocation found = this.location;
		if (found != null) {
			end(found, now);
		}
		if (this.joined != null) {
			return;
		}
		for (int target = 0; target < this.network.targets(); target++) {
			if (this.network.isConnected(target)) {
				this.network.send(target, new LocateGroup(this.client));
			}
		}
		if (found != null && member(found.membership().configuration()) == null) {
			join(found);
		}
	}

	/**
	 * Ask the primary, if it is known and reached, then the others in turn, which pass it
	 * on.
	 */
	private void join(GroupLocation found) {
		int primary = found.membership().configuration().primary(found.view());
		int targets = this.network.targets();
		int chosen = -1;
		for (int i = 1; i <= targets; i++) {
			int candidate = Math.floorMod(this.joinTarget + i, targets);
			if (!this.network.isConnected(candidate)) {
				continue;
			}
			if (this.joins % 2 == 0 && this.network.memberId(candidate) == primary) {
				chosen = candidate;
				break;
			}
			chosen = (chosen < 0) ? candidate : chosen;
		}
		if (chosen >= 0 && this.network.send(chosen, new Join(this.client, this.address, this.boot))) {
			this.joinTarget = (this.joins % 2 == 0) ? this.joinTarget : chosen;
			this.joins++;
		}
	}

	private int connected() {
		int connected = 0;
		for (int target = 0; target < this.network.targets(); target++) {
			connected += this.network.isConnected(target) ? 1 : 0;
		}
		return connected;
	}

}
