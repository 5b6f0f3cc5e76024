package dev.viewstamped.benchmark.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.viewstamped.benchmark.LoadAgent;

/**
 * A process of the benchmark. It ends with this one, since it reads its standard input.
 * Signals are sent through its handle, which leaves its output to be read to the end.
 */
final class Child implements AutoCloseable {

	static final String READY = "ready";

	private static final String ENDED = "ended";

	private final Process process;

	private final Path log;

	private final PrintWriter in;

	private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

	/**
	 * Start a process.
	 * @param command its command line
	 * @param log where to write what is not for the benchmark
	 * @throws IOException if it cannot be started
	 */
	Child(List<String> command, Path log) throws IOException {
		this.log = log;
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.in = new PrintWriter(this.process.outputWriter(StandardCharsets.UTF_8), true);
		Thread thread = new Thread(this::listen, "child-" + this.process.pid());
		thread.setDaemon(true);
		thread.start();
	}

	private void listen() {
		try (BufferedReader out = this.process.inputReader(StandardCharsets.UTF_8);
				PrintWriter rest = new PrintWriter(Files.newBufferedWriter(this.log), true)) {
			for (String line = out.readLine(); line != null; line = out.readLine()) {
				if (line.startsWith(LoadAgent.PREFIX)) {
					this.said.add(line.substring(LoadAgent.PREFIX.length()));
				}
				else {
					rest.println(line);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.said.add(ENDED);
		}
	}

	long pid() {
		return this.process.pid();
	}

	void tell(String line) {
		this.in.println(line);
	}

	/**
	 * Wait for a line. That the process is ready need not be waited for.
	 * @param word what the line begins with
	 * @param timeoutSeconds how long to wait
	 * @return the rest of the line
	 */
	String await(String word, int timeoutSeconds) throws InterruptedException {
		String line = this.said.poll(timeoutSeconds, TimeUnit.SECONDS);
		if (READY.equals(line) && !word.equals(READY)) {
			line = this.said.poll(timeoutSeconds, TimeUnit.SECONDS);
		}
		if (line == null || !line.startsWith(word)) {
			throw new IllegalStateException("Process %d said '%s' instead of '%s'; its log is %s".formatted(pid(),
					(line != null) ? line : "nothing", word, this.log));
		}
		return line.substring(word.length()).strip();
	}

	void kill() {
		this.process.toHandle().destroyForcibly();
	}

	void terminate() {
		this.process.toHandle().destroy();
	}

	@Override
	public void close() {
		kill();
		this.process.onExit().join();
	}

}
