package dev.viewstamped.benchmark.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.viewstamped.benchmark.LoadAgent;
import dev.viewstamped.benchmark.LoadResult;
import dev.viewstamped.benchmark.LoadSpec;

/**
 * The processes of one row: replicas that were just started, and what makes the load.
 */
final class Cluster implements AutoCloseable {

	/** All JVMs get the same heap. */
	private static final String HEAP = "-Xmx1g";

	private static final Path SHARED_MEMORY = Path.of("/dev/shm");

	private static final int START_SECONDS = 180;

	private static final int MARGIN_SECONDS = 240;

	private static final int BURN_IN_CLIENTS = 64;

	private final Row row;

	private final Options options;

	private final Path data;

	private final List<Child> replicas = new ArrayList<>();

	private final List<Child> loads = new ArrayList<>();

	private int runs;

	Cluster(Row row, Options options) throws IOException, InterruptedException {
		this.row = row;
		this.options = options;
		this.data = directory(row, options);
		try {
			start();
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private void start() throws IOException, InterruptedException {
		for (int id = 0; id < this.row.replicas(); id++) {
			List<String> command = command(this.options.flags());
			command.add(this.row.replica());
			command.add(Integer.toString(id));
			command.addAll(this.row.arguments());
			this.replicas.add(new Child(command, log("replica-" + id)));
		}
		if (this.row.place() == Place.LOAD) {
			List<String> command = command(List.of());
			command.add(LoadAgent.class.getName());
			this.loads.add(new Child(command, log("load")));
		}
		else {
			this.loads.addAll(this.replicas);
		}
		for (Child load : this.loads) {
			load.await(Child.READY, START_SECONDS);
		}
		if (this.row.place() == Place.PRIMARY || this.row.place() == Place.BACKUP) {
			this.loads.retainAll(List.of(find(this.row.place())));
		}
	}

	/**
	 * A new directory for what the replicas write: in memory if there is such a thing,
	 * since all rows but the durable ones are without fsync.
	 */
	private static Path directory(Row row, Options options) throws IOException {
		Path parent = (row.isOnDisk() || !Files.isDirectory(SHARED_MEMORY)) ? options.output() : SHARED_MEMORY;
		return Files.createTempDirectory(parent, "vr-benchmark-");
	}

	private List<String> command(List<String> extraFlags) throws IOException {
		Path target = this.options.systems().resolve(this.row.module()).resolve("target");
		String classPath = target.resolve("classes") + File.pathSeparator
				+ Files.readString(target.resolve("class-path"));
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add(HEAP);
		command.addAll(this.row.flags());
		command.addAll(extraFlags);
		command.addAll(List.of("-Dbench.port=" + this.options.port(), "-Dbench.replicas=" + this.row.replicas(),
				"-Dbench.data=" + this.data, "-cp", classPath));
		return command;
	}

	private Path log(String process) throws IOException {
		return Files.createDirectories(this.options.output().resolve("logs"))
			.resolve(this.row.name() + "-" + process + ".log");
	}

	/**
	 * Make load until the compilers of the JVMs have little left to do.
	 */
	void burnIn() throws InterruptedException {
		load(Math.min(BURN_IN_CLIENTS, this.row.maxClients()), this.options.burnInSeconds(), 1, () -> {
		});
	}

	/**
	 * Make load, and measure.
	 * @param clients the number of closed-loop clients
	 * @param warmupSeconds load before the measurement
	 * @param seconds how long to measure
	 * @param meanwhile what to do once the measurement has begun
	 */
	LoadResult load(int clients, int warmupSeconds, int seconds, Meanwhile meanwhile) throws InterruptedException {
		this.runs++;
		String run = "%08x".formatted(this.runs);
		List<Child> used = this.loads.subList(0, Math.min(clients, this.loads.size()));
		int first = 0;
		for (int i = 0; i < used.size(); i++) {
			int lanes = (clients - first) / (used.size() - i);
			LoadSpec spec = new LoadSpec(this.row.kv(), run, first, lanes, this.row.valueBytes(), this.row.isReads(),
					warmupSeconds, seconds, pids(i));
			used.get(i).tell(spec.format());
			first += lanes;
		}
		for (Child load : used) {
			load.await("measuring", MARGIN_SECONDS + warmupSeconds);
		}
		meanwhile.run();
		List<LoadResult> results = new ArrayList<>();
		for (Child load : used) {
			results.add(LoadResult.parse(load.await("result", MARGIN_SECONDS + seconds)));
		}
		return LoadResult.merge(results);
	}

	/**
	 * The processes whose CPU time a load reports. Of loads inside of replicas, the first
	 * one reports that of all.
	 */
	private List<Long> pids(int load) {
		return (load == 0) ? this.replicas.stream().map(Child::pid).toList() : List.of();
	}

	/**
	 * A replica with a role, as soon as there is one. Only replicas of this system tell.
	 * @param role primary or backup
	 */
	Child find(Place role) throws InterruptedException {
		for (int second = 0; second < START_SECONDS; second++) {
			for (Child replica : this.replicas) {
				replica.tell("role");
				if (replica.await("role", START_SECONDS).equals(role.name())) {
					return replica;
				}
			}
			Thread.sleep(1000);
		}
		throw new IllegalStateException("No replica of '" + this.row.name() + "' is " + role);
	}

	@Override
	public void close() throws IOException {
		this.loads.forEach(Child::close);
		this.replicas.forEach(Child::close);
		try (Stream<Path> files = Files.walk(this.data)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

	/**
	 * What happens during a measurement.
	 */
	@FunctionalInterface
	interface Meanwhile {

		void run() throws InterruptedException;

	}

}
