package dev.viewstamped.actuate;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.viewstamped.service.CommandObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * {@link CommandObserver} that times requests, by command and outcome. Commands beyond a
 * bound are timed together, so that the number of meters stays bounded as well.
 */
public class CommandTimers implements CommandObserver {

	/** Stands for all commands beyond the bound. */
	static final String OTHER = "other";

	private static final int MAX_TIMERS = 1000;

	private final MeterRegistry registry;

	private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

	/**
	 * Create an observer.
	 * @param registry where the timers are
	 */
	public CommandTimers(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void completed(String command, String outcome, long nanos) {
		timer(command, outcome).record(nanos, TimeUnit.NANOSECONDS);
	}

	private Timer timer(String command, String outcome) {
		Key key = new Key(command, outcome);
		Timer timer = this.timers.get(key);
		if (timer != null) {
			return timer;
		}
		Key bounded = (this.timers.size() < MAX_TIMERS) ? key : new Key(OTHER, outcome);
		return this.timers.computeIfAbsent(bounded, this::register);
	}

	private Timer register(Key key) {
		return Timer.builder("vr.request")
			.description("Commands and queries, from call to outcome")
			.tags("command", key.command(), "outcome", key.outcome())
			.minimumExpectedValue(Duration.ofNanos(1000))
			.register(this.registry);
	}

	private record Key(String command, String outcome) {

	}

}
