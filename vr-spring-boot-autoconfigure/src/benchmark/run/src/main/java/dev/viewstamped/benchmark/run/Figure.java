package dev.viewstamped.benchmark.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One figure as the rounds have measured it.
 */
final class Figure {

	private final List<Double> values = new ArrayList<>();

	void add(double value) {
		this.values.add(value);
		this.values.sort(null);
	}

	double median() {
		int middle = this.values.size() / 2;
		return (this.values.size() % 2 == 1) ? this.values.get(middle)
				: (this.values.get(middle - 1) + this.values.get(middle)) / 2;
	}

	/**
	 * The median, with the least and the greatest value in brackets if there are several.
	 */
	@Override
	public String toString() {
		String median = text(median());
		return (this.values.size() == 1) ? median : "%s (%s..%s)".formatted(median, text(this.values.get(0)),
				text(this.values.get(this.values.size() - 1)));
	}

	private static String text(double value) {
		return String.format(Locale.ROOT, (value < 100) ? "%.1f" : "%,.0f", value);
	}

}
