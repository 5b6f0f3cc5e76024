package dev.viewstamped.sample.config;

import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import dev.viewstamped.sample.config.Precondition.Revisions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * ETags of entries, {@code "r<revision>"}, and the headers that carry them.
 */
final class EntityTags {

	/**
	 * A strong tag of ours. Whatever else a header lists matches no entry.
	 */
	private static final Pattern TAG = Pattern.compile("(?<=^|[,\\s])\"r(0|[1-9][0-9]{0,17})\"(?=$|[,\\s])");

	private EntityTags() {
	}

	static String format(long revision) {
		return "\"r" + revision + "\"";
	}

	/**
	 * The precondition that a request states.
	 * @param request a request with or without {@code If-Match} and {@code If-None-Match}
	 * @return the precondition
	 */
	static Precondition precondition(HttpServletRequest request) {
		return new Precondition(revisions(request, HttpHeaders.IF_MATCH),
				revisions(request, HttpHeaders.IF_NONE_MATCH));
	}

	private static @Nullable Revisions revisions(HttpServletRequest request, String header) {
		Enumeration<String> lines = request.getHeaders(header);
		if (!lines.hasMoreElements()) {
			return null;
		}
		boolean any = false;
		List<Long> values = new ArrayList<>();
		while (lines.hasMoreElements()) {
			String line = lines.nextElement();
			any |= line.strip().equals("*");
			Matcher matcher = TAG.matcher(line);
			while (matcher.find()) {
				values.add(Long.parseLong(matcher.group(1)));
			}
		}
		return new Revisions(any, values);
	}

}
