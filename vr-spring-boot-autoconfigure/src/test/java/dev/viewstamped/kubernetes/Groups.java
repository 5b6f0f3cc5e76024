package dev.viewstamped.kubernetes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.GroupChange.Phase;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Standby;
import dev.viewstamped.replica.CheckpointReport;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.PeerReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.transport.TransportCounters;
import org.jspecify.annotations.Nullable;

/**
 * Groups for tests, whose members are pods of the StatefulSet {@code vr}.
 */
final class Groups {

	static final UUID GROUP_ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

	static final Tolerance TOLERANCE = new Tolerance(1000, 100, 60_000);

	long epoch;

	Phase phase = Phase.NONE;

	Role role = Role.PRIMARY;

	int self;

	UUID groupId = GROUP_ID;

	boolean formed = true;

	@Nullable Condition condition;

	final List<Member> members = new ArrayList<>();

	final List<Standby> standbys = new ArrayList<>();

	final Set<Integer> silent = new HashSet<>();

	final Set<Integer> lagging = new HashSet<>();

	/** Members that are normal and about to stop. */
	final Set<Integer> stopping = new HashSet<>();

	/** Members that are heard, but recover. */
	final Set<Integer> blank = new HashSet<>();

	/** A group of the first pods. */
	static Groups of(int size) {
		Groups group = new Groups();
		for (int ordinal = 0; ordinal < size; ordinal++) {
			group.members.add(new Member(ordinal, address(ordinal)));
		}
		return group;
	}

	static String address(int ordinal) {
		return "vr-" + ordinal + ".vr-peers:8080";
	}

	static List<String> addresses(int count) {
		return addressing().first(count);
	}

	static PodAddresses addressing() {
		PodAddresses addresses = PodAddresses.of(List.of(address(0), address(1), address(2)));
		if (addresses == null) {
			throw new IllegalStateException();
		}
		return addresses;
	}

	Groups standby(int... ordinals) {
		for (int ordinal : ordinals) {
			int id = 10 + ordinal;
			this.standbys.add(new Standby(id, address(ordinal), new UUID(1, id), 0));
		}
		return this;
	}

	Groups silent(int memberId) {
		this.silent.add(memberId);
		return this;
	}

	Groups blank(int memberId) {
		this.blank.add(memberId);
		return this;
	}

	Groups lagging(int memberId) {
		this.lagging.add(memberId);
		return this;
	}

	Groups phase(Phase phase) {
		this.phase = phase;
		return this;
	}

	Groups self(int self) {
		this.self = self;
		return this;
	}

	Groups backup() {
		this.role = Role.BACKUP;
		return this;
	}

	/** The group as it is once a reconfiguration has taken effect. */
	void become(List<String> addresses) {
		List<Member> next = new ArrayList<>();
		for (String address : addresses) {
			int id = this.members.stream()
				.filter((member) -> member.address().equals(address))
				.map(Member::memberId)
				.findFirst()
				.orElseGet(() -> this.standbys.stream()
					.filter((standby) -> standby.address().equals(address))
					.map(Standby::memberId)
					.findFirst()
					.orElseThrow());
			next.add(new Member(id, address));
		}
		this.members.clear();
		this.members.addAll(next);
		this.standbys.removeIf((standby) -> addresses.contains(standby.address()));
		this.epoch++;
	}

	ReplicaReport report() {
		int size = this.members.size();
		int reachable = 0;
		List<PeerReport> peers = new ArrayList<>();
		for (Member member : this.members) {
			int id = member.memberId();
			reachable += (this.silent.contains(id) || this.blank.contains(id)) ? 0 : 1;
			if (id != this.self) {
				peers.add(new PeerReport(id, this.lagging.contains(id) ? 5000 : 3, 1,
						this.silent.contains(id) ? 9000 : 10, this.stopping.contains(id)));
			}
		}
		boolean none = this.groupId.equals(Header.NO_GROUP);
		return new ReplicaReport(this.groupId, this.self, none ? Role.NONE : this.role,
				none ? Status.RECOVERING : Status.NORMAL, 0, 0, 100, 100, 100,
				new Configuration(this.epoch, this.members), size / 2 + 1, reachable, this.condition, peers, 0, 0, 0, 1,
				0, CheckpointReport.NONE, null, 0, 0, 0, this.formed,
				new GroupChange(this.epoch, this.phase, List.of(), null), null, this.standbys);
	}

	NodeReport node() {
		return new NodeReport("vr", report(), 0, this.condition, List.of(), new TransportCounters(0, 0, 0, 0), null);
	}

}
