package dev.viewstamped.benchmark.aeron;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.viewstamped.benchmark.Settings;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Where members are, and how their agents idle. All of them back off, because agents that
 * spin do not fit on few cores.
 */
final class Endpoints {

	static final int ARCHIVE = 4;

	private static final int MAX_SPINS = 10;

	private static final int MAX_YIELDS = 5;

	private static final long MIN_PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(1);

	private static final long MAX_PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

	private static final int PORTS_OF_MEMBER = 10;

	private Endpoints() {
	}

	static Supplier<IdleStrategy> idle() {
		return () -> new BackoffIdleStrategy(MAX_SPINS, MAX_YIELDS, MIN_PARK_NANOS, MAX_PARK_NANOS);
	}

	static String endpoint(int member, int purpose) {
		return Settings.address(PORTS_OF_MEMBER * member + purpose);
	}

	static String ingress() {
		return IntStream.range(0, Settings.replicas())
			.mapToObj((member) -> member + "=" + endpoint(member, 0))
			.collect(Collectors.joining(","));
	}

	/**
	 * The members with their endpoints for ingress, consensus, log, catch-up and archive.
	 */
	static String members() {
		return IntStream.range(0, Settings.replicas())
			.mapToObj((member) -> member + ","
					+ IntStream.rangeClosed(0, ARCHIVE)
						.mapToObj((purpose) -> endpoint(member, purpose))
						.collect(Collectors.joining(",")))
			.collect(Collectors.joining("|"));
	}

}
