package dev.viewstamped.runtime;

import dev.viewstamped.transport.ReplicaTransport;
import org.jspecify.annotations.Nullable;

/**
 * What the loop of a node does: one phase after the other.
 */
final class NodeBody implements EventLoop.Body<Event> {

	private static final String STOPPED = "This node has stopped";

	private final CompletionThreads threads;

	private final ReplicaTransport transport;

	private Phase phase;

	NodeBody(Phase first, CompletionThreads threads, ReplicaTransport transport) {
		this.phase = first;
		this.threads = threads;
		this.transport = transport;
	}

	@Override
	public void start() {
		this.phase.start();
		goOn();
	}

	@Override
	public void handle(Event event) {
		this.phase.handle(event);
		goOn();
	}

	@Override
	public void tick() {
		this.phase.tick();
		this.threads.tick();
		goOn();
	}

	@Override
	public boolean flush() {
		boolean more = this.phase.flush();
		this.threads.flush();
		goOn();
		return more;
	}

	@Override
	public void gap(Mailbox<Event> mailbox, long nanos) {
		this.phase.gap(mailbox, nanos);
		goOn();
	}

	private void goOn() {
		for (Phase next = this.phase.next(); next != null; next = this.phase.next()) {
			this.phase = next;
			next.start();
		}
	}

	@Override
	public void end(Mailbox<Event> mailbox, @Nullable Throwable failure) {
		try {
			this.phase.end(failure);
		}
		finally {
			mailbox.drain((event) -> event.refuse(STOPPED));
			this.threads.close();
			this.transport.close();
		}
	}

}
