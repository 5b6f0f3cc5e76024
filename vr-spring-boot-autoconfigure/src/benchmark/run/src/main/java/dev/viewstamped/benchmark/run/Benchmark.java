package dev.viewstamped.benchmark.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.viewstamped.benchmark.LoadResult;

/**
 * Measures rows in turns, each time with processes that were just started, and prints the
 * medians.
 */
public final class Benchmark {

	private static final int FAULT_CLIENTS = 64;

	private static final int MILLIS_BEFORE_FAULT = 2000;

	private final Options options;

	private final List<Row> rows;

	private final Map<String, Cell> cells = new LinkedHashMap<>();

	private final Map<String, FaultCell> faults = new LinkedHashMap<>();

	private final List<String> failures = new ArrayList<>();

	private Benchmark(Options options) {
		this.options = options;
		this.rows = new Rows().find(options.rows());
	}

	/**
	 * Run the benchmark.
	 * @param args not used: see {@link Options}
	 * @throws Exception if it cannot run
	 */
	public static void main(String[] args) throws Exception {
		Benchmark benchmark = new Benchmark(Options.fromSystemProperties());
		String machine = Machine.describe();
		benchmark.run();
		benchmark.report(machine);
		if (!benchmark.failures.isEmpty()) {
			System.exit(1);
		}
	}

	private void run() throws InterruptedException {
		for (int round = 1; round <= this.options.rounds(); round++) {
			for (Row row : this.rows) {
				System.out.printf("round %d of %d: %s%n", round, this.options.rounds(), row.name());
				try (Cluster cluster = new Cluster(row, this.options)) {
					cluster.burnIn();
					measure(row, cluster);
				}
				catch (IOException | RuntimeException ex) {
					this.failures.add("Round %d of %s failed: %s".formatted(round, row.name(), ex.getMessage()));
					System.out.println(this.failures.get(this.failures.size() - 1));
				}
			}
		}
	}

	private void measure(Row row, Cluster cluster) throws InterruptedException {
		if (row.fault() != Fault.NONE) {
			measureFault(row, cluster);
			return;
		}
		for (int clients : this.options.clients()) {
			if (clients <= row.maxClients()) {
				LoadResult result = cluster.load(clients, this.options.warmupSeconds(), this.options.seconds(), () -> {
				});
				Cell cell = this.cells.computeIfAbsent(row.name() + " " + clients,
						(key) -> new Cell(row.name(), clients));
				cell.add(result);
				System.out.println("  " + cell);
			}
		}
	}

	private void measureFault(Row row, Cluster cluster) throws InterruptedException {
		Child primary = cluster.find(Place.PRIMARY);
		long[] faultMicros = new long[1];
		LoadResult result = cluster.load(FAULT_CLIENTS, this.options.warmupSeconds(), this.options.seconds(), () -> {
			Thread.sleep(MILLIS_BEFORE_FAULT);
			faultMicros[0] = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
			if (row.fault() == Fault.KILL) {
				primary.kill();
			}
			else {
				primary.terminate();
			}
		});
		this.faults.computeIfAbsent(row.name(), (name) -> new FaultCell(name, FAULT_CLIENTS))
			.add(result, faultMicros[0]);
	}

	private void report(String machine) throws IOException {
		StringBuilder page = new StringBuilder();
		page.append("Machine: %s.%n%n".formatted(machine));
		page.append("Rounds: %d. Burn-in %d s, warm-up %d s, measured %d s; medians (least..greatest).%n%n".formatted(
				this.options.rounds(), this.options.burnInSeconds(), this.options.warmupSeconds(),
				this.options.seconds()));
		if (!this.cells.isEmpty()) {
			page.append(new Table(Cell.HEADINGS, this.cells.values().stream().map(Cell::texts).toList())).append("\n");
		}
		if (!this.faults.isEmpty()) {
			page.append(new Table(FaultCell.HEADINGS, this.faults.values().stream().map(FaultCell::texts).toList()))
				.append("\n");
		}
		page.append(new Table(List.of("row", "settings"),
				this.rows.stream().map((row) -> List.of(row.name(), row.settings())).toList()));
		this.failures.forEach((failure) -> page.append("\n").append(failure).append("\n"));
		System.out.println();
		System.out.println(page);
		Files.writeString(this.options.output().resolve("benchmark.md"), page);
	}

}
