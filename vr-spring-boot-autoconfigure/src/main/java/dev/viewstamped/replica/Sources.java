package dev.viewstamped.replica;

import java.util.List;

import dev.viewstamped.message.Member;

/**
 * Which member to ask for what any of several may have.
 */
final class Sources {

	private final ReplicaState state;

	private final Contacts contacts;

	Sources(ReplicaState state, Contacts contacts) {
		this.state = state;
		this.contacts = contacts;
	}

	/**
	 * A backup that is in contact, so that the primary is left to its work; or else the
	 * member that is known to have it.
	 * @param knownSource the member that is known to have it
	 * @param view the view whose primary is spared
	 */
	int spare(int knownSource, long view) {
		int primary = this.state.configuration.primary(view);
		if (knownSource != primary && knownSource != this.state.self) {
			return knownSource;
		}
		int candidate = after(knownSource);
		boolean spares = candidate != primary && this.contacts.isInContact(candidate);
		return (spares || knownSource == this.state.self) ? candidate : knownSource;
	}

	boolean isInContact(int source) {
		return this.contacts.isInContact(source);
	}

	/**
	 * The next member to try after one that did not answer: one that is in contact, if
	 * there is any.
	 */
	int after(int source) {
		List<Member> members = this.state.participants.sources();
		int index = 0;
		while (index < members.size() && members.get(index).memberId() != source) {
			index++;
		}
		int first = -1;
		for (int i = 1; i <= members.size(); i++) {
			int candidate = members.get((index + i) % members.size()).memberId();
			if (candidate != this.state.self) {
				first = (first < 0) ? candidate : first;
				if (this.contacts.isInContact(candidate)) {
					return candidate;
				}
			}
		}
		return first;
	}

}
