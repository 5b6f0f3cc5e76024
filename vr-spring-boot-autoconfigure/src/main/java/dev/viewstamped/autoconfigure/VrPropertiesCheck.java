package dev.viewstamped.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import dev.viewstamped.autoconfigure.VrProperties.Mode;
import dev.viewstamped.autoconfigure.VrProperties.StorageMode;
import dev.viewstamped.autoconfigure.VrProperties.Timing;
import dev.viewstamped.autoconfigure.VrProperties.Transport;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.unit.DataSize;

/**
 * Finds values that cannot work, each by itself or beside another one, before anything is
 * started with them.
 */
final class VrPropertiesCheck {

	private static final Duration LONGEST = Duration.ofDays(1);

	private static final DataSize LARGEST_COMMAND = DataSize.ofMegabytes(64);

	private static final DataSize LARGEST_LOG = DataSize.ofTerabytes(1);

	private static final int LARGEST_WINDOW = 1 << 20;

	private static final int MOST_SESSIONS = 1 << 20;

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

	private final VrProperties properties;

	VrPropertiesCheck(VrProperties properties) {
		this.properties = properties;
	}

	/**
	 * Check everything.
	 * @param sslBundles the SSL bundles that exist
	 */
	void check(@Nullable SslBundles sslBundles) {
		checkMode();
		if (!this.properties.join().isEmpty()) {
			new JoinCheck(this.properties).check();
		}
		checkDrain(this.properties.drain().timeout());
		checkTiming(this.properties.timing());
		positive("vr.pipeline.max-requests", this.properties.pipeline().maxRequests());
		positive("vr.pipeline.max-batch", this.properties.pipeline().maxBatch());
		positive("vr.client.window", this.properties.client().window(), LARGEST_WINDOW);
		positive("vr.client.max-sessions", this.properties.client().maxSessions(), MOST_SESSIONS);
		positive("vr.checkpoint.interval", this.properties.checkpoint().interval());
		checkLog(this.properties.log());
		checkCommandSize(this.properties.limits().commandSize());
		if (this.properties.embedded().replicas() < 0) {
			throw new InvalidVrConfigurationException("vr.embedded.replicas", this.properties.embedded().replicas(),
					"there cannot be fewer than none", "Use 0 for no embedded replicas, or an odd number such as 3.");
		}
		if (this.properties.group() != null && this.properties.group().isBlank()) {
			throw new InvalidVrConfigurationException("vr.group", this.properties.group(), "the name is empty",
					"Give the group a name, or remove the property to use the name of the application.");
		}
		checkTransport(this.properties.transport(), sslBundles);
	}

	private void checkMode() {
		if (this.properties.storage().mode() == StorageMode.DURABLE && this.properties.mode() == Mode.CLIENT) {
			throw new InvalidVrConfigurationException("vr.storage.mode", "durable",
					"with 'vr.mode=client' there is no replica here that could keep anything",
					"Remove 'vr.storage.mode': the members of the group decide where the state is kept.");
		}
	}

	private static void checkDrain(Duration timeout) {
		if (timeout.isNegative() || timeout.compareTo(LONGEST) > 0) {
			throw new InvalidVrConfigurationException("vr.drain.timeout", timeout,
					"the duration is not between 0s and 1d",
					"Use a duration such as '20s', shorter than the time after which the application is killed, "
							+ "or '0s' to stop at once.");
		}
	}

	private static void checkLog(VrProperties.Log log) {
		if (log.maxEntries() < 0) {
			throw new InvalidVrConfigurationException("vr.log.max-entries", log.maxEntries(), "the number is negative",
					"Use 0 to keep no more than the checkpoints need, or remove the property to use its default.");
		}
		if (log.maxSize().isNegative() || log.maxSize().compareTo(LARGEST_LOG) > 0) {
			throw new InvalidVrConfigurationException("vr.log.max-size", log.maxSize(),
					"the size is not between 0B and " + LARGEST_LOG.toTerabytes() + "TB, and it is kept in memory",
					"Use a size such as '256MB', 0B to keep no more than the checkpoints need, "
							+ "or remove the property to use its default.");
		}
	}

	private void checkTiming(Timing timing) {
		checkDuration("vr.timing.heartbeat-interval", timing.heartbeatInterval());
		checkDuration("vr.timing.view-change-timeout", timing.viewChangeTimeout());
		checkDuration("vr.timing.request-timeout", timing.requestTimeout());
		if (timing.heartbeatInterval().compareTo(timing.viewChangeTimeout()) >= 0) {
			throw new InvalidVrConfigurationException("vr.timing.heartbeat-interval",
					millis(timing.heartbeatInterval()),
					"it is not shorter than 'vr.timing.view-change-timeout' (" + millis(timing.viewChangeTimeout())
							+ "), so backups would suspect a primary that is well",
					"Make the heartbeat interval several times shorter than the view-change timeout.");
		}
	}

	private static void checkDuration(String property, Duration duration) {
		if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(LONGEST) > 0) {
			throw new InvalidVrConfigurationException(property, duration, "the duration is not between 1ms and 1d",
					"Use a positive duration such as '100ms' or '5s'.");
		}
	}

	private static String millis(Duration duration) {
		return duration.toMillis() + "ms";
	}

	private static void positive(String property, int value) {
		if (value <= 0) {
			throw new InvalidVrConfigurationException(property, value, "the number is not positive",
					"Use a number of at least 1, or remove the property to use its default.");
		}
	}

	private static void positive(String property, int value, int most) {
		positive(property, value);
		if (value > most) {
			throw new InvalidVrConfigurationException(property, value, "the number is more than " + most,
					"Use a smaller number, or remove the property to use its default.");
		}
	}

	private static void positive(String property, DataSize value) {
		if (value.toBytes() <= 0) {
			throw new InvalidVrConfigurationException(property, value, "the size is not positive",
					"Use a size such as '1MB', or remove the property to use its default.");
		}
	}

	private static void checkCommandSize(DataSize size) {
		positive("vr.limits.command-size", size);
		if (size.compareTo(LARGEST_COMMAND) > 0) {
			throw new InvalidVrConfigurationException("vr.limits.command-size", size,
					"a command must fit into one message of at most " + LARGEST_COMMAND.toMegabytes() + "MB",
					"Use at most '" + LARGEST_COMMAND.toMegabytes() + "MB', and keep large values elsewhere.");
		}
	}

	private void checkTransport(Transport transport, @Nullable SslBundles sslBundles) {
		if (!PATH.matcher(transport.path()).matches()) {
			throw new InvalidVrConfigurationException("vr.transport.path", transport.path(),
					"the path must begin with a slash and must not end with one", "Use a path such as '/vr'.");
		}
		if (transport.secret() != null && transport.secret().isBlank()) {
			throw new InvalidVrConfigurationException("vr.transport.secret", "", "the secret is empty",
					"Set the same secret on all members, or remove the property to leave the endpoints open.");
		}
		String bundle = transport.sslBundle();
		if (bundle != null) {
			List<String> known = (sslBundles != null) ? sslBundles.getBundleNames() : List.of();
			if (!known.contains(bundle)) {
				throw new InvalidVrConfigurationException("vr.transport.ssl-bundle", bundle,
						"there is no SSL bundle of that name; known are " + known,
						"Define the bundle under 'spring.ssl.bundle', or use the name of one that exists.");
			}
		}
	}

}
