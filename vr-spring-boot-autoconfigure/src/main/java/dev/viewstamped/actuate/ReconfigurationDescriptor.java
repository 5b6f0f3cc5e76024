package dev.viewstamped.actuate;

import java.util.List;
import java.util.Locale;

import dev.viewstamped.message.GroupChange;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * {@code GET /actuator/vr/reconfiguration}: how far the latest change of the group is.
 *
 * @param epoch the epoch
 * @param state {@code none}, {@code warming}, {@code committing}, {@code transitioning}
 * or {@code complete}; the last only when a quorum of the epoch's members is known to
 * have executed something in it
 * @param members the members of the epoch, those that are to come, and those that were
 * replaced
 * @param waitingFor what the change waits for; {@code null} if for nothing
 */
public record ReconfigurationDescriptor(long epoch, String state, List<ProgressDescriptor> members,
		@Nullable String waitingFor) implements OperationResponseBody {

	static ReconfigurationDescriptor of(GroupChange change) {
		return new ReconfigurationDescriptor(change.epoch(), label(change.phase()),
				change.members().stream().map(ProgressDescriptor::of).toList(), change.waitingFor());
	}

	static String label(GroupChange.Phase phase) {
		return phase.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * How far a member is.
	 *
	 * @param memberId the member
	 * @param address where it is reached
	 * @param state {@code member}, {@code standby}, {@code warming},
	 * {@code transitioning}, {@code replaced} or {@code unreachable}
	 * @param lag ops that it has not acknowledged; {@code null} if unknown
	 */
	public record ProgressDescriptor(int memberId, String address, String state, @Nullable Long lag) {

		static ProgressDescriptor of(GroupChange.MemberProgress progress) {
			return new ProgressDescriptor(progress.memberId(), progress.address(), progress.state(),
					(progress.lag() >= 0) ? progress.lag() : null);
		}

	}

}
