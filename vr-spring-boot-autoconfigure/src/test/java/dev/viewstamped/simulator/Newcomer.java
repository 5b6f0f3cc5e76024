package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.GroupFound;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Join;
import dev.viewstamped.message.LocateGroup;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Standby;
import dev.viewstamped.simulator.ClientLinks.LinkEnd;

import org.jspecify.annotations.Nullable;

/**
 * A process that was told addresses of a group and is no replica of it yet: it finds the
 * group and its place there, or asks for one.
 */
final class Newcomer implements LinkEnd {

	private final String address;

	private final Cluster cluster;

	private final SplittableRandom random;

	private final int node;

	private final Set<String> known = new LinkedHashSet<>();

	private UUID boot = new UUID(0, 0);

	private @Nullable GroupLocation location;

	private long origin;

	private int life;

	private boolean up;

	Newcomer(String address, Cluster cluster, SplittableRandom random) {
		this.address = address;
		this.cluster = cluster;
		this.random = random;
		this.node = cluster.nextNode();
	}

	/**
	 * Start a process. It is told where some of those are that were members lately.
	 */
	void start() {
		this.life++;
		this.up = true;
		this.boot = new UUID(this.random.nextLong(), this.random.nextLong());
		this.location = null;
		this.origin = 0;
		this.known.clear();
		List<SimulatedReplica> told = new ArrayList<>(this.cluster.present());
		while (told.size() > 3) {
			told.remove(this.random.nextInt(told.size()));
		}
		told.forEach((replica) -> this.known.add(replica.address()));
		this.cluster.members().forEach((replica) -> this.known.add(replica.address()));
		this.known.remove(this.address);
		this.cluster.log().note("a process at " + this.address + " begins to join");
		tick(this.life);
	}

	/**
	 * The process dies.
	 */
	void crash() {
		this.cluster.log().note("the process at " + this.address + " that is to join crashes");
		this.up = false;
		this.cluster.links().close(this.origin);
	}

	boolean isUp() {
		return this.up;
	}

	String address() {
		return this.address;
	}

	@Override
	public int node() {
		return this.node;
	}

	@Override
	public void onMessage(SimulatedReplica replica, ClientMessage message) {
		if (!this.up || !(message instanceof GroupFound found)) {
			return;
		}
		Membership membership = found.location().membership();
		GroupLocation before = this.location;
		if (before == null || before.membership().epoch() <= membership.epoch()) {
			this.location = found.location();
		}
		membership.configuration().members().forEach((member) -> this.known.add(member.address()));
		for (Member member : membership.configuration().members()) {
			if (member.address().equals(this.address)) {
				become(member.memberId(), found.location());
				return;
			}
		}
		Standby standby = membership.standbyAt(this.address);
		if (standby != null && standby.boot().equals(this.boot)) {
			become(standby.memberId(), found.location());
		}
	}

	private void become(int memberId, GroupLocation found) {
		this.up = false;
		this.cluster.links().close(this.origin);
		this.cluster.newcomers().remove(this);
		SimulatedReplica replica = this.cluster.assigned(memberId, this.address);
		if (!replica.isUp()) {
			this.cluster.progress().count(Progress.Kind.JOINED, 1);
			replica.startIn(found, this.boot);
			this.cluster.processes().started(replica);
		}
	}

	private void tick(int ticked) {
		if (!this.up || this.life != ticked) {
			return;
		}
		if (!this.cluster.links().isOpen(this.origin) || this.random.nextInt(4) == 0) {
			this.cluster.links().close(this.origin);
			List<String> addresses = List.copyOf(this.known);
			SimulatedReplica replica = addresses.isEmpty() ? null
					: this.cluster.at(addresses.get(this.random.nextInt(addresses.size())));
			if (replica != null && !replica.isPaused()) {
				this.origin = this.cluster.links().open(this, replica);
			}
		}
		UUID client = this.boot;
		boolean located = this.location != null && this.random.nextInt(4) > 0;
		this.cluster.links()
			.send(this.origin, located ? new Join(client, this.address, this.boot) : new LocateGroup(client));
		long interval = this.cluster.options().viewChangeTimeoutNanos() / 5;
		this.cluster.events().after(interval, () -> tick(ticked));
	}

}
