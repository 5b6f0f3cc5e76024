package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.GroupChange.MemberProgress;
import dev.viewstamped.message.GroupChange.Phase;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Standby;

import org.jspecify.annotations.Nullable;

/**
 * Tells how far the latest change of the group is, as far as this replica knows. That it
 * is complete is known from CHECKEPOCH (§7.3) and never guessed.
 */
final class ChangeReport {

	private final ReplicaState state;

	private final Contacts contacts;

	private final NormalCase normalCase;

	private final Reconfiguration reconfiguration;

	ChangeReport(ReplicaState state, Contacts contacts, NormalCase normalCase, Reconfiguration reconfiguration) {
		this.state = state;
		this.contacts = contacts;
		this.normalCase = normalCase;
		this.reconfiguration = reconfiguration;
	}

	GroupChange current() {
		Phase phase = phase();
		Membership membership = this.state.participants.membership();
		List<MemberProgress> members = new ArrayList<>();
		for (Member member : membership.configuration().members()) {
			members.add(progress(member.memberId(), member.address(), memberState(member.memberId(), phase)));
		}
		for (Standby standby : membership.standbys()) {
			members.add(progress(standby.memberId(), standby.address(), standbyState(standby)));
		}
		Configuration old = membership.oldConfiguration();
		if (old != null) {
			for (Member member : old.members()) {
				if (!membership.configuration().contains(member.memberId())) {
					members.add(new MemberProgress(member.memberId(), member.address(), "replaced", -1));
				}
			}
		}
		return new GroupChange(membership.epoch(), phase, members, waitingFor(phase, members));
	}

	private Phase phase() {
		if (this.state.isPrimary() && this.reconfiguration.warmUp() != null) {
			return Phase.WARMING;
		}
		if (this.state.participants.endsEpoch()) {
			return Phase.COMMITTING;
		}
		Membership membership = this.state.participants.membership();
		if (membership.epoch() == 0) {
			return Phase.NONE;
		}
		return this.state.participants.isChecked() ? Phase.COMPLETE : Phase.TRANSITIONING;
	}

	private MemberProgress progress(int memberId, String address, String stateName) {
		boolean known = this.state.isPrimary() && memberId != this.state.self;
		return new MemberProgress(memberId, address, stateName, known ? this.normalCase.lag(memberId) : -1);
	}

	private String memberState(int memberId, Phase phase) {
		if (memberId == this.state.self || this.contacts.isInContact(memberId)) {
			return "member";
		}
		return (phase == Phase.TRANSITIONING) ? "transitioning" : "unreachable";
	}

	private String standbyState(Standby standby) {
		if (this.reconfiguration.isAwaited(standby.address())) {
			return "warming";
		}
		boolean heard = standby.memberId() == this.state.self || this.contacts.isInContact(standby.memberId());
		return heard ? "standby" : "unreachable";
	}

	private @Nullable String waitingFor(Phase phase, List<MemberProgress> members) {
		return switch (phase) {
			case NONE, COMPLETE -> null;
			case WARMING -> {
				WarmUp warmUp = this.reconfiguration.warmUp();
				yield (warmUp != null) ? warmUp.waitingFor() : null;
			}
			case COMMITTING ->
				"a quorum of the members of epoch " + this.state.epoch() + " to have op " + this.state.log.opNumber();
			case TRANSITIONING -> waitingForMembers(members);
		};
	}

	private String waitingForMembers(List<MemberProgress> members) {
		List<String> silent = members.stream()
			.filter((member) -> member.state().equals("transitioning"))
			.map(MemberProgress::address)
			.toList();
		return "a quorum of the members of epoch " + this.state.participants.membership().epoch() + " to be normal"
				+ (silent.isEmpty() ? "" : "; nothing is heard in it of " + NewGroup.list(silent));
	}

}
