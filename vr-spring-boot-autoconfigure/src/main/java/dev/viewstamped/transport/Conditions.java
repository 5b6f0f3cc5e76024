package dev.viewstamped.transport;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;

import dev.viewstamped.replica.Condition;
import org.jspecify.annotations.Nullable;

/**
 * What handshakes say against this process's configuration or that of others.
 */
final class Conditions {

	private static final long MEMORY_NANOS = Duration.ofSeconds(10).toNanos();

	private final LinkContext context;

	private final AtomicReferenceArray<@Nullable Refusal> dialled;

	private final AtomicReferenceArray<@Nullable Noted> accepted;

	private volatile @Nullable Refusal own;

	Conditions(LinkContext context) {
		int members = context.settings().memberCount();
		this.context = context;
		this.dialled = new AtomicReferenceArray<>(members);
		this.accepted = new AtomicReferenceArray<>(members);
	}

	/**
	 * Note the end of a dial.
	 * @param memberId the member dialled
	 * @param refusal why it or this end refused; {@code null} if neither did
	 */
	void dialled(int memberId, @Nullable Refusal refusal) {
		this.dialled.set(memberId, refusal);
	}

	/**
	 * Note what became of a member that dialled.
	 * @param memberId the member
	 * @param refusal why it was refused; {@code null} if it was not
	 */
	void accepted(int memberId, @Nullable Refusal refusal) {
		if (memberId >= 0 && memberId < this.accepted.length()) {
			this.accepted.set(memberId, (refusal != null) ? new Noted(refusal, this.context.nanoTime()) : null);
		}
	}

	/**
	 * Note what answers at this process's own address.
	 * @param refusal what is wrong with it; {@code null} if nothing is
	 */
	void own(@Nullable Refusal refusal) {
		this.own = refusal;
	}

	@Nullable Condition current() {
		Condition condition = condition(this.own);
		for (int i = 0; i < this.dialled.length() && condition == null; i++) {
			condition = condition(this.dialled.get(i));
		}
		for (int i = 0; i < this.accepted.length() && condition == null; i++) {
			Noted noted = this.accepted.get(i);
			if (noted != null && this.context.nanoTime() - noted.nanoTime() < MEMORY_NANOS) {
				condition = condition(noted.refusal());
			}
		}
		return condition;
	}

	private static @Nullable Condition condition(@Nullable Refusal refusal) {
		String code = (refusal != null) ? refusal.reason().conditionCode() : null;
		return (refusal != null && code != null) ? new Condition(code, refusal.text()) : null;
	}

	private record Noted(Refusal refusal, long nanoTime) {

	}

}
