package dev.viewstamped.runtime;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.viewstamped.client.Joiner;
import dev.viewstamped.client.Joiner.Joined;
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

	private final Joiner joiner;

	private final String address;

	private final Function<Joined, Phase> next;

	/**
	 * Create a phase.
	 * @param publisher shows what is found
	 * @param transport links to members, not started yet
	 * @param joiner finds the group and asks it for a place
	 * @param address where this process is reached
	 * @param next makes the phase that follows
	 */
	JoiningBody(NodePublisher publisher, ClientTransport transport, Joiner joiner, String address,
			Function<Joined, Phase> next) {
		this.publisher = publisher;
		this.transport = transport;
		this.joiner = joiner;
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
			this.joiner.onMessage(member.target(), member.message());
		}
		else if (event instanceof Event.StorageFailed failure) {
			throw new StorageException(failure.message(), "Then this replica asks for a place in its group again",
					null);
		}
		else {
			event.refuse("This replica has no place in group '" + this.publisher.group() + "' yet: "
					+ this.joiner.waitingFor());
		}
	}

	@Override
	public void tick() {
		this.joiner.tick();
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
		Joined joined = this.joiner.joined();
		if (joined == null) {
			return null;
		}
		closeLinks();
		return this.next.apply(joined);
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
		Condition condition = new Condition(Condition.RECOVERING, this.joiner.waitingFor());
		this.publisher.publish(ReplicaReports.withoutPlace(this.address, condition), this.transport);
	}

}
