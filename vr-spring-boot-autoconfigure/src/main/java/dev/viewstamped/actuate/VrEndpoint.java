package dev.viewstamped.actuate;

import java.util.List;
import java.util.function.Supplier;

import dev.viewstamped.runtime.GroupControllers;
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
 * operators want of it. It reads a published report and does not wait for the replica,
 * except where the whole group is concerned.
 */
@Endpoint(id = "vr", defaultAccess = Access.READ_ONLY)
public class VrEndpoint {

	static final String RECONFIGURATION = "reconfiguration";

	private final VrNode node;

	private final GroupOperations group;

	private final Supplier<List<String>> addresses;

	private final GroupControllers controllers;

	/**
	 * Create an endpoint.
	 * @param node what runs in this application
	 * @param addresses the members' addresses, by member id, as far as they are known;
	 * they stand in where the node does not know the port
	 */
	public VrEndpoint(VrNode node, Supplier<List<String>> addresses) {
		this(node, addresses, List::of);
	}

	/**
	 * Create an endpoint that also shows what changes the group by itself.
	 * @param node what runs in this application
	 * @param addresses the members' addresses, as above
	 * @param controllers the controllers
	 */
	public VrEndpoint(VrNode node, Supplier<List<String>> addresses, GroupControllers controllers) {
		this.node = node;
		this.group = new GroupOperations(node);
		this.addresses = addresses;
		this.controllers = controllers;
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
	 * @param part {@code view}, {@code status}, {@code epoch} or {@code reconfiguration}
	 * @return the part; 404 if there is none of that name, 503 if only a primary could
	 * tell and none does
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> part(@Selector String part) {
		VrDescriptor whole = describe();
		return switch (part) {
			case "view" -> new WebEndpointResponse<>(new ViewDescriptor(whole.view(), whole.primary()));
			case "status" ->
				new WebEndpointResponse<>(new StatusDescriptor(whole.status(), whole.role(), whole.condition()));
			case "epoch" -> new WebEndpointResponse<>(
					new EpochDescriptor(whole.epoch(), whole.configuration(), description().oldConfiguration()));
			case RECONFIGURATION -> this.group.change();
			default -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		};
	}

	/**
	 * Do something with this member or the group, for which nothing more is to be said.
	 * (A web operation with further parameters insists on a body.)
	 * @param action {@code repair}: give a replica that has stopped because its state
	 * differs from that of the others a new life, in which it recovers from them.
	 * {@code hand-over}: let the primary give its role to a backup that is up to date
	 * @return 202 if that has begun, 409 if it cannot be now, 503 if no primary answers
	 * in time, 404 if there is no action of that name
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> act(@Selector String action) {
		return actWith(action, null, null);
	}

	/**
	 * Do something with this member or the group.
	 * @param action as above, or {@code reconfiguration}: change the members of the
	 * group, which waits until new ones are up to date
	 * @param expectedEpoch the epoch that a reconfiguration is to end
	 * @param members the addresses of all members of the new configuration
	 * @return as above; 422 if it cannot be at all
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> actWith(@Selector String action, @Nullable String expectedEpoch,
			@Nullable List<String> members) {
		return switch (action) {
			case "repair" -> repair();
			case RECONFIGURATION -> this.group.reconfigure(expectedEpoch, members);
			case "hand-over" -> this.group.handOver();
			default -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		};
	}

	private WebEndpointResponse<OperationResponseBody> repair() {
		RepairAnswer answer = this.node.repair();
		return new WebEndpointResponse<>(new RepairDescriptor(answer.begun(), answer.message()),
				answer.begun() ? GroupOperations.ACCEPTED : GroupOperations.CONFLICT);
	}

	private NodeDescription description() {
		return new NodeDescription(this.node.report(), this.addresses.get());
	}

	private VrDescriptor describe() {
		return description().describe(this.controllers.reports());
	}

}
