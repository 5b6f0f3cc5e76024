package dev.viewstamped.runtime;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

import dev.viewstamped.client.ClientSession;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.transport.ClientTransport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the loop of an application without a replica does.
 */
final class ClientBody implements EventLoop.Body<Event> {

	private static final Log logger = LogFactory.getLog(ClientRuntime.class);

	private static final int TICKS_PER_REPORT = 2;

	private final String group;

	private final ClientSession session;

	private final ClientTransport transport;

	private final CompletionThreads threads;

	private final NodeWatch watch;

	private final Consumer<NodeReport> publisher;

	private final LongSupplier nanoTime;

	private int ticks;

	ClientBody(String group, ClientSession session, ClientTransport transport, CompletionThreads threads,
			LongSupplier nanoTime, long graceNanos, Consumer<NodeReport> publisher) {
		this.group = group;
		this.session = session;
		this.transport = transport;
		this.threads = threads;
		this.nanoTime = nanoTime;
		this.watch = new NodeWatch(logger, graceNanos);
		this.publisher = publisher;
	}

	@Override
	public void start() {
		publish(null);
	}

	@Override
	public void handle(Event event) {
		if (event instanceof Event.FromMember member) {
			this.session.onMessage(member.target(), member.message());
		}
		else if (event instanceof Event.Call call) {
			call.begin(this.session);
		}
	}

	@Override
	public void tick() {
		this.session.tick();
		this.threads.tick();
		this.ticks++;
		if (this.ticks % TICKS_PER_REPORT == 0) {
			publish(null);
		}
	}

	@Override
	public boolean flush() {
		this.transport.flush();
		this.threads.flush();
		return false;
	}

	@Override
	public void gap(Mailbox<Event> mailbox, long nanos) {
		this.transport.reset();
		Event.dropOutdated(mailbox);
	}

	@Override
	public void end(Mailbox<Event> mailbox, @Nullable Throwable failure) {
		try {
			if (failure != null) {
				logger.error("The client of group '" + this.group + "' stops: its loop failed", failure);
				publish(new Condition(Condition.HANDLER_ERROR, "The client was stopped by " + failure
						+ ". The log of this application has the details; restart it once the cause is mended"));
			}
			this.session.close();
		}
		finally {
			mailbox.drain((event) -> event.refuse("This node has stopped"));
			this.threads.close();
			this.transport.close();
		}
	}

	private void publish(@Nullable Condition failure) {
		int primary = (failure == null) ? this.session.primary() : -1;
		Condition condition = failure;
		if (condition == null && primary < 0) {
			condition = this.transport.condition();
		}
		NodeReport report = new NodeReport(this.group, null, primary, condition, this.transport.links(),
				this.transport.counters(), null);
		this.publisher.accept(report);
		this.watch.accept(report, this.nanoTime.getAsLong());
	}

}
