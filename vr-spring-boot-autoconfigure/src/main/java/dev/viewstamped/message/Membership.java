package dev.viewstamped.message;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.viewstamped.Viewstamp;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in the group (§7): a function of the executed log, and so the same at
 * all replicas that have executed as much; a part of every checkpoint. (Only in epoch 0
 * the addresses are those of each replica's own settings.)
 *
 * @param configuration the members of the latest epoch
 * @param incarnations the life of each member with which the epoch began, in the order of
 * the members: only exactly that life may enter view 0 of the epoch without recovery
 * @param oldConfiguration the members of the epoch before; {@code null} in epoch 0
 * @param epochStart viewstamp of the reconfiguration that ended the epoch before, which
 * is the last op of that epoch; zero in epoch 0
 * @param standbys replicas that follow without a vote, by ascending id
 * @param nextMemberId the id that the next newcomer gets
 * @param checkedEpoch the latest epoch in which CHECKEPOCH (§7.3) was executed: a quorum
 * of its members was normal in it
 */
public record Membership(Configuration configuration, List<Long> incarnations, @Nullable Configuration oldConfiguration,
		Viewstamp epochStart, List<Standby> standbys, int nextMemberId, long checkedEpoch) {

	public Membership {
		incarnations = List.copyOf(incarnations);
		standbys = List.copyOf(standbys);
		if (incarnations.size() != configuration.size()) {
			throw new IllegalArgumentException(
					incarnations.size() + " incarnations do not fit " + configuration.size() + " members");
		}
	}

	/**
	 * The membership of a group that was formed by the members of its first
	 * configuration.
	 * @param first the first configuration
	 * @return the membership
	 */
	public static Membership first(Configuration first) {
		return new Membership(first, first.members().stream().map((member) -> 0L).toList(), null, Viewstamp.ZERO,
				List.of(), first.maxMemberId() + 1, first.epoch());
	}

	/**
	 * The epoch.
	 * @return the number of the latest configuration
	 */
	public long epoch() {
		return this.configuration.epoch();
	}

	/**
	 * The members of the epoch before that take no part in this one.
	 * @return their ids
	 */
	public Set<Integer> replaced() {
		Set<Integer> replaced = new TreeSet<>();
		if (this.oldConfiguration != null) {
			this.oldConfiguration.members().forEach((member) -> replaced.add(member.memberId()));
		}
		this.configuration.members().forEach((member) -> replaced.remove(member.memberId()));
		this.standbys.forEach((standby) -> replaced.remove(standby.memberId()));
		return replaced;
	}

	/**
	 * The standby at an address.
	 * @param address the address
	 * @return the standby; {@code null} if there is none
	 */
	public @Nullable Standby standbyAt(String address) {
		for (Standby standby : this.standbys) {
			if (standby.address().equals(address)) {
				return standby;
			}
		}
		return null;
	}

	/**
	 * The standby of an id.
	 * @param memberId the id
	 * @return the standby; {@code null} if there is none
	 */
	public @Nullable Standby standby(int memberId) {
		for (Standby standby : this.standbys) {
			if (standby.memberId() == memberId) {
				return standby;
			}
		}
		return null;
	}

}
