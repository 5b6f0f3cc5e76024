package dev.viewstamped.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.viewstamped.runtime.DrainRule.Kind;
import dev.viewstamped.runtime.DrainRule.Step;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Holds back the stop of an application until the other members of the group can do
 * without its replica.
 */
final class Drain {

	private static final Log logger = LogFactory.getLog(ReplicaRuntime.class);

	private static final Duration POLL = Duration.ofMillis(10);

	private static final Duration HAND_OVER_AGAIN = Duration.ofSeconds(1);

	private final Supplier<NodeReport> reports;

	private final Runnable handOver;

	private final DrainRule rule;

	private final LongSupplier nanoTime;

	private final BooleanSupplier running;

	/**
	 * Create a drain.
	 * @param reports the node at this moment
	 * @param handOver makes the replica give its role to another member
	 * @param rule what is to be done
	 * @param running whether the replica still runs
	 * @param nanoTime a monotonic clock in nanoseconds
	 */
	Drain(Supplier<NodeReport> reports, Runnable handOver, DrainRule rule, BooleanSupplier running,
			LongSupplier nanoTime) {
		this.reports = reports;
		this.handOver = handOver;
		this.rule = rule;
		this.running = running;
		this.nanoTime = nanoTime;
	}

	/**
	 * Wait.
	 * @param timeout how long at most
	 * @return whether the others can do without the replica
	 */
	boolean await(Duration timeout) {
		long begin = this.nanoTime.getAsLong();
		long handedOver = begin - HAND_OVER_AGAIN.toNanos();
		String announced = "";
		for (;;) {
			long now = this.nanoTime.getAsLong();
			Step step = this.rule.next(this.reports.get());
			if (step.kind() == Kind.DONE) {
				logger.info(name() + " stops after " + TimeUnit.NANOSECONDS.toMillis(now - begin) + " ms: "
						+ step.reason());
				return true;
			}
			if (now - begin >= timeout.toNanos()) {
				logger.warn(name() + " stops after " + timeout.toMillis() + " ms, as 'vr.drain.timeout' says, without "
						+ "having waited " + step.reason());
				return false;
			}
			if (step.kind() == Kind.HAND_OVER && now - handedOver >= HAND_OVER_AGAIN.toNanos()) {
				handedOver = now;
				this.handOver.run();
			}
			if (!step.reason().equals(announced)) {
				announced = step.reason();
				logger.info(name() + " is to stop and waits " + announced);
			}
			if (!this.running.getAsBoolean() || isInterruptedWithin(POLL)) {
				return false;
			}
		}
	}

	private static boolean isInterruptedWithin(Duration time) {
		try {
			TimeUnit.NANOSECONDS.sleep(time.toNanos());
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

	private String name() {
		return NodeWatch.name(this.reports.get());
	}

}
