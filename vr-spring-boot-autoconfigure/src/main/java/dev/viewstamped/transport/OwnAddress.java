package dev.viewstamped.transport;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Watches whether this process is still the one that answers at its member's address, and
 * whether peers still take it for the member. A process that was the member and is no
 * more has been superseded; one that never was has a wrong member id.
 */
final class OwnAddress {

	private static final Duration PERIOD = Duration.ofSeconds(5);

	private final LinkContext context;

	private final Conditions conditions;

	private final Supplier<CompletableFuture<Identity>> prober;

	private final Consumer<String> onSuperseded;

	private boolean wasMember;

	private boolean superseded;

	private @Nullable UUID lastOther;

	OwnAddress(LinkContext context, Conditions conditions, Supplier<CompletableFuture<Identity>> prober,
			Consumer<String> onSuperseded) {
		this.context = context;
		this.conditions = conditions;
		this.prober = prober;
		this.onSuperseded = onSuperseded;
	}

	void start() {
		this.context.every(PERIOD, this::ask);
	}

	/**
	 * Begin anew: this process is another member now, or another life of the member.
	 */
	void renew() {
		synchronized (this) {
			this.wasMember = false;
			this.superseded = false;
			this.lastOther = null;
		}
		this.conditions.own(null);
	}

	/**
	 * Ask now who answers there. Does not block.
	 */
	void ask() {
		if (this.context.roster().others().isEmpty()) {
			return;
		}
		this.prober.get().whenComplete((identity, failure) -> {
			if (identity != null) {
				answered(identity.boot());
			}
			else {
				Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
				this.conditions.own((cause instanceof DialFailedException dial) ? dial.refusal() : null);
			}
		});
	}

	/**
	 * Note that a peer has accepted this process as the member.
	 */
	synchronized void accepted() {
		this.wasMember = true;
	}

	/**
	 * Note that a peer says that another process is the member.
	 * @param refusal what the peer said
	 */
	void refused(Refusal refusal) {
		if (supersede()) {
			this.onSuperseded.accept("A newer process has taken this member's place. " + refusal.text());
		}
	}

	private void answered(UUID boot) {
		Roster roster = this.context.roster();
		if (boot.equals(roster.boot())) {
			this.conditions.own(null);
			noteOther(null);
			return;
		}
		Refusal refusal = MemberFence.inUse(roster.memberId(), this.context.describeAddress(roster.memberId()), boot);
		this.conditions.own(refusal);
		// A name may lead to the process before for a moment, so one answer is not enough
		if (noteOther(boot)) {
			refused(refusal);
		}
	}

	private synchronized boolean noteOther(@Nullable UUID boot) {
		boolean again = boot != null && boot.equals(this.lastOther);
		this.lastOther = boot;
		return again;
	}

	private synchronized boolean supersede() {
		boolean first = this.wasMember && !this.superseded;
		this.superseded = first || this.superseded;
		return first;
	}

}
