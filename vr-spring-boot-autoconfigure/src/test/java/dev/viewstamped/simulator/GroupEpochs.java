package dev.viewstamped.simulator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Standby;
import dev.viewstamped.message.StartEpoch;
import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.Inside.NextEpoch;
import dev.viewstamped.simulator.CommitChecker.Committed;

import org.jspecify.annotations.Nullable;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * The epochs of a group, as what it has committed says: which members each has, and with
 * which op the one before ended.
 */
final class GroupEpochs {

	private final TreeMap<Long, Configuration> configurations = new TreeMap<>();

	private final Map<Long, List<Long>> incarnations = new HashMap<>();

	private final Map<Long, Long> starts = new HashMap<>();

	private final Set<Long> checked = new HashSet<>();

	private final Map<Integer, String> addresses = new HashMap<>();

	private final Set<Integer> everMembers = new HashSet<>();

	private int known;

	/**
	 * The first configuration of a group is known from its members.
	 * @param configuration what a member says
	 */
	void begunWith(Configuration configuration) {
		if (configuration.epoch() == 0 && this.configurations.putIfAbsent(0L, configuration) == null) {
			configuration.members().forEach((member) -> this.everMembers.add(member.memberId()));
		}
	}

	/**
	 * The members of an epoch.
	 * @param epoch the epoch
	 * @return the members, {@code null} if it has not begun
	 */
	@Nullable Configuration configuration(long epoch) {
		return this.configurations.get(epoch);
	}

	/**
	 * The reconfiguration that an epoch begins with.
	 * @param epoch the epoch
	 * @return its op-number, {@code null} if the epoch has not begun
	 */
	@Nullable Long start(long epoch) {
		return this.starts.get(epoch);
	}

	/**
	 * The latest epoch that has begun.
	 */
	long latest() {
		return this.configurations.isEmpty() ? 0 : this.configurations.lastKey();
	}

	boolean isChecked(long epoch) {
		return this.checked.contains(epoch);
	}

	/**
	 * The life of a member that an epoch begins with.
	 * @param epoch the epoch
	 * @param memberId the member
	 * @return its incarnation, {@code null} if it is not known
	 */
	@Nullable Long listedIncarnation(long epoch, int memberId) {
		List<Long> listed = this.incarnations.get(epoch);
		Configuration members = this.configurations.get(epoch);
		for (int i = 0; listed != null && members != null && i < members.size(); i++) {
			if (members.members().get(i).memberId() == memberId) {
				return listed.get(i);
			}
		}
		return null;
	}

	/**
	 * More may be committed.
	 * @param canon all that is
	 */
	void extend(List<Committed> canon) {
		while (this.known < canon.size()) {
			Entry entry = canon.get(this.known++).entry();
			check(entry.epoch() == latest(), "S12-EPOCH-OF-OP", "%s is committed in epoch %d", entry, latest());
			if (entry.operation() == Operation.RECONFIGURE) {
				begin(entry);
			}
			else if (entry.operation() == Operation.CHECK_EPOCH) {
				this.checked.add(entry.epoch());
			}
		}
	}

	private void begin(Entry entry) {
		NextEpoch next = Inside.nextEpoch(entry);
		long epoch = next.configuration().epoch();
		check(epoch == entry.epoch() + 1, "S12-EPOCH-OF-OP", "%s begins epoch %d", entry, epoch);
		Configuration before = this.configurations.get(entry.epoch());
		for (Member member : next.configuration().members()) {
			int id = member.memberId();
			check((before != null && before.contains(id)) || this.everMembers.add(id), "S12-ID-REUSED",
					"member %d comes again with epoch %d", id, epoch);
			bind(id, member.address());
		}
		this.configurations.put(epoch, next.configuration());
		this.incarnations.put(epoch, next.incarnations());
		this.starts.put(epoch, entry.opNumber());
	}

	/**
	 * An entry is sent.
	 * @param entry the entry
	 */
	void checkEntry(Entry entry) {
		Long start = this.starts.get(entry.epoch());
		check(entry.epoch() == 0 || (start != null && start < entry.opNumber()), "S12-EPOCH-OF-OP",
				"%s is sent; its epoch began with op %d", entry, start);
	}

	/**
	 * The begin of an epoch is announced.
	 * @param start the message
	 */
	void checkStart(StartEpoch start) {
		Configuration said = start.membership().configuration();
		Configuration members = this.configurations.get(said.epoch());
		check(members != null && said.epoch() == start.header().epoch(), "S12-EFFECT-AT-COMMIT",
				"%s is sent; the latest epoch is %d", start, latest());
		check(members == null || EpochChecker.hasSameIds(members, said), "S12-ONE-CONFIGURATION",
				"%s is sent; the members are %s", start, members);
		Long op = this.starts.get(said.epoch());
		check(said.epoch() == 0 || (op != null && start.history().opNumber() == op
				&& start.history().viewstamp(op).epoch() == said.epoch() - 1), "S12-EPOCH-START",
				"%s is sent; the epoch began with op %d", start, op);
	}

	/**
	 * A replica says that there is a standby.
	 * @param standby the standby
	 */
	void checkStandby(Standby standby) {
		check(!this.everMembers.contains(standby.memberId()) || this.configurations.values()
			.stream()
			.anyMatch((configuration) -> configuration.epoch() > 0 && configuration.contains(standby.memberId())),
				"S12-ID-REUSED", "%s has the id of a founder", standby);
		bind(standby.memberId(), standby.address());
	}

	private void bind(int memberId, String address) {
		String other = this.addresses.putIfAbsent(memberId, address);
		check(other == null || other.equals(address), "S12-ID-REUSED", "member %d is at %s and at %s", memberId, other,
				address);
	}

	@Override
	public String toString() {
		return this.configurations.values() + ", begun with " + this.starts + ", checked " + this.checked;
	}

}
