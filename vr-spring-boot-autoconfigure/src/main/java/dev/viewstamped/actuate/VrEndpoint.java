package dev.viewstamped.actuate;

import java.util.List;
import java.util.function.Supplier;

import dev.viewstamped.runtime.RepairAnswer;
import dev.viewstamped.runtime.VrNode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * {@link Endpoint @Endpoint} that shows this member of the replica group, and begins what
 * operators want of it. It reads a published report and never waits for the replica.
 */
@Endpoint(id = "vr", defaultAccess = Access.READ_ONLY)
public class VrEndpoint {

	private static final int STATUS_ACCEPTED = 202;

	private static final int STATUS_CONFLICT = 409;

	private final VrNode node;

	private final Supplier<List<String>> addresses;

	/**
	 * Create an endpoint.
	 * @param node what runs in this application
	 * @param addresses the members' addresses, by member id, as far as they are known;
	 * they stand in where the node does not know the port
	 */
	public VrEndpoint(VrNode node, Supplier<List<String>> addresses) {
		this.node = node;
		this.addresses = addresses;
	}

	/**
	 * Everything.
	 * @return this member and what it sees of the group
	 */
	@ReadOperation
	public VrDescriptor node() {
		return describe();
	}

	/**
	 * A part of it.
	 * @param part {@code view}, {@code status} or {@code epoch}
	 * @return the part; {@code null} if there is none of that name
	 */
	@ReadOperation
	public @Nullable OperationResponseBody part(@Selector String part) {
		VrDescriptor whole = describe();
		return switch (part) {
			case "view" -> new ViewDescriptor(whole.view(), whole.primary());
			case "status" -> new StatusDescriptor(whole.status(), whole.role(), whole.condition());
			case "epoch" -> new EpochDescriptor(whole.epoch(), whole.configuration(), null);
			default -> null;
		};
	}

	/**
	 * Do something with this member.
	 * @param action {@code repair}: give a replica that has stopped because its state
	 * differs from that of the others a new life, in which it recovers from them
	 * @return 202 if that has begun, 409 if there is nothing to repair, 404 if there is
	 * no action of that name
	 */
	@WriteOperation
	public WebEndpointResponse<RepairDescriptor> act(@Selector String action) {
		if (!action.equals("repair")) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		RepairAnswer answer = this.node.repair();
		return new WebEndpointResponse<>(new RepairDescriptor(answer.begun(), answer.message()),
				answer.begun() ? STATUS_ACCEPTED : STATUS_CONFLICT);
	}

	private VrDescriptor describe() {
		return new NodeDescription(this.node.report(), this.addresses.get()).describe();
	}

}
