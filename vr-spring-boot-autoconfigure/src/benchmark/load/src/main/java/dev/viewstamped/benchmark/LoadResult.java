package dev.viewstamped.benchmark;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;

import org.HdrHistogram.Histogram;

/**
 * What one load has measured. Travels as a line of text.
 *
 * @param latency how long operations took, in nanoseconds
 * @param seconds how long was measured
 * @param replicaCpuSeconds CPU time of the replicas meanwhile
 * @param loadCpuSeconds CPU time of the load's process meanwhile
 * @param errors operations that failed
 * @param violations replies that were not the expected number
 * @param drained whether all lanes came to an end
 * @param perSecond acknowledged operations in each second of the measurement
 * @param gap the longest time without an acknowledgement
 */
public record LoadResult(Histogram latency, double seconds, double replicaCpuSeconds, double loadCpuSeconds,
		long errors, long violations, boolean drained, List<Long> perSecond, Gap gap) {

	private static final long MAX_NANOS = 120_000_000_000L;

	static Histogram emptyHistogram() {
		return new Histogram(MAX_NANOS, 3);
	}

	/**
	 * Operations per second.
	 * @return the throughput
	 */
	public double throughput() {
		return this.latency.getTotalCount() / this.seconds;
	}

	/**
	 * Latency at a percentile.
	 * @param percentile the percentile
	 * @return microseconds
	 */
	public double micros(double percentile) {
		return this.latency.getValueAtPercentile(percentile) / 1e3;
	}

	/**
	 * CPU time of the replicas.
	 * @return milliseconds for each 1,000 operations
	 */
	public double replicaCpuMillisPerThousand() {
		return this.replicaCpuSeconds * 1e6 / Math.max(1, this.latency.getTotalCount());
	}

	/**
	 * Put together what loads measured at the same time.
	 * @param results the results, at least one
	 * @return the result of all
	 */
	public static LoadResult merge(List<LoadResult> results) {
		Histogram latency = emptyHistogram();
		results.forEach((result) -> latency.add(result.latency()));
		double seconds = results.stream().mapToDouble(LoadResult::seconds).average().orElseThrow();
		List<Long> perSecond = new ArrayList<>();
		int common = results.stream().mapToInt((result) -> result.perSecond().size()).min().orElseThrow();
		for (int i = 0; i < common; i++) {
			int second = i;
			perSecond.add(results.stream().mapToLong((result) -> result.perSecond().get(second)).sum());
		}
		Gap gap = results.stream().map(LoadResult::gap).reduce(Gap.NONE, Gap::longer);
		return new LoadResult(latency, seconds, results.stream().mapToDouble(LoadResult::replicaCpuSeconds).sum(),
				results.stream().mapToDouble(LoadResult::loadCpuSeconds).sum(),
				results.stream().mapToLong(LoadResult::errors).sum(),
				results.stream().mapToLong(LoadResult::violations).sum(),
				results.stream().allMatch(LoadResult::drained), perSecond, gap);
	}

	/**
	 * Write a line.
	 * @return the line
	 */
	public String format() {
		ByteBuffer buffer = ByteBuffer.allocate(this.latency.getNeededByteBufferCapacity());
		int length = this.latency.encodeIntoCompressedByteBuffer(buffer);
		String histogram = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
		String counts = this.perSecond.stream().map(String::valueOf).collect(Collectors.joining(","));
		return String.format(Locale.ROOT,
				"latency=%s seconds=%f replicaCpu=%f loadCpu=%f errors=%d violations=%d drained=%b perSecond=%s "
						+ "gapStart=%d gapEnd=%d",
				histogram, this.seconds, this.replicaCpuSeconds, this.loadCpuSeconds, this.errors, this.violations,
				this.drained, counts, this.gap.startMicros(), this.gap.endMicros());
	}

	/**
	 * Read a line.
	 * @param line what {@link #format()} has written
	 * @return the result
	 */
	public static LoadResult parse(String line) {
		Map<String, String> fields = LoadSpec.fields(line);
		List<Long> perSecond = Arrays.stream(fields.get("perSecond").split(",")).map(Long::valueOf).toList();
		return new LoadResult(histogram(fields.get("latency")), Double.parseDouble(fields.get("seconds")),
				Double.parseDouble(fields.get("replicaCpu")), Double.parseDouble(fields.get("loadCpu")),
				Long.parseLong(fields.get("errors")), Long.parseLong(fields.get("violations")),
				Boolean.parseBoolean(fields.get("drained")), perSecond,
				new Gap(Long.parseLong(fields.get("gapStart")), Long.parseLong(fields.get("gapEnd"))));
	}

	private static Histogram histogram(String text) {
		try {
			return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(text)),
					MAX_NANOS);
		}
		catch (DataFormatException ex) {
			throw new IllegalArgumentException("Not a histogram: " + text, ex);
		}
	}

	/**
	 * A time without an acknowledgement.
	 *
	 * @param startMicros when the last acknowledgement before it came, microseconds of
	 * the Unix epoch
	 * @param endMicros when the first acknowledgement after it came
	 */
	public record Gap(long startMicros, long endMicros) {

		static final Gap NONE = new Gap(0, 0);

		/**
		 * Its length.
		 * @return milliseconds
		 */
		public double millis() {
			return (this.endMicros - this.startMicros) / 1e3;
		}

		private Gap longer(Gap other) {
			return (other.millis() > millis()) ? other : this;
		}

	}

}
