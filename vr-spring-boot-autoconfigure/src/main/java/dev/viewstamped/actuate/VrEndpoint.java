package dev.viewstamped.actuate;

import java.util.List;
import java.util.function.Supplier;

import dev.viewstamped.runtime.VrNode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that shows this member of the replica group. It reads a
 * published report and never waits for the replica.
 */
@Endpoint(id = "vr", defaultAccess = Access.READ_ONLY)
public class VrEndpoint {

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

	private VrDescriptor describe() {
		return new NodeDescription(this.node.report(), this.addresses.get()).describe();
	}

}
