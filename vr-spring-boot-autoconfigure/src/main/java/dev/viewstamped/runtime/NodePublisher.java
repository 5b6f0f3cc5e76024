package dev.viewstamped.runtime;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Time;
import dev.viewstamped.transport.ClientTransport;
import dev.viewstamped.transport.LinkReport;
import dev.viewstamped.transport.ReplicaTransport;
import dev.viewstamped.transport.TransportCounters;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Shows other threads, and the log, what a node is at the moment. Belongs to the loop's
 * thread.
 */
final class NodePublisher {

	private static final Log logger = LogFactory.getLog(ReplicaRuntime.class);

	private static final long PUBLISH_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

	private final String group;

	private final NodeStorage storage;

	private final Time time;

	private final ConditionReport conditions;

	private final NodeWatch watch;

	private final Consumer<NodeReport> publisher;

	private ReplicaReport last;

	private long publishedNanos;

	/**
	 * Create a publisher.
	 * @param group name of the group
	 * @param storage what the replica keeps on disk
	 * @param time the clock
	 * @param viewChangeTimeoutNanos silence after which a member counts as out of contact
	 * @param first the replica before it has started
	 * @param publisher takes the reports
	 */
	NodePublisher(String group, NodeStorage storage, Time time, long viewChangeTimeoutNanos, ReplicaReport first,
			Consumer<NodeReport> publisher) {
		this.group = group;
		this.storage = storage;
		this.time = time;
		this.conditions = new ConditionReport(viewChangeTimeoutNanos);
		this.watch = new NodeWatch(logger, viewChangeTimeoutNanos);
		this.last = first;
		this.publisher = publisher;
	}

	String group() {
		return this.group;
	}

	/**
	 * What was published last.
	 * @return the report
	 */
	ReplicaReport last() {
		return this.last;
	}

	/**
	 * Whether the last report is old.
	 * @return {@code true} if another one should be published
	 */
	boolean isDue() {
		return this.time.monotonicNanos() - this.publishedNanos >= PUBLISH_NANOS;
	}

	/**
	 * The replica begins a new life.
	 */
	void newLife() {
		this.watch.newLife();
	}

	/**
	 * Publish what a replica is.
	 * @param report the replica
	 * @param transport its links
	 */
	void publish(ReplicaReport report, ReplicaTransport transport) {
		List<LinkReport> links = transport.links();
		publish(report, this.conditions.condition(report, links, transport.condition()), links, transport.counters());
	}

	/**
	 * Publish what a node is that looks for its group.
	 * @param report the replica that it will be
	 * @param transport its links
	 */
	void publish(ReplicaReport report, ClientTransport transport) {
		Condition refusal = transport.condition();
		publish(report, (refusal != null) ? refusal : report.condition(), transport.links(), transport.counters());
	}

	private void publish(ReplicaReport report, @Nullable Condition condition, List<LinkReport> links,
			TransportCounters counters) {
		long now = this.time.monotonicNanos();
		this.publishedNanos = now;
		this.last = report;
		NodeReport node = new NodeReport(this.group, report, report.primary(), condition, links, counters,
				this.storage.report());
		this.publisher.accept(node);
		this.watch.accept(node, now);
	}

}
