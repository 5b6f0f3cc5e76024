package dev.viewstamped.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.VrException;
import dev.viewstamped.actuate.VrDescriptor.MemberDescriptor;
import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.runtime.VrNode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * What operators ask of the whole group. Unlike the rest of the endpoint it waits for the
 * primary.
 */
final class GroupOperations {

	static final int ACCEPTED = 202;

	static final int CONFLICT = 409;

	static final int UNPROCESSABLE = 422;

	private static final Duration RECONFIGURATION_TIMEOUT = Duration.ofSeconds(60);

	private static final Duration HAND_OVER_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(2);

	/** For an answer that comes at the last moment. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private static final int MAX_MEMBERS = 31;

	private static final int MAX_ADDRESS_LENGTH = 255;

	private final VrNode node;

	GroupOperations(VrNode node) {
		this.node = node;
	}

	WebEndpointResponse<OperationResponseBody> reconfigure(@Nullable String expectedEpoch,
			@Nullable List<String> members) {
		String fault = fault(expectedEpoch, members);
		if (fault != null || expectedEpoch == null || members == null) {
			return sentence(UNPROCESSABLE, String.valueOf(fault));
		}
		List<String> addresses = members.stream().map(String::strip).toList();
		OperatorReply reply;
		try {
			reply = ask(OperatorCommand.RECONFIGURE, Long.parseLong(expectedEpoch.strip()), addresses,
					RECONFIGURATION_TIMEOUT);
		}
		catch (VrException ex) {
			return sentence(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, ex.getMessage()
					+ ". The change may be under way nevertheless: GET …/reconfiguration shows it, and the same request can be repeated");
		}
		return switch (reply.outcome()) {
			case ACCEPTED -> new WebEndpointResponse<>(
					new ReconfiguredDescriptor(reply.opNumber(), configured(reply.change(), addresses)), ACCEPTED);
			case CONFLICT -> sentence(CONFLICT, reply.message());
			case INVALID -> sentence(UNPROCESSABLE, reply.message());
			case NO_PRIMARY -> sentence(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, reply.message());
		};
	}

	private static @Nullable String fault(@Nullable String expectedEpoch, @Nullable List<String> members) {
		if (expectedEpoch == null) {
			return "expectedEpoch is missing; it is the epoch that is to end, as GET …/epoch shows it";
		}
		if (!expectedEpoch.strip().matches("\\d{1,18}")) {
			return "expectedEpoch is '" + shortened(expectedEpoch) + "' and has to be a number, 0 or more";
		}
		if (members == null) {
			return "members is missing; it lists the addresses of all members of the new group, as host:port";
		}
		if (members.size() > MAX_MEMBERS) {
			return "members lists " + members.size() + " addresses; a group has " + MAX_MEMBERS + " members at most";
		}
		for (String member : members) {
			if (member.isBlank() || member.length() > MAX_ADDRESS_LENGTH) {
				return "members has the entry '" + shortened(member)
						+ "', which is not an address; addresses are host:port";
			}
		}
		return null;
	}

	private static String shortened(String text) {
		return (text.length() > 50) ? text.substring(0, 50) + "…" : text;
	}

	/**
	 * The members of the new group. A replaced member may have had an address of it: then
	 * the later id is the member.
	 */
	private static List<MemberDescriptor> configured(GroupChange change, Collection<String> addresses) {
		Map<String, MemberDescriptor> latest = new TreeMap<>();
		for (GroupChange.MemberProgress progress : change.members()) {
			if (addresses.contains(progress.address())) {
				latest.merge(progress.address(), new MemberDescriptor(progress.memberId(), progress.address()),
						(one, other) -> (one.memberId() > other.memberId()) ? one : other);
			}
		}
		List<MemberDescriptor> members = new ArrayList<>(latest.values());
		members.sort((one, other) -> Integer.compare(one.memberId(), other.memberId()));
		return members;
	}

	WebEndpointResponse<OperationResponseBody> handOver() {
		OperatorReply reply;
		try {
			reply = ask(OperatorCommand.HAND_OVER, 0, List.of(), HAND_OVER_TIMEOUT);
		}
		catch (VrException ex) {
			return sentence(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, String.valueOf(ex.getMessage()));
		}
		return switch (reply.outcome()) {
			case ACCEPTED -> sentence(ACCEPTED, reply.message());
			case CONFLICT, INVALID -> sentence(CONFLICT, reply.message());
			case NO_PRIMARY -> sentence(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, reply.message());
		};
	}

	/**
	 * How far the latest change is: the primary knows it best. Without one, what this
	 * member knows.
	 */
	WebEndpointResponse<OperationResponseBody> change() {
		ReplicaReport replica = this.node.report().replica();
		GroupChange here = (replica != null) ? replica.change() : null;
		if (here != null && replica != null && replica.role() == Role.PRIMARY) {
			return new WebEndpointResponse<>(ReconfigurationDescriptor.of(here));
		}
		String unanswered;
		try {
			OperatorReply reply = ask(OperatorCommand.REPORT, 0, List.of(), REPORT_TIMEOUT);
			if (reply.outcome() == OperatorReply.Outcome.ACCEPTED
					&& (here == null || reply.change().epoch() >= here.epoch())) {
				return new WebEndpointResponse<>(ReconfigurationDescriptor.of(reply.change()));
			}
			unanswered = reply.message();
		}
		catch (VrException ex) {
			unanswered = String.valueOf(ex.getMessage());
		}
		return (here != null) ? new WebEndpointResponse<>(ReconfigurationDescriptor.of(here))
				: sentence(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, unanswered);
	}

	private OperatorReply ask(OperatorCommand command, long expectedEpoch, List<String> members, Duration timeout) {
		try {
			return this.node.operate(command, expectedEpoch, members, timeout)
				.get(timeout.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ReplicaUnavailableException("This application stops, and waits for no answer any more");
		}
		catch (TimeoutException | CancellationException ex) {
			throw new ReplicaUnavailableException("No primary has answered within " + timeout.toSeconds() + " s");
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof VrException known) {
				throw known;
			}
			throw new IllegalStateException("An operator's request has failed", ex.getCause());
		}
	}

	private static WebEndpointResponse<OperationResponseBody> sentence(int status, String message) {
		return new WebEndpointResponse<>(new MessageDescriptor(message), status);
	}

}
