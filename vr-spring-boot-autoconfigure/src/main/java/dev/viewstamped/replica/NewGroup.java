package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Standby;

import org.jspecify.annotations.Nullable;

/**
 * The group that an operator asks for, by the addresses of its members (§7.1), and
 * whether there can be such a group.
 */
final class NewGroup {

	static final int MAX_MEMBERS = 31;

	/** The smallest group that survives a failure (§7.1). */
	private static final int MIN_MEMBERS = 3;

	private final ReplicaState state;

	private final Contacts contacts;

	private final List<String> addresses;

	NewGroup(ReplicaState state, Contacts contacts, List<String> addresses) {
		this.state = state;
		this.contacts = contacts;
		this.addresses = List.copyOf(addresses);
	}

	List<String> addresses() {
		return this.addresses;
	}

	boolean isNamed(String address) {
		return this.addresses.contains(address);
	}

	/**
	 * Whether these are the members of a configuration, in whatever order.
	 */
	boolean isOf(Configuration configuration) {
		return new HashSet<>(this.addresses).equals(addresses(configuration));
	}

	/**
	 * Whether the same members are asked for, in whatever order.
	 */
	boolean isSame(List<String> others) {
		return new HashSet<>(this.addresses).equals(new HashSet<>(others));
	}

	/**
	 * Why there cannot be such a group, however long one waits.
	 * @return {@code null} if nothing is against it
	 */
	@Nullable String whyImpossible() {
		if (this.addresses.size() < MIN_MEMBERS) {
			return "A group needs at least " + MIN_MEMBERS + " members to survive a failure, and "
					+ this.addresses.size() + " are named: " + list(this.addresses)
					+ ". Name all members of the new group, those that stay among them.";
		}
		if (this.addresses.size() > MAX_MEMBERS) {
			return "A group has at most " + MAX_MEMBERS + " members, and " + this.addresses.size() + " are named.";
		}
		Set<String> seen = new HashSet<>();
		for (String address : this.addresses) {
			if (!Joining.isAddress(address)) {
				return "'" + address + "' is not the address of a member: write host:port, as in 'localhost:8080'.";
			}
			if (!seen.add(address)) {
				return "The address " + address + " is named more than once: name each member once.";
			}
		}
		Membership membership = this.state.participants.membership();
		if (isOf(membership.configuration())) {
			return "The members of epoch " + membership.epoch() + " are " + list(this.addresses)
					+ " already: there is nothing to change.";
		}
		List<String> unknown = new ArrayList<>();
		for (String address : this.addresses) {
			if (idOf(address) < 0) {
				unknown.add(address);
			}
		}
		return unknown.isEmpty() ? null : whyUnknown(unknown, membership);
	}

	private static String whyUnknown(List<String> unknown, Membership membership) {
		List<String> standbys = membership.standbys().stream().map(Standby::address).toList();
		return "No process of the group is known at " + list(unknown) + "; "
				+ (standbys.isEmpty() ? "there are no standbys" : "the standbys are at " + list(standbys))
				+ ". Start a process there with vr.join=" + list(membership.configuration())
				+ " and ask again once it is a standby.";
	}

	/**
	 * Why the new group could not serve now: a quorum of it must be in contact.
	 * @return {@code null} if it could
	 */
	@Nullable String whyUnavailable() {
		List<String> silent = new ArrayList<>();
		for (String address : this.addresses) {
			int id = idOf(address);
			if (id != this.state.self && !this.contacts.isInContact(id)) {
				silent.add(address);
			}
		}
		int needed = new Quorums(this.addresses.size()).needed();
		int present = this.addresses.size() - silent.size();
		return (present >= needed) ? null : "Only " + present + " of the " + this.addresses.size()
				+ " members of the new group are in contact, and " + needed + " are needed: nothing is heard of "
				+ list(silent) + ". See that these run and are reached, or name others.";
	}

	/**
	 * The standbys that are to become members.
	 */
	List<Standby> newcomers() {
		Membership membership = this.state.participants.membership();
		List<Standby> newcomers = new ArrayList<>();
		for (Standby standby : membership.standbys()) {
			if (isNamed(standby.address())) {
				newcomers.add(standby);
			}
		}
		return newcomers;
	}

	/**
	 * The entry that makes this the group. Of each member it names the life that is known
	 * here: only that one may begin the epoch without recovery.
	 */
	MembershipPayload.Change change() {
		Configuration before = this.state.participants.membership().configuration();
		List<Member> members = new ArrayList<>();
		for (String address : this.addresses) {
			members.add(new Member(idOf(address), address));
		}
		members.sort(Comparator.comparingInt(Member::memberId));
		List<Long> incarnations = members.stream().map((member) -> incarnation(member.memberId())).toList();
		return new MembershipPayload.Change(new Configuration(before.epoch() + 1, members), incarnations, before);
	}

	private long incarnation(int memberId) {
		Standby standby = this.state.participants.membership().standby(memberId);
		long known = this.state.crashVector().get(memberId);
		return (standby != null) ? Math.max(known, standby.incarnation()) : known;
	}

	/** Id of the member or standby at an address; -1 if there is none. */
	private int idOf(String address) {
		Membership membership = this.state.participants.membership();
		for (Member member : membership.configuration().members()) {
			if (member.address().equals(address)) {
				return member.memberId();
			}
		}
		Standby standby = membership.standbyAt(address);
		return (standby != null) ? standby.memberId() : -1;
	}

	static String list(Configuration configuration) {
		return list(configuration.members().stream().map(Member::address).toList());
	}

	static String list(List<String> addresses) {
		return addresses.stream().collect(Collectors.joining(","));
	}

	private static Set<String> addresses(Configuration configuration) {
		return configuration.members().stream().map(Member::address).collect(Collectors.toCollection(TreeSet::new));
	}

}
