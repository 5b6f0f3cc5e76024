package dev.viewstamped.sample.config;

import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import dev.viewstamped.CommandResult;
import dev.viewstamped.QueryResult;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.runtime.VrNode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The headers that say which replica answered, and from which state.
 */
@Component
class VrHeaders {

	static final String MEMBER = "VR-Member";

	static final String VIEW = "VR-View";

	static final String EPOCH = "VR-Epoch";

	static final String TOKEN = "VR-Token";

	static final String OP = "VR-Op";

	private static final Pattern ECHOED = Pattern.compile("[\\x21-\\x7e]{1,256}");

	private final VrNode node;

	private volatile @Nullable String latestToken;

	VrHeaders(VrNode node) {
		this.node = node;
	}

	/**
	 * Describe the replica, and the state that the caller is known to have seen. What the
	 * request turns out to do may replace the latter.
	 * @param request the request
	 * @param response its response
	 */
	void begin(HttpServletRequest request, HttpServletResponse response) {
		describeReplica(response);
		String token = request.getHeader(TOKEN);
		boolean echoed = token != null && ECHOED.matcher(token).matches();
		response.setHeader(TOKEN, echoed ? token : this.latestToken);
	}

	/**
	 * Take the caller's token back out of the response, because it is not one.
	 * @param response the response
	 */
	void refuseToken(HttpServletResponse response) {
		response.setHeader(TOKEN, this.latestToken);
	}

	void executed(CommandResult<?> result, HttpServletResponse response) {
		seen(result.token(), response);
		response.setHeader(OP, Long.toString(result.viewstamp().opNumber()));
	}

	void answered(QueryResult<?> result, HttpServletResponse response) {
		seen(result.token(), response);
	}

	private void seen(String token, HttpServletResponse response) {
		this.latestToken = token;
		describeReplica(response);
		response.setHeader(TOKEN, token);
	}

	private void describeReplica(HttpServletResponse response) {
		ReplicaReport replica = this.node.report().replica();
		if (replica != null) {
			response.setHeader(MEMBER, Integer.toString(replica.memberId()));
			response.setHeader(VIEW, Long.toString(replica.view()));
			response.setHeader(EPOCH, Long.toString(replica.configuration().epoch()));
		}
	}

}
