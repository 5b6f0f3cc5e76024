package dev.viewstamped.benchmark.run;

import java.util.List;

import dev.viewstamped.benchmark.LoadResult;

/**
 * A row with one number of clients, as the rounds have measured it.
 */
final class Cell {

	static final List<String> HEADINGS = List.of("row", "clients", "ops/s", "p50 us", "p99 us", "p99.9 us",
			"replica CPU ms/1,000", "slowest second", "errors", "wrong");

	private final String row;

	private final int clients;

	private final Figure throughput = new Figure();

	private final Figure median = new Figure();

	private final Figure p99 = new Figure();

	private final Figure p999 = new Figure();

	private final Figure cpu = new Figure();

	private final Figure slowestSecond = new Figure();

	private long errors;

	private long violations;

	Cell(String row, int clients) {
		this.row = row;
		this.clients = clients;
	}

	void add(LoadResult result) {
		this.throughput.add(result.throughput());
		this.median.add(result.micros(50));
		this.p99.add(result.micros(99));
		this.p999.add(result.micros(99.9));
		this.cpu.add(result.replicaCpuMillisPerThousand());
		this.slowestSecond.add(result.perSecond().stream().mapToLong(Long::longValue).min().orElse(0));
		this.errors += result.errors();
		this.violations += result.violations() + (result.drained() ? 0 : 1);
	}

	/**
	 * The texts of the table, one for each heading.
	 */
	List<String> texts() {
		return List.of(this.row, Integer.toString(this.clients), this.throughput.toString(), this.median.toString(),
				this.p99.toString(), this.p999.toString(), this.cpu.toString(), this.slowestSecond.toString(),
				Long.toString(this.errors), Long.toString(this.violations));
	}

	@Override
	public String toString() {
		return String.join(" | ", texts());
	}

}
