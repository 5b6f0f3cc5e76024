package dev.viewstamped.runtime;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.Replica;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.replica.Time;
import dev.viewstamped.storage.StorageException;
import dev.viewstamped.storage.StorageReport;
import dev.viewstamped.transport.LinkReport;
import dev.viewstamped.transport.ReplicaTransport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the loop of a replica does: the replica, the client in the same process and their
 * exchange belong to it.
 */
final class ReplicaBody implements EventLoop.Body<Event> {

	private static final Log logger = LogFactory.getLog(ReplicaRuntime.class);

	private static final long PUBLISH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final String group;

	private final Lives lives;

	private final NodeStorage storage;

	private final ReplicaTransport transport;

	private final CompletionThreads threads;

	private final Time time;

	private final ConditionReport conditions;

	private final NodeWatch watch;

	private final Consumer<NodeReport> publisher;

	private final Runnable stopRequest;

	private Life life;

	private boolean resting;

	private boolean startingOver;

	private String ownAddress;

	private ReplicaReport last;

	private long publishedNanos;

	ReplicaBody(String group, Lives lives, NodeStorage storage, ReplicaTransport transport, CompletionThreads threads,
			Time time, long viewChangeTimeoutNanos, String ownAddress, ReplicaReport first,
			Consumer<NodeReport> publisher, Runnable stopRequest) {
		this.group = group;
		this.lives = lives;
		this.storage = storage;
		this.life = lives.first();
		this.transport = transport;
		this.threads = threads;
		this.time = time;
		this.conditions = new ConditionReport(viewChangeTimeoutNanos);
		this.watch = new NodeWatch(logger, viewChangeTimeoutNanos);
		this.ownAddress = ownAddress;
		this.last = first;
		this.publisher = publisher;
		this.stopRequest = stopRequest;
	}

	/**
	 * Say where this replica is, before the loop starts.
	 * @param address the address
	 */
	void ownAddress(String address) {
		this.ownAddress = address;
	}

	@Override
	public void start() {
		StorageReport stored = this.storage.report();
		if (stored != null && this.last.status() == Status.RECOVERING) {
			publish(ReplicaReports.reading(this.last, stored.location()), this.transport.links());
		}
		this.life.replica().start();
		this.life.deliver();
		publish();
	}

	@Override
	public void handle(Event event) {
		Replica replica = this.life.replica();
		if (event instanceof Event.FromPeer peer) {
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
		else if (event instanceof Event.Done done) {
			done.end().run();
		}
		else if (event instanceof Event.Stored stored) {
			replica.onStored(stored.sequence());
		}
		else if (event instanceof Event.StorageFailed failure) {
			fail(new Condition(Condition.STORAGE_ERROR, failure.message()));
		}
		else if (event instanceof Event.Repair) {
			repair();
		}
		else if (event instanceof Event.StartedOver) {
			beginNextLife();
		}
		else if (event instanceof Event.Superseded superseded) {
			fail(new Condition(Condition.SUPERSEDED, superseded.why()));
		}
		this.life.deliver();
	}

	private void begin(Event.Call call) {
		if (this.resting) {
			call.refuse();
		}
		else {
			call.begin(this.life.session());
		}
	}

	/**
	 * Stop for a reason that no repair can mend.
	 */
	private void fail(Condition condition) {
		this.life.replica().stop(condition);
		if (this.resting) {
			publish(ReplicaReports.stopped(this.last, condition), this.transport.links());
			this.stopRequest.run();
		}
	}

	/**
	 * Give up the state, if the life has ended and may have one after it.
	 */
	private void repair() {
		if (this.resting && !this.startingOver) {
			logger.warn("Member " + this.last.memberId() + " of group '" + this.group
					+ "' is repaired: it gives up its state up to op " + this.last.executedNumber()
					+ " and recovers from the other members");
			this.startingOver = true;
			this.storage.startOver();
		}
	}

	private void beginNextLife() {
		if (!this.startingOver) {
			return;
		}
		this.startingOver = false;
		this.resting = false;
		this.life = this.lives.next();
		this.transport.reset();
		this.watch.newLife();
		start();
	}

	@Override
	public void tick() {
		this.life.replica().tick();
		if (!this.resting) {
			this.life.session().tick();
		}
		this.threads.tick();
		this.life.deliver();
		if (this.time.monotonicNanos() - this.publishedNanos >= PUBLISH_NANOS) {
			publish();
		}
	}

	@Override
	public boolean flush() {
		boolean more = this.life.replica().flush();
		this.life.deliver();
		this.transport.flush();
		this.threads.flush();
		return more || !this.life.exchange().isEmpty();
	}

	@Override
	public void gap(Mailbox<Event> mailbox, long nanos) {
		long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
		logger.warn("Member " + this.last.memberId() + " of group '" + this.group + "' did not run for about " + millis
				+ " ms: its links are made anew. If this repeats, look for long garbage collections, "
				+ "slow handlers or a machine that pauses");
		this.transport.reset();
		Event.dropOutdated(mailbox);
		this.life.replica().onGap();
		this.life.deliver();
		publish();
	}

	@Override
	public void end(Mailbox<Event> mailbox, @Nullable Throwable failure) {
		try {
			if (failure != null) {
				stop(failure);
			}
			this.life.end();
		}
		finally {
			mailbox.drain(Event::refuse);
			this.threads.close();
			this.transport.close();
		}
	}

	private void stop(Throwable failure) {
		logger.error("Member " + this.last.memberId() + " of group '" + this.group + "' stops: its loop failed",
				failure);
		Condition condition = condition(failure);
		publish(ReplicaReports.stopped(this.last, condition), this.transport.links());
		this.life.replica().stop(condition);
	}

	private static Condition condition(Throwable failure) {
		if (failure instanceof StorageException ex) {
			return new Condition(Condition.STORAGE_ERROR, ex.getMessage() + ". " + ex.getCure());
		}
		return new Condition(Condition.HANDLER_ERROR, "The replica was stopped by " + failure
				+ ". The log of this application has the details; restart it once the cause is mended");
	}

	private void publish() {
		List<LinkReport> links = this.transport.links();
		publish(ReplicaReports.withAddresses(this.life.replica().report(), this.ownAddress, links), links);
	}

	private void publish(ReplicaReport report, List<LinkReport> links) {
		long now = this.time.monotonicNanos();
		this.publishedNanos = now;
		this.last = report;
		Condition condition = this.conditions.condition(report, links, this.transport.condition());
		NodeReport node = new NodeReport(this.group, report, report.primary(), condition, links,
				this.transport.counters(), this.storage.report());
		this.publisher.accept(node);
		this.watch.accept(node, now);
		if (report.status() == Status.STOPPED) {
			rest(report);
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

}
