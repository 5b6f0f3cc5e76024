package dev.viewstamped.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Makes loads on demand, in a process of its own or inside of a replica: reads a line for
 * each from the standard input, and writes a line that begins with {@value #PREFIX} for
 * each event to the standard output. Ends the process with its input.
 */
public final class LoadAgent {

	/**
	 * What each line for the benchmark begins with.
	 */
	public static final String PREFIX = "@bench ";

	private final KvFactory kvs;

	private final Supplier<String> role;

	private final PrintStream out;

	/**
	 * Create an agent.
	 * @param kvs makes the systems under test
	 * @param role the role of this process, in answer to the line {@code role}
	 */
	public LoadAgent(KvFactory kvs, Supplier<String> role) {
		this.kvs = kvs;
		this.role = role;
		this.out = System.out;
	}

	/**
	 * A process for load only: {@link LoadSpec#kv()} is the name of a class.
	 * @param args not used
	 * @throws IOException if the input fails
	 */
	public static void main(String[] args) throws IOException {
		new LoadAgent((name, lanes) -> (Kv) Class.forName(name).getConstructor(int.class).newInstance(lanes),
				() -> "LOAD")
			.run();
	}

	/**
	 * Do what the input says until it ends, and end the process then.
	 * @throws IOException if the input fails
	 */
	public void run() throws IOException {
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		say("ready");
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			if (line.equals("role")) {
				say("role " + this.role.get());
			}
			else {
				load(LoadSpec.parse(line));
			}
		}
		Runtime.getRuntime().halt(0);
	}

	private void load(LoadSpec spec) {
		try (Kv kv = this.kvs.create(spec.kv(), spec.lanes())) {
			LoadResult result = new Load(kv, spec).run(() -> say("measuring"));
			say("result " + result.format());
		}
		catch (Exception ex) {
			ex.printStackTrace();
			say("failed " + ex);
		}
	}

	private void say(String line) {
		synchronized (this.out) {
			this.out.println(PREFIX + line);
			this.out.flush();
		}
	}

	/**
	 * Makes systems under test.
	 */
	@FunctionalInterface
	public interface KvFactory {

		/**
		 * Make one.
		 * @param name its name
		 * @param lanes the number of lanes that will use it
		 * @return the system
		 * @throws Exception if that does not work
		 */
		Kv create(String name, int lanes) throws Exception;

	}

}
