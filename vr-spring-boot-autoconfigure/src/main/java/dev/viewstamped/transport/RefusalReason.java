package dev.viewstamped.transport;

import dev.viewstamped.replica.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Why one end of a link refuses the other.
 */
enum RefusalReason {

	/** Another version of the protocol. */
	VERSION(null),

	/** Another secret, or none. */
	UNAUTHORIZED(Condition.UNAUTHORIZED),

	/** Another group. */
	GROUP_MISMATCH(Condition.GROUP_MISMATCH),

	/** Another member list, or another member than expected. */
	MEMBER_MISMATCH(Condition.MEMBER_MISMATCH),

	/** The member id belongs to a process that is alive. */
	DUPLICATE_MEMBER(Condition.MEMBER_MISMATCH),

	/** No room for another link now. */
	BUSY(null),

	/** The member that was dialled is not at this address yet, or not any more. */
	NOT_THERE(null);

	private final @Nullable String conditionCode;

	RefusalReason(@Nullable String conditionCode) {
		this.conditionCode = conditionCode;
	}

	/**
	 * The condition that a member reports which is refused for this reason.
	 * @return its code; {@code null} if the reason passes by itself
	 */
	@Nullable String conditionCode() {
		return this.conditionCode;
	}

	/**
	 * Whether only an end that has seen the other's proof gives this reason.
	 * @return {@code true} if so
	 */
	boolean needsProof() {
		return this == GROUP_MISMATCH || this == MEMBER_MISMATCH || this == DUPLICATE_MEMBER || this == NOT_THERE;
	}

}
