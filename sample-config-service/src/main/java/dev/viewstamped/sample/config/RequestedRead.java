package dev.viewstamped.sample.config;

import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.ReadOptions;
import org.jspecify.annotations.Nullable;

/**
 * How fresh a request wants its answer to be.
 */
final class RequestedRead {

	private static final String PARAMETER = "consistency";

	private RequestedRead() {
	}

	static ReadOptions of(HttpServletRequest request) {
		Consistency consistency = consistency(request);
		if (consistency != Consistency.CAUSAL) {
			return new ReadOptions(consistency, null);
		}
		String token = request.getHeader(VrHeaders.TOKEN);
		if (token == null || token.isBlank()) {
			throw ApiException.badRequest(
					"A causal read needs the header " + VrHeaders.TOKEN + " with the token of an earlier answer");
		}
		return ReadOptions.causalAfter(token);
	}

	private static Consistency consistency(HttpServletRequest request) {
		String[] values = parameterValues(request);
		if (values == null) {
			return Consistency.LINEARIZABLE;
		}
		if (values.length == 1) {
			for (Consistency consistency : Consistency.values()) {
				if (consistency.name().toLowerCase(Locale.ROOT).equals(values[0])) {
					return consistency;
				}
			}
		}
		throw ApiException.badRequest("The consistency '" + String.join(",", values)
				+ "' is unknown: use one of linearizable, lease, causal and stale");
	}

	private static String @Nullable [] parameterValues(HttpServletRequest request) {
		try {
			return request.getParameterValues(PARAMETER);
		}
		catch (IllegalStateException ex) {
			throw ApiException.badRequest("The query string cannot be read: " + ex.getMessage(), ex);
		}
	}

}
