package dev.viewstamped.benchmark.run;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table of texts, in Markdown that also reads well as it is.
 */
record Table(List<String> headings, List<List<String>> lines) {

	@Override
	public String toString() {
		List<Integer> widths = IntStream.range(0, this.headings.size())
			.map((column) -> Stream.concat(Stream.of(this.headings), this.lines.stream())
				.mapToInt((line) -> line.get(column).length())
				.max()
				.orElse(0))
			.boxed()
			.toList();
		String rule = widths.stream().map("-"::repeat).collect(Collectors.joining(" | ", "| ", " |\n"));
		return text(this.headings, widths) + rule
				+ this.lines.stream().map((line) -> text(line, widths)).collect(Collectors.joining());
	}

	private static String text(List<String> line, List<Integer> widths) {
		return IntStream.range(0, line.size())
			.mapToObj((column) -> line.get(column) + " ".repeat(widths.get(column) - line.get(column).length()))
			.collect(Collectors.joining(" | ", "| ", " |\n"));
	}

}
