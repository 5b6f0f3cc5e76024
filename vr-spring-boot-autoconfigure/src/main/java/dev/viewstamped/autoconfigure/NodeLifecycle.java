package dev.viewstamped.autoconfigure;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Starts a replica or a client once the web server listens, and stops it once the web
 * server has answered the requests under way.
 */
class NodeLifecycle implements SmartLifecycle {

	static final int PHASE = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 512;

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

	private final Runnable start;

	private final Consumer<Duration> stop;

	private final BooleanSupplier running;

	NodeLifecycle(Runnable start, Consumer<Duration> stop, BooleanSupplier running) {
		this.start = start;
		this.stop = stop;
		this.running = running;
	}

	@Override
	public void start() {
		this.start.run();
	}

	@Override
	public void stop() {
		this.stop.accept(STOP_TIMEOUT);
	}

	@Override
	public boolean isRunning() {
		return this.running.getAsBoolean();
	}

	/**
	 * A replica lives once, so it runs on while a test framework pauses its context.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
