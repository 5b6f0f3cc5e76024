package dev.viewstamped.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.ReplicaReport;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * What a process knew of the lives of all members after its last step. As long as it is
 * in one group it forgets none of that.
 */
final class KnownLives {

	private UUID groupId = Header.NO_GROUP;

	private final Map<Integer, Long> incarnations = new HashMap<>();

	/**
	 * Look at the process after another step.
	 * @param inside what it has
	 * @param report its report
	 */
	void observe(Inside inside, ReplicaReport report) {
		if (!inside.groupId().equals(this.groupId)) {
			this.groupId = inside.groupId();
			this.incarnations.clear();
		}
		for (Member member : report.configuration().members()) {
			int memberId = member.memberId();
			long known = inside.knownIncarnation(memberId);
			Long before = this.incarnations.put(memberId, known);
			check(before == null || known >= before, "S4-MONOTONE-KNOWN-INCARNATION",
					"member %d knew of incarnation %d of member %d, and knows of %d now", report.memberId(), before,
					memberId, known);
		}
	}

}
