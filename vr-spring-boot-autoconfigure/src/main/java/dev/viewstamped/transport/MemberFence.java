package dev.viewstamped.transport;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * Lets one process at a time be a member: the one that answers at the member's address. A
 * process that claims a member's id and is not the one known is accepted only after the
 * address has been dialled anew and no other process answered there.
 */
final class MemberFence {

	private final LinkContext context;

	private final IntFunction<CompletableFuture<Identity>> prober;

	private final Listener listener;

	private final Map<Integer, UUID> known = new ConcurrentHashMap<>();

	private final Map<Integer, CompletableFuture<Identity>> probes = new ConcurrentHashMap<>();

	/**
	 * A fence that knows no process yet.
	 * @param context what all links share
	 * @param prober asks which process answers at a member's address now
	 * @param listener told of new processes
	 */
	MemberFence(LinkContext context, IntFunction<CompletableFuture<Identity>> prober, Listener listener) {
		this.context = context;
		this.prober = prober;
		this.listener = listener;
	}

	/**
	 * Note which process has answered at a member's address.
	 * @param memberId the member
	 * @param boot the process
	 */
	void answered(int memberId, UUID boot) {
		UUID before = this.known.put(memberId, boot);
		if (!boot.equals(before)) {
			this.listener.onProcess(memberId, boot);
		}
	}

	/**
	 * Forget which processes were known as those that are not in the roster any more.
	 */
	void forgetOthers() {
		this.known.keySet().removeIf((memberId) -> !this.context.roster().contains(memberId));
	}

	/**
	 * Decide on a process that dials in as a member. Does not block.
	 * @param memberId the member that it claims to be
	 * @param boot the process
	 * @return why it is refused; empty if it is accepted
	 */
	CompletableFuture<Optional<Refusal>> admit(int memberId, UUID boot) {
		if (memberId == this.context.roster().memberId()) {
			return CompletableFuture.completedFuture(Optional.of(inUse(memberId, this.context.roster().boot())));
		}
		if (boot.equals(this.known.get(memberId)) || this.context.address(memberId) == null) {
			return CompletableFuture.completedFuture(Optional.empty());
		}
		return probe(memberId).handle((identity, failure) -> {
			if (failure != null) {
				return Optional.empty();
			}
			answered(memberId, identity.boot());
			return boot.equals(identity.boot()) ? Optional.empty() : Optional.of(inUse(memberId, identity.boot()));
		});
	}

	private CompletableFuture<Identity> probe(int memberId) {
		CompletableFuture<Identity> result = new CompletableFuture<>();
		CompletableFuture<Identity> running = this.probes.putIfAbsent(memberId, result);
		if (running != null) {
			return running;
		}
		this.prober.apply(memberId).whenComplete((identity, failure) -> {
			this.probes.remove(memberId);
			if (failure != null) {
				result.completeExceptionally(failure);
			}
			else {
				result.complete(identity);
			}
		});
		return result;
	}

	private Refusal inUse(int memberId, UUID boot) {
		return inUse(memberId, this.context.describeAddress(memberId), boot);
	}

	static Refusal inUse(int memberId, String address, UUID boot) {
		return new Refusal(RefusalReason.DUPLICATE_MEMBER, "Member id " + memberId + " is in use by the process at "
				+ address + " (boot " + boot + "); give this process another vr.member-id or stop the other");
	}

	/**
	 * Told of processes.
	 */
	@FunctionalInterface
	interface Listener {

		/**
		 * Called when another process than before answers at a member's address.
		 * @param memberId the member
		 * @param boot the process
		 */
		void onProcess(int memberId, UUID boot);

	}

}
