package dev.viewstamped.sample.config;

import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import dev.viewstamped.CommandResult;
import dev.viewstamped.QueryResult;
import dev.viewstamped.message.Header;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.runtime.VrNode;
import dev.viewstamped.service.ReadToken;
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
		response.setHeader(TOKEN, echoed ? token : latestToken());
	}

	/**
	 * Take the caller's token back out of the response, because it is not one.
	 * @param response the response
	 */
	void refuseToken(HttpServletResponse response) {
		response.setHeader(TOKEN, latestToken());
	}

	void executed(CommandResult<?> result, HttpServletResponse response) {
		seen(result.token(), result.token(), response);
		response.setHeader(OP, Long.toString(result.viewstamp().opNumber()));
	}

	/**
	 * Say what the caller has seen now. A stale read may be answered from an earlier
	 * state than the caller saw before.
	 * @param result the answer
	 * @param request the request
	 * @param response its response
	 */
	void answered(QueryResult<?> result, HttpServletRequest request, HttpServletResponse response) {
		seen(result.token(), later(request.getHeader(TOKEN), result.token()), response);
	}

	private void seen(String here, String byCaller, HttpServletResponse response) {
		this.latestToken = here;
		describeReplica(response);
		response.setHeader(TOKEN, byCaller);
	}

	private static String later(@Nullable String before, String now) {
		return (before != null && isLater(before, now)) ? before : now;
	}

	private static boolean isLater(String before, String now) {
		try {
			ReadToken seen = ReadToken.parse(before);
			ReadToken answered = ReadToken.parse(now);
			return seen.groupId().equals(answered.groupId()) && seen.opNumber() > answered.opNumber();
		}
		catch (IllegalArgumentException ex) {
			// Only a causal read needs a token, and refuses what is not one
			return false;
		}
	}

	/**
	 * A token for a caller who has seen nothing yet. The group may be unknown still, or
	 * always in an application without a replica.
	 */
	private String latestToken() {
		String token = this.latestToken;
		if (token != null) {
			return token;
		}
		ReplicaReport replica = this.node.report().replica();
		if (replica == null || replica.groupId().equals(Header.NO_GROUP)) {
			return ReadToken.NOTHING_SEEN.encode();
		}
		return new ReadToken(replica.groupId(), replica.configuration().epoch(), 0).encode();
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
