package dev.viewstamped.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Operation;
import dev.viewstamped.replica.CheckpointReport;
import dev.viewstamped.replica.Inside;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;

/**
 * A replica of a group of three that is as the test of a checker says.
 */
final class FabricatedReplica implements Inside {

	static final UUID GROUP = new UUID(1, 1);

	static final Configuration MEMBERS = new Configuration(0,
			List.of(new Member(0, "a:1"), new Member(1, "b:1"), new Member(2, "c:1")));

	private static final UUID CLIENT = new UUID(2, 2);

	private final Life life;

	private final List<Entry> log = new ArrayList<>();

	private long base;

	private Configuration configuration = MEMBERS;

	private GroupChange.Phase phase = GroupChange.Phase.NONE;

	private long lastNormalView;

	private long clientTable;

	private long knownIncarnation = 2;

	FabricatedReplica(int memberId, int lifeNumber) {
		this.life = new Life(memberId, lifeNumber, this);
	}

	Life life() {
		return this.life;
	}

	/**
	 * The replica appends entries.
	 * @param view the view that made them
	 * @param lastOpNumber the last of them
	 * @return this
	 */
	FabricatedReplica append(long view, long lastOpNumber) {
		for (long op = this.log.size() + 1; op <= lastOpNumber; op++) {
			this.log.add(entry(this.configuration.epoch(), view, op, "x"));
		}
		return this;
	}

	FabricatedReplica append(Entry entry) {
		this.log.add(entry);
		return this;
	}

	/**
	 * The replica is in another epoch from now on.
	 * @param members its members
	 * @return this
	 */
	FabricatedReplica enter(Configuration members) {
		this.configuration = members;
		return this;
	}

	/**
	 * The replica says how far the latest change is.
	 */
	FabricatedReplica withPhase(GroupChange.Phase newPhase) {
		this.phase = newPhase;
		return this;
	}

	/**
	 * The replica appends an entry that makes these the members.
	 * @param view the view that made it
	 * @param members the members of the next epoch
	 * @return this
	 */
	FabricatedReplica reconfigure(long view, Configuration members) {
		List<Long> incarnations = members.members().stream().map((member) -> 1L).toList();
		return append(new Entry(this.configuration.epoch(), view, opNumber() + 1, opNumber() + 1, Operation.RECONFIGURE,
				Header.NO_GROUP, 0, 0, 0,
				Inside.payload(new Inside.NextEpoch(members, incarnations), this.configuration)));
	}

	FabricatedReplica cut(long lastOpNumber) {
		while (this.log.size() > lastOpNumber) {
			this.log.remove(this.log.size() - 1);
		}
		return this;
	}

	/**
	 * Entries are no longer in the log.
	 * @param lastOpNumber the last of them
	 * @return this
	 */
	FabricatedReplica dropUpTo(long lastOpNumber) {
		this.base = lastOpNumber;
		return this;
	}

	FabricatedReplica withClientTable(long digest) {
		this.clientTable = digest;
		return this;
	}

	FabricatedReplica withKnownIncarnation(long incarnation) {
		this.knownIncarnation = incarnation;
		return this;
	}

	/**
	 * The replica is normal in a view.
	 * @param view the view
	 * @param commitNumber what it knows to be committed
	 * @return its report
	 */
	ReplicaReport normal(long view, long commitNumber) {
		this.lastNormalView = view;
		Role role = (this.configuration.primary(view) == this.life.memberId()) ? Role.PRIMARY : Role.BACKUP;
		return report(Status.NORMAL, role, view, commitNumber);
	}

	ReplicaReport viewChange(long view, long commitNumber) {
		return report(Status.VIEW_CHANGE, Role.NONE, view, commitNumber);
	}

	/**
	 * The replica is out and has nothing to do any more.
	 */
	ReplicaReport retired(long commitNumber) {
		return report(Status.RETIRED, Role.NONE, 0, commitNumber);
	}

	private ReplicaReport report(Status status, Role role, long view, long commit) {
		return new ReplicaReport(GROUP, this.life.memberId(), role, status, view, this.configuration.primary(view),
				opNumber(), commit, commit, this.configuration, this.configuration.size() / 2 + 1, 3, null, List.of(),
				0, opNumber() - commit, 0, 1, 0, CheckpointReport.NONE, null, 0, 0, 0, false,
				new GroupChange(this.configuration.epoch(), this.phase, List.of(), null), null, List.of());
	}

	ReplicaReport recovering() {
		return report(this.life.memberId(), Status.RECOVERING, Role.NONE, 0, 0, 0, 0);
	}

	@Override
	public UUID groupId() {
		return GROUP;
	}

	@Override
	public long incarnation() {
		return this.life.number();
	}

	@Override
	public long knownIncarnation(int memberId) {
		return this.knownIncarnation;
	}

	@Override
	public long epoch() {
		return this.configuration.epoch();
	}

	@Override
	public long lastNormalView() {
		return this.lastNormalView;
	}

	@Override
	public long opNumber() {
		return this.log.size();
	}

	@Override
	public long baseOpNumber() {
		return this.base;
	}

	@Override
	public Entry entry(long opNumber) {
		if (opNumber <= this.base) {
			throw new IllegalArgumentException("Op " + opNumber + " is gone");
		}
		return this.log.get((int) opNumber - 1);
	}

	@Override
	public History history() {
		List<History.Run> runs = new ArrayList<>();
		for (Entry entry : this.log) {
			if (!runs.isEmpty() && runs.get(runs.size() - 1).view() == entry.view()
					&& runs.get(runs.size() - 1).epoch() == entry.epoch()) {
				runs.remove(runs.size() - 1);
			}
			runs.add(new History.Run(entry.epoch(), entry.view(), entry.opNumber()));
		}
		return new History(runs);
	}

	@Override
	public long clientTableDigest() {
		return this.clientTable;
	}

	@Override
	public List<Object> variables() {
		return List.of(this.lastNormalView, this.log.size());
	}

	static Entry entry(long view, long op, String payload) {
		return entry(0, view, op, payload);
	}

	static Entry entry(long epoch, long view, long op, String payload) {
		return new Entry(epoch, view, op, op, Operation.COMMAND, CLIENT, 1, op, 0,
				payload.getBytes(StandardCharsets.UTF_8));
	}

	static Header header(int from, long view, long incarnation) {
		return header(0, from, view, incarnation);
	}

	static Header header(long epoch, int from, long view, long incarnation) {
		return new Header(GROUP, epoch, view, from, incarnation);
	}

	static ReplicaReport report(int memberId, Status status, Role role, long view, long op, long commit,
			long executed) {
		return new ReplicaReport(GROUP, memberId, role, status, view, MEMBERS.primary(view), op, commit, executed,
				MEMBERS, 2, 3, null, List.of(), 0, op - commit, 0, 1, 0, CheckpointReport.NONE, null, 0, 0, 0, false);
	}

}
