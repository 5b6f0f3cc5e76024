package dev.viewstamped.replica;

import java.util.List;
import java.util.Set;

import dev.viewstamped.message.Member;

/**
 * Keeps the network and what is known of each replica in step with who takes part.
 */
final class Exchange {

	private final ReplicaState state;

	private final Contacts contacts;

	private final NormalCase normalCase;

	private final ViewChange viewChange;

	private List<Member> exchanged;

	private Set<Integer> former = Set.of();

	Exchange(ReplicaState state, Contacts contacts, NormalCase normalCase, ViewChange viewChange) {
		this.state = state;
		this.contacts = contacts;
		this.normalCase = normalCase;
		this.viewChange = viewChange;
		this.exchanged = (state.options.located() != null) ? List.of() : state.participants.others();
	}

	/**
	 * Entries were executed: others may take part than before.
	 */
	void notice() {
		if (this.state.participants.haveOthersChanged()) {
			changed();
		}
	}

	void changed() {
		List<Member> others = this.state.participants.others();
		int length = this.state.participants.knownIds();
		this.contacts.growTo(length);
		this.normalCase.growTo(length);
		this.viewChange.growTo(length);
		Set<Integer> former = this.state.participants.membership().replaced();
		if (!others.equals(this.exchanged) || !former.equals(this.former)) {
			this.exchanged = others;
			this.former = former;
			this.state.network.exchangeWith(others, former);
		}
	}

}
