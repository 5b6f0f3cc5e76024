package dev.viewstamped.simulator;

import java.util.Arrays;
import java.util.List;
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

	private long[] incarnations = new long[0];

	/**
	 * Look at the process after another step.
	 * @param inside what it has
	 * @param report its report
	 */
	void observe(Inside inside, ReplicaReport report) {
		if (!inside.groupId().equals(this.groupId)) {
			this.groupId = inside.groupId();
			Arrays.fill(this.incarnations, 0);
		}
		List<Member> members = report.configuration().members();
		if (this.incarnations.length < members.size()) {
			this.incarnations = Arrays.copyOf(this.incarnations, members.size());
		}
		for (int i = 0; i < members.size(); i++) {
			int memberId = members.get(i).memberId();
			long known = inside.knownIncarnation(memberId);
			check(known >= this.incarnations[i], "S4-MONOTONE-KNOWN-INCARNATION",
					"member %d knew of incarnation %d of member %d, and knows of %d now", report.memberId(),
					this.incarnations[i], memberId, known);
			this.incarnations[i] = known;
		}
	}

}
