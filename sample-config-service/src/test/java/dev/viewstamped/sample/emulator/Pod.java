package dev.viewstamped.sample.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.viewstamped.sample.config.ConfigServiceApplication;

/**
 * One process of the sample in a network of its own. It never comes back: a pod that is
 * created anew has another address.
 */
final class Pod {

	static final int PORT = 8080;

	private final int ordinal;

	private final String revision;

	private final Lan.Host host;

	private final Process process;

	private volatile boolean terminating;

	private volatile boolean ready;

	Pod(int ordinal, String revision, Lan.Host host, List<String> arguments, Path log) {
		this.ordinal = ordinal;
		this.revision = revision;
		this.host = host;
		this.process = start(host, arguments, log);
	}

	private static Process start(Lan.Host host, List<String> arguments, Path log) {
		List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", host.namespace(),
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m", "-XX:+UseSerialGC",
				// A pod that comes back has another address
				"-Dsun.net.inetaddr.ttl=1", "-Dsun.net.inetaddr.negative.ttl=0", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				ConfigServiceApplication.class.getName()));
		command.addAll(arguments);
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int ordinal() {
		return this.ordinal;
	}

	String revision() {
		return this.revision;
	}

	Lan.Host host() {
		return this.host;
	}

	String url() {
		return "http://" + this.host.address() + ":" + PORT;
	}

	boolean isRunning() {
		return this.process.isAlive();
	}

	/**
	 * Whether clients are sent here.
	 */
	boolean isEndpoint() {
		return this.ready && !this.terminating && isRunning();
	}

	void ready(boolean ready) {
		this.ready = ready;
	}

	/**
	 * SIGTERM, and SIGKILL after a grace period.
	 * @param grace the grace period
	 * @return whether it ended by itself
	 */
	boolean terminate(Duration grace) throws InterruptedException {
		this.terminating = true;
		this.process.destroy();
		if (this.process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
			return true;
		}
		kill();
		return false;
	}

	/**
	 * SIGKILL.
	 */
	void kill() {
		this.terminating = true;
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

	@Override
	public String toString() {
		return StatefulSet.name(this.ordinal) + " (" + this.revision + ", " + this.host.address() + ")";
	}

}
