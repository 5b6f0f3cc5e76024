package dev.viewstamped.runtime;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.CheckpointReport;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaOptions;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.transport.LinkReport;

/**
 * Reports of a replica with what the replica itself cannot say.
 */
final class ReplicaReports {

	/**
	 * What a replica waits for that was not started.
	 */
	static final Condition NOT_STARTED = new Condition(Condition.RECOVERING, "The replica has not been started yet");

	private static final int UNKNOWN = -1;

	private ReplicaReports() {
	}

	/**
	 * Whether a replica has stopped because its state cannot be trusted, so that it helps
	 * to take that of the other members.
	 * @param report its report
	 * @return {@code true} if it has
	 */
	static boolean isRepairable(ReplicaReport report) {
		Condition condition = report.condition();
		return report.status() == Status.STOPPED && condition != null && condition.code().equals(Condition.DIVERGED);
	}

	/**
	 * A replica that was not started.
	 * @param options its settings
	 * @return the report
	 */
	static ReplicaReport beforeStart(ReplicaOptions options) {
		int size = options.configuration().size();
		return new ReplicaReport(Header.NO_GROUP, options.memberId(), Role.NONE, Status.RECOVERING, 0, UNKNOWN, 0, 0, 0,
				options.configuration(), size, 1, NOT_STARTED, List.of(), 0, 0, 0, 1, 0, CheckpointReport.NONE, null, 0,
				0, 0, false);
	}

	/**
	 * A replica that reads what an earlier process has left on disk.
	 * @param last its last report
	 * @param location where that is
	 * @return the report
	 */
	static ReplicaReport reading(ReplicaReport last, String location) {
		Condition condition = new Condition(Condition.RECOVERING, "Reading the state from " + location);
		return new ReplicaReport(last.groupId(), last.memberId(), last.role(), last.status(), last.view(),
				last.primary(), last.opNumber(), last.commitNumber(), last.executedNumber(), last.configuration(),
				last.quorumNeeded(), last.quorumReachable(), condition, last.peers(), last.viewChanges(),
				last.pendingRequests(), last.sessions(), last.firstOpNumber(), last.logBytes(), last.checkpoints(),
				last.transfer(), last.transferredPages(), last.transferredBytes(), last.dropped(), last.formedGroup(),
				last.change(), last.oldConfiguration(), last.standbys());
	}

	/**
	 * A replica that was stopped by what it could not report.
	 * @param last its last report
	 * @param condition what stopped it
	 * @return the report
	 */
	static ReplicaReport stopped(ReplicaReport last, Condition condition) {
		return new ReplicaReport(last.groupId(), last.memberId(), Role.NONE, Status.STOPPED, last.view(), UNKNOWN,
				last.opNumber(), last.commitNumber(), last.executedNumber(), last.configuration(), last.quorumNeeded(),
				1, condition, last.peers(), last.viewChanges(), 0, last.sessions(), last.firstOpNumber(),
				last.logBytes(), last.checkpoints(), null, last.transferredPages(), last.transferredBytes(),
				last.dropped(), last.formedGroup(), last.change(), last.oldConfiguration(), last.standbys());
	}

	/**
	 * A process that has no place in its group yet.
	 * @param address where it is reached
	 * @param condition what it waits for
	 * @return the report, with no member id
	 */
	static ReplicaReport withoutPlace(String address, Condition condition) {
		Configuration itself = new Configuration(0, List.of(new Member(UNKNOWN, address)));
		return new ReplicaReport(Header.NO_GROUP, UNKNOWN, Role.NONE, Status.RECOVERING, 0, UNKNOWN, 0, 0, 0, itself, 1,
				0, condition, List.of(), 0, 0, 0, 1, 0, CheckpointReport.NONE, null, 0, 0, 0, false);
	}

	/**
	 * A replica whose life has ended, while the next one is prepared.
	 * @param last its last report
	 * @param why why it has
	 * @return the report
	 */
	static ReplicaReport leaving(ReplicaReport last, String why) {
		return in(last, Status.RECOVERING,
				new Condition(Condition.RECOVERING, "A new life of this replica begins, since " + why));
	}

	/**
	 * A replica that has no place in its group any more.
	 * @param last its last report
	 * @param condition where the group is
	 * @return the report
	 */
	static ReplicaReport retired(ReplicaReport last, Condition condition) {
		return in(last, Status.RETIRED, condition);
	}

	private static ReplicaReport in(ReplicaReport last, Status status, Condition condition) {
		return new ReplicaReport(last.groupId(), last.memberId(), Role.NONE, status, last.view(), UNKNOWN,
				last.opNumber(), last.commitNumber(), last.executedNumber(), last.configuration(), last.quorumNeeded(),
				last.quorumReachable(), condition, last.peers(), last.viewChanges(), 0, last.sessions(),
				last.firstOpNumber(), last.logBytes(), last.checkpoints(), null, last.transferredPages(),
				last.transferredBytes(), last.dropped(), last.formedGroup(), last.change(), last.oldConfiguration(),
				last.standbys());
	}

	/**
	 * A report with the addresses that are in use now.
	 * @param report the report
	 * @param ownAddress the replica's own address
	 * @param links its links
	 * @return the report
	 */
	static ReplicaReport withAddresses(ReplicaReport report, String ownAddress, List<LinkReport> links) {
		List<Member> members = new ArrayList<>();
		for (Member member : report.configuration().members()) {
			String address = member.address();
			if (member.memberId() == report.memberId()) {
				address = ownAddress;
			}
			for (LinkReport link : links) {
				if (link.memberId() == member.memberId() && !link.address().isEmpty()) {
					address = link.address();
				}
			}
			members.add(new Member(member.memberId(), address));
		}
		Configuration configuration = new Configuration(report.configuration().epoch(), members);
		return new ReplicaReport(report.groupId(), report.memberId(), report.role(), report.status(), report.view(),
				report.primary(), report.opNumber(), report.commitNumber(), report.executedNumber(), configuration,
				report.quorumNeeded(), report.quorumReachable(), report.condition(), report.peers(),
				report.viewChanges(), report.pendingRequests(), report.sessions(), report.firstOpNumber(),
				report.logBytes(), report.checkpoints(), report.transfer(), report.transferredPages(),
				report.transferredBytes(), report.dropped(), report.formedGroup(), report.change(),
				report.oldConfiguration(), report.standbys());
	}

}
