package dev.viewstamped.sample.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs short commands.
 */
final class Shell {

	private static final long TIMEOUT_SECONDS = 20;

	private Shell() {
	}

	/**
	 * Run a command to its end.
	 * @param command the command, its words separated by single spaces
	 * @throws IllegalStateException if it fails
	 */
	static void run(String command) {
		Outcome outcome = tryRun(command);
		if (outcome.status() != 0) {
			throw new IllegalStateException("'" + command + "' ended with " + outcome.status() + ": " + outcome.text());
		}
	}

	static Outcome tryRun(String command) {
		try {
			Process process = new ProcessBuilder(List.of(command.split(" "))).redirectErrorStream(true).start();
			String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				return new Outcome(-1, "it does not end");
			}
			return new Outcome(process.exitValue(), text);
		}
		catch (IOException ex) {
			return new Outcome(-1, String.valueOf(ex.getMessage()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UncheckedIOException(new IOException("Interrupted in '" + command + "'", ex));
		}
	}

	/**
	 * What came of a command.
	 *
	 * @param status its exit status, -1 if it could not be run
	 * @param text what it said
	 */
	record Outcome(int status, String text) {

	}

}
