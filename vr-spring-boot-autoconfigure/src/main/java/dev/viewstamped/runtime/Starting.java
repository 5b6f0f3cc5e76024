package dev.viewstamped.runtime;

import java.util.function.Supplier;

import dev.viewstamped.transport.ReplicaTransport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A node whose loop has just begun.
 */
final class Starting implements Phase {

	private static final Log logger = LogFactory.getLog(ReplicaRuntime.class);

	private final NodePublisher publisher;

	private final ReplicaTransport transport;

	private final Supplier<Phase> next;

	/**
	 * Create a phase.
	 * @param publisher shows why the node could not start
	 * @param transport links of the replica
	 * @param next makes the phase that follows at once
	 */
	Starting(NodePublisher publisher, ReplicaTransport transport, Supplier<Phase> next) {
		this.publisher = publisher;
		this.transport = transport;
		this.next = next;
	}

	@Override
	public void start() {
		logger.debug("The loop of the replica runs");
	}

	@Override
	public void handle(Event event) {
		throw new IllegalStateException("Nothing is handled before the start");
	}

	@Override
	public void tick() {
		throw new IllegalStateException("There is no time before the start");
	}

	@Override
	public boolean flush() {
		throw new IllegalStateException("Nothing is sent before the start");
	}

	@Override
	public void gap(Mailbox<Event> mailbox, long nanos) {
		throw new IllegalStateException("There is no time before the start");
	}

	@Override
	public Phase next() {
		return this.next.get();
	}

	@Override
	public void end(@Nullable Throwable failure) {
		if (failure != null) {
			logger.error("The replica of group '" + this.publisher.group() + "' cannot start", failure);
			this.publisher.publish(ReplicaReports.stopped(this.publisher.last(), Failures.condition(failure)),
					this.transport);
		}
	}

}
