package dev.viewstamped.kubernetes;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Runs the rounds of a reconciliation on a thread of its own, since they wait for the API
 * of Kubernetes. It stops first of all when the application does: a pod that is stopping
 * changes nothing any more.
 */
public final class ReconciliationThread implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ReconciliationThread.class);

	private final Runnable round;

	private final Duration interval;

	private @Nullable ScheduledExecutorService executor;

	/**
	 * Create a thread that was not started.
	 * @param round one round
	 * @param interval time from the end of a round to the next one
	 */
	public ReconciliationThread(Runnable round, Duration interval) {
		this.round = round;
		this.interval = interval;
	}

	@Override
	public synchronized void start() {
		if (this.executor == null) {
			ScheduledExecutorService created = Executors.newSingleThreadScheduledExecutor((task) -> {
				Thread thread = new Thread(task, "vr-kubernetes");
				thread.setDaemon(true);
				return thread;
			});
			created.scheduleWithFixedDelay(this::run, 0, this.interval.toMillis(), TimeUnit.MILLISECONDS);
			this.executor = created;
		}
	}

	private void run() {
		try {
			this.round.run();
		}
		catch (RuntimeException ex) {
			logger.error("A round of the reconciliation failed; the next one begins anew", ex);
		}
	}

	@Override
	public synchronized void stop() {
		ScheduledExecutorService current = this.executor;
		if (current != null) {
			this.executor = null;
			current.shutdownNow();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

}
