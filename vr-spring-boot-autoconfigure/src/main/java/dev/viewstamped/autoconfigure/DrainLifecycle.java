package dev.viewstamped.autoconfigure;

import java.time.Duration;

import dev.viewstamped.runtime.Departure;
import dev.viewstamped.runtime.ReplicaRuntime;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Holds back the stop of the application until the other members of the group can do
 * without its replica. Stops before the web server refuses requests: until then this
 * replica serves as ever. The wait is within the call of {@link #stop()}, so that it is
 * bounded by {@code vr.drain.timeout} alone, and not by
 * {@code spring.lifecycle.timeout-per-shutdown-phase}, which starts to count after it.
 */
class DrainLifecycle implements SmartLifecycle {

	static final int PHASE = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 512;

	private final ReplicaRuntime runtime;

	private final Duration timeout;

	private final Departure departure;

	private final ApplicationEventPublisher publisher;

	private volatile boolean running;

	/**
	 * Create a life cycle.
	 * @param runtime the replica
	 * @param timeout how long to hold back the stop at most
	 * @param departure whether the member is to be replaced
	 * @param publisher told that this application should get no more requests
	 */
	DrainLifecycle(ReplicaRuntime runtime, Duration timeout, Departure departure, ApplicationEventPublisher publisher) {
		this.runtime = runtime;
		this.timeout = timeout;
		this.departure = departure;
		this.publisher = publisher;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		AvailabilityChangeEvent.publish(this.publisher, this, ReadinessState.REFUSING_TRAFFIC);
		this.runtime.drain(this.timeout, this.departure);
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
