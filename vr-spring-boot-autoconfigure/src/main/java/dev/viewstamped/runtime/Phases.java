package dev.viewstamped.runtime;

import java.util.UUID;
import java.util.function.Supplier;

import dev.viewstamped.client.Joiner;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.replica.StoredState;
import dev.viewstamped.transport.ClientTransport;
import dev.viewstamped.transport.ReplicaTransport;

import org.jspecify.annotations.Nullable;

/**
 * Makes the phases of a node. Belongs to the loop's thread.
 */
final class Phases {

	private final int configuredMember;

	private final Lives lives;

	private final NodeStorage storage;

	private final ReplicaTransport transport;

	private final NodePublisher publisher;

	private final @Nullable JoinLinks joinLinks;

	private final Supplier<String> address;

	private final Runnable stopRequest;

	private final UUID boot;

	private int linkedMember;

	/**
	 * Create a factory.
	 * @param configuredMember the member id that this process is given by its settings,
	 * {@link Places#NONE} if it has to find its group first
	 * @param boot identity of the process
	 * @param lives makes the lives of the replica
	 * @param storage what the replica keeps on disk
	 * @param transport links of the replica
	 * @param publisher shows what the node is
	 * @param joinLinks makes links to find the group; {@code null} if this process never
	 * asks for a place by itself
	 * @param address where this process is reached
	 * @param stopRequest ends the loop
	 */
	Phases(int configuredMember, UUID boot, Lives lives, NodeStorage storage, ReplicaTransport transport,
			NodePublisher publisher, @Nullable JoinLinks joinLinks, Supplier<String> address, Runnable stopRequest) {
		this.configuredMember = configuredMember;
		this.boot = boot;
		this.lives = lives;
		this.storage = storage;
		this.transport = transport;
		this.publisher = publisher;
		this.joinLinks = joinLinks;
		this.address = address;
		this.stopRequest = stopRequest;
		this.linkedMember = configuredMember;
	}

	/**
	 * What this process begins with.
	 * @return the first phase
	 */
	Phase first() {
		if (this.configuredMember != Places.NONE) {
			return replica(this.lives.first());
		}
		int stored = this.storage.storedMember();
		if (stored == Places.NONE) {
			return joining(this.boot);
		}
		this.storage.open(stored);
		StoredState state = this.storage.readAhead();
		if (state != null && state.promises().configuration().contains(stored)) {
			link(stored, this.boot);
			this.transport.exchangeWith(Places.others(state.promises().configuration(), stored));
			return replica(this.lives.resumed(stored, state.promises().configuration()));
		}
		this.storage.leave();
		return joining(this.boot);
	}

	/**
	 * Whether this process asks for a place when it has none.
	 * @return {@code true} if it does
	 */
	boolean mayJoin() {
		return this.joinLinks != null;
	}

	/**
	 * The process asks for a place in its group.
	 * @return the phase
	 */
	Phase joining() {
		return joining(this.lives.newBoot());
	}

	private Phase joining(UUID boot) {
		JoinLinks links = this.joinLinks;
		if (links == null) {
			throw new IllegalStateException("This process does not join a group by itself");
		}
		String own = this.address.get();
		ClientTransport clientTransport = links.open();
		Joiner joiner = links.search(clientTransport, own, boot);
		return new JoiningBody(this.publisher, clientTransport, joiner, own,
				(joined) -> inGroup(joined.location(), joined.memberId(), boot));
	}

	/**
	 * The process begins a life in its group without any state.
	 * @param location where the group is
	 * @param memberId its place there
	 * @return the phase
	 */
	Phase inGroup(GroupLocation location, int memberId) {
		return inGroup(location, memberId, this.lives.newBoot());
	}

	private Phase inGroup(GroupLocation location, int memberId, UUID boot) {
		this.storage.openAnew(memberId);
		link(memberId, boot);
		this.transport.exchangeWith(Places.others(location.membership(), memberId));
		this.publisher.newLife();
		return replica(this.lives.inGroup(location, memberId, boot));
	}

	private void link(int memberId, UUID boot) {
		if (this.linkedMember != memberId) {
			this.linkedMember = memberId;
			this.transport.become(memberId, boot);
		}
	}

	private Phase replica(Life life) {
		return new ReplicaBody(life, this.lives, this, this.storage, this.transport, this.publisher, this.address.get(),
				this.stopRequest);
	}

}
