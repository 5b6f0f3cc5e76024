package dev.viewstamped.runtime;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.Replica;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.storage.StorageReport;
import dev.viewstamped.transport.ReplicaTransport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A node that is a replica: the replica, the client in the same process and their
 * exchange belong to it.
 */
final class ReplicaBody implements Phase {

	private static final Log logger = LogFactory.getLog(ReplicaRuntime.class);

	private final Lives lives;

	private final Phases phases;

	private final NodeStorage storage;

	private final ReplicaTransport transport;

	private final NodePublisher publisher;

	private final String ownAddress;

	private final Runnable stopRequest;

	private final PlaceWatch place;

	private Life life;

	private boolean resting;

	private boolean startingOver;

	private @Nullable Supplier<Phase> leaving;

	private @Nullable Phase next;

	/**
	 * Create a phase.
	 * @param life the first life
	 * @param lives makes further ones with the same place in the group
	 * @param phases makes what follows, in another place
	 * @param storage what the replica keeps on disk
	 * @param transport its links
	 * @param publisher shows what it is
	 * @param ownAddress where it is reached
	 * @param stopRequest ends the loop
	 */
	ReplicaBody(Life life, Lives lives, Phases phases, NodeStorage storage, ReplicaTransport transport,
			NodePublisher publisher, String ownAddress, Runnable stopRequest) {
		this.life = life;
		this.lives = lives;
		this.phases = phases;
		this.storage = storage;
		this.transport = transport;
		this.publisher = publisher;
		this.ownAddress = ownAddress;
		this.stopRequest = stopRequest;
		this.place = new PlaceWatch(lives.memberId(), ownAddress, phases.mayJoin());
	}

	@Override
	public void start() {
		StorageReport stored = this.storage.report();
		if (stored != null && this.publisher.last().status() == Status.RECOVERING) {
			this.publisher.publish(ReplicaReports.reading(this.publisher.last(), stored.location()), this.transport);
		}
		this.life.replica().start();
		this.life.deliver();
		publish();
	}

	@Override
	public void handle(Event event) {
		Replica replica = this.life.replica();
		if (event instanceof Event.StorageFailed failure) {
			fail(new Condition(Condition.STORAGE_ERROR, failure.message()));
		}
		else if (event instanceof Event.StartedOver) {
			startedOver();
		}
		else if (this.leaving != null) {
			event.refuse("This replica begins a new life in its group");
		}
		else if (event instanceof Event.FromPeer peer) {
			replica.onMessage(peer.message());
		}
		else if (event instanceof Event.FromClient client) {
			replica.onClientMessage(client.link(), client.message());
		}
		else if (event instanceof Event.Call call) {
			begin(call);
		}
		else if (event instanceof Event.ClientClosed closed) {
			replica.onClientClosed(closed.link());
		}
		else if (event instanceof Event.PeerGone gone) {
			replica.onPeerGone(gone.memberId());
		}
		else if (event instanceof Event.Stranger stranger) {
			replica.onStranger(stranger.memberId());
		}
		else if (event instanceof Event.Done done) {
			done.end().run();
		}
		else if (event instanceof Event.Stored stored) {
			replica.onStored(stored.sequence());
		}
		else if (event instanceof Event.Stopping) {
			replica.stopping();
		}
		else if (event instanceof Event.HandOver) {
			replica.handOver();
		}
		else if (event instanceof Event.Repair) {
			repair();
		}
		else if (event instanceof Event.Superseded superseded) {
			fail(new Condition(Condition.SUPERSEDED, superseded.why()));
		}
		deliver();
	}

	private void begin(Event.Call call) {
		if (this.resting) {
			call.refuse("This node has stopped");
		}
		else {
			call.begin(this.life.session());
		}
	}

	private void deliver() {
		if (this.leaving == null) {
			this.life.deliver();
			watchPlace();
		}
	}

	/**
	 * Stop for a reason that no repair can mend.
	 */
	private void fail(Condition condition) {
		this.life.replica().stop(condition);
		if (this.resting || this.leaving != null) {
			this.publisher.publish(ReplicaReports.stopped(this.publisher.last(), condition), this.transport);
			this.stopRequest.run();
		}
	}

