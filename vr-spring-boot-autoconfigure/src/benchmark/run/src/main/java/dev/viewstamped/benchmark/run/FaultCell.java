package dev.viewstamped.benchmark.run;

import java.util.List;

import dev.viewstamped.benchmark.LoadResult;

/**
 * A row in which the primary fails, as the rounds have measured it.
 */
final class FaultCell {

	static final List<String> HEADINGS = List.of("row", "clients", "fault to first acknowledgement ms",
			"longest gap ms", "ops/s", "errors", "wrong");

	private static final double MICROS_PER_MILLI = 1000;

	private final String row;

	private final int clients;

	private final Figure recovery = new Figure();

	private final Figure gap = new Figure();

	private final Figure throughput = new Figure();

	private long errors;

	private long violations;

	FaultCell(String row, int clients) {
		this.row = row;
		this.clients = clients;
	}

	/**
	 * Add a measurement.
	 * @param result what was measured
	 * @param faultMicros when the fault happened, microseconds of the Unix epoch
	 */
	void add(LoadResult result, long faultMicros) {
		this.recovery.add(Math.max(0, result.gap().endMicros() - faultMicros) / MICROS_PER_MILLI);
		this.gap.add(result.gap().millis());
		this.throughput.add(result.throughput());
		this.errors += result.errors();
		this.violations += result.violations() + (result.drained() ? 0 : 1);
	}

	/**
	 * The texts of the table, one for each heading.
	 */
	List<String> texts() {
		return List.of(this.row, Integer.toString(this.clients), this.recovery.toString(), this.gap.toString(),
				this.throughput.toString(), Long.toString(this.errors), Long.toString(this.violations));
	}

	@Override
	public String toString() {
		return String.join(" | ", texts());
	}

}
