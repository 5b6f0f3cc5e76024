package dev.viewstamped.runtime;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.storage.StorageException;
import dev.viewstamped.transport.ClientTransport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A node that has no place in its group yet: as a client of the group it asks for one.
 */
final class JoiningBody implements Phase {

	private static final Log logger = LogFactory.getLog(ReplicaRuntime.class);

	private final NodePublisher publisher;

	private final ClientTransport transport;

	private final GroupSearch search;

	private final String address;

	private final Function<GroupLocation, Phase> next;

	/**
	 * Create a phase.
	 * @param publisher shows what is found
	 * @param transport links to members, not started yet
	 * @param search finds the group and asks it for a place
	 * @param address where this process is reached
	 * @param next makes the phase that follows
	 */
	JoiningBody(NodePublisher publisher, ClientTransport transport, GroupSearch search, String address,
			Function<GroupLocation, Phase> next) {
		this.publisher = publisher;
		this.transport = transport;
		this.search = search;
		this.address = address;
		this.next = next;
	}

	@Override
	public void start() {
		this.transport.start();
		publish();
	}

	@Override
	public void handle(Event event) {
		if (event instanceof Event.FromMember member) {
			this.search.onMessage(member.target(), member.message());
		}
		else if (event instanceof Event.StorageFailed failure) {
			throw new StorageException(failure.message(), "Then this replica asks for a place in its group again",
					null);
		}
		else {
			event.refuse("This replica has no place in group '" + this.publisher.group() + "' yet: "
					+ this.search.waitingFor());
		}
	}

	@Override
	public void tick() {
		this.search.tick();
		if (this.publisher.isDue()) {
			publish();
		}
	}

	@Override
	public boolean flush() {
		this.transport.flush();
		return false;
	}

	@Override
	public void gap(Mailbox<Event> mailbox, long nanos) {
		logger.warn("The new replica at " + this.address + " did not run for about "
				+ TimeUnit.NANOSECONDS.toMillis(nanos) + " ms: its links are made anew");
		this.transport.reset();
		Event.dropOutdated(mailbox);
	}

	@Override
	public @Nullable Phase next() {
		GroupLocation location = this.search.found();
		if (location == null) {
			return null;
		}
		closeLinks();
		return this.next.apply(location);
	}

	@Override
	public void end(@Nullable Throwable failure) {
		if (failure != null) {
			logger.error("The new replica at " + this.address + " stops: its loop failed", failure);
			this.publisher.publish(ReplicaReports.stopped(this.publisher.last(), Failures.condition(failure)),
					this.transport);
		}
		closeLinks();
	}

	/**
	 * Elsewhere, since it may wait for the other ends.
	 */
	private void closeLinks() {
		Thread closer = new Thread(this.transport::close, "vr-join-closer");
		closer.setDaemon(true);
		closer.start();
	}

	private void publish() {
		Condition condition = new Condition(Condition.RECOVERING, this.search.waitingFor());
		this.publisher.publish(ReplicaReports.withoutPlace(this.address, condition), this.transport);
	}

}