	/**
	 * Give up the state, if the life has ended and may have one after it.
	 */
	private void repair() {
		if (this.resting && !this.startingOver) {
			ReplicaReport last = this.publisher.last();
			logger.warn(name() + " is repaired: it gives up its state up to op " + last.executedNumber()
					+ " and recovers from the other members");
			this.startingOver = true;
			this.storage.startOver();
		}
	}

	private void startedOver() {
		if (this.leaving != null) {
			this.next = this.leaving.get();
		}
		else if (this.startingOver) {
			this.startingOver = false;
			this.resting = false;
			this.life = this.lives.next();
			this.transport.reset();
			this.publisher.newLife();
			start();
		}
	}

	/**
	 * The group may have gone to where this life cannot follow, but another one can.
	 */
	private void watchPlace() {
		GroupLocation location = this.life.replica().relocation();
		if (location == null || this.resting) {
			return;
		}
		int memberId = this.place.moved(location);
		if (memberId != Places.NONE) {
			leave("the group is in epoch " + location.membership().epoch() + ", in which another life of this "
					+ "member has to begin", () -> this.phases.inGroup(location, memberId));
		}
		else if (this.phases.mayJoin()) {
			leave("it has no place in epoch " + location.membership().epoch() + " of the group", this.phases::joining);
		}
	}

	/**
	 * End this life and give up its state, for one in another place.
	 */
	private void leave(String why, Supplier<Phase> then) {
		logger.info(name() + " begins a new life: " + why);
		this.leaving = then;
		this.life.replica().stop(new Condition(Condition.RECOVERING, why));
		this.life.end();
		this.transport.reset();
		this.publisher.publish(ReplicaReports.leaving(this.publisher.last(), why), this.transport);
		this.storage.startOver();
	}

	@Override
	public void tick() {
		if (this.leaving != null) {
			return;
		}
		this.life.replica().tick();
		if (!this.resting) {
			this.life.session().tick();
		}
		deliver();
		if (this.leaving == null && this.publisher.isDue()) {
			publish();
		}
	}

	@Override
	public boolean flush() {
		if (this.leaving != null) {
			this.transport.flush();
			return false;
		}
		boolean more = this.life.replica().flush();
		deliver();
		this.transport.flush();
		return more || !this.life.exchange().isEmpty();
	}

	@Override
	public void gap(Mailbox<Event> mailbox, long nanos) {
		long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
		logger.warn(name() + " did not run for about " + millis
				+ " ms: its links are made anew. If this repeats, look for long garbage collections, "
				+ "slow handlers or a machine that pauses");
		this.transport.reset();
		Event.dropOutdated(mailbox);
		if (this.leaving == null) {
			this.life.replica().onGap();
			deliver();
		}
		if (this.leaving == null) {
			publish();
		}
	}

	@Override
	public @Nullable Phase next() {
		return this.next;
	}

	@Override
	public void end(@Nullable Throwable failure) {
		if (failure != null) {
			logger.error(name() + " stops: its loop failed", failure);
			Condition condition = Failures.condition(failure);
			this.publisher.publish(ReplicaReports.stopped(this.publisher.last(), condition), this.transport);
			this.life.replica().stop(condition);
		}
		if (this.leaving == null) {
			this.life.end();
		}
	}

	private void publish() {
		ReplicaReport report = this.place.report(
				ReplicaReports.withAddresses(this.life.replica().report(), this.ownAddress, this.transport.links()));
		this.publisher.publish(report, this.transport);
		if (report.status() == Status.STOPPED) {
			rest(report);
		}
		else if (this.place.isLost(report)) {
			leave("the group has gone on without it", this.phases::joining);
		}
	}

	/**
	 * The loop goes on only for a replica that the operator may want to repair.
	 */
	private void rest(ReplicaReport report) {
		if (!ReplicaReports.isRepairable(report)) {
			this.stopRequest.run();
		}
		else if (!this.resting) {
			this.resting = true;
			this.life.end();
			this.transport.reset();
		}
	}

	private String name() {
		return "Member " + this.publisher.last().memberId() + " of group '" + this.publisher.group() + "'";
	}

}
