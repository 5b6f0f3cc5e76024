package dev.viewstamped.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.CheckpointTaken;
import dev.viewstamped.message.Member;

import org.jspecify.annotations.Nullable;

/**
 * Compares the states that the members have come to: the same entries must have led to
 * the same state. A replica whose state differs from that of a quorum stops; who is wrong
 * otherwise, nobody can tell.
 */
final class Divergence {

	/** More than one member can take while another takes one. */
	private static final int REMEMBERED = 64;

	private final ReplicaState state;

	/** The latest checkpoints of each member, this one included. */
	private final Map<Integer, Deque<CheckpointId>> taken = new HashMap<>();

	private long count;

	Divergence(ReplicaState state) {
		this.state = state;
	}

	/**
	 * How often the state of another member was found to differ.
	 */
	long count() {
		return this.count;
	}

	/**
	 * This replica has come to a state, or has taken it from another member.
	 */
	void ownTaken(CheckpointId own) {
		remember(this.state.self, own);
		for (Member member : this.state.configuration.members()) {
			countIfDifferent(own, find(member.memberId(), own.viewstamp()));
		}
		compare(own);
	}

	/**
	 * Another member has come to a state.
	 */
	void on(CheckpointTaken message) {
		int from = message.header().from();
		CheckpointId theirs = message.checkpoint();
		if (theirs.equals(find(from, theirs.viewstamp()))) {
			return;
		}
		remember(from, theirs);
		CheckpointId own = find(this.state.self, theirs.viewstamp());
		if (own != null) {
			countIfDifferent(own, theirs);
			compare(own);
		}
	}

	private void countIfDifferent(CheckpointId own, @Nullable CheckpointId theirs) {
		if (theirs != null && !theirs.equals(own)) {
			this.count++;
		}
	}

	private void compare(CheckpointId own) {
		Map<Digest, List<Integer>> membersByDigest = new HashMap<>();
		for (Member member : this.state.configuration.members()) {
			CheckpointId theirs = find(member.memberId(), own.viewstamp());
			if (theirs != null && !theirs.equals(own)) {
				membersByDigest.computeIfAbsent(theirs.digest(), (digest) -> new ArrayList<>()).add(member.memberId());
			}
		}
		membersByDigest.forEach((digest, members) -> {
			if (members.size() >= this.state.quorums.needed()) {
				stop(own, digest, members);
			}
		});
	}

	private void stop(CheckpointId own, Digest digest, List<Integer> members) {
		this.state.stop(new Condition(Condition.DIVERGED, "After op " + own.opNumber()
				+ " the state of this replica has digest " + own.digest() + ", and that of members " + members
				+ ", a quorum, has " + digest + ". This replica serves nothing any more. The same commands have had "
				+ "different effects: look for a handler that reads a clock, random numbers, its environment or "
				+ "unordered collections, for members that run different versions, and for different settings of "
				+ "sessions. Then call POST /actuator/vr/repair here: the replica takes the state of the others."));
	}

	private void remember(int memberId, CheckpointId id) {
		Deque<CheckpointId> latest = this.taken.computeIfAbsent(memberId, (member) -> new ArrayDeque<>());
		latest.removeIf((known) -> known.viewstamp().equals(id.viewstamp()));
		latest.addLast(id);
		if (latest.size() > REMEMBERED) {
			latest.removeFirst();
		}
	}

	private @Nullable CheckpointId find(int memberId, Viewstamp viewstamp) {
		for (CheckpointId id : Objects.requireNonNullElse(this.taken.get(memberId), new ArrayDeque<CheckpointId>())) {
			if (id.viewstamp().equals(viewstamp)) {
				return id;
			}
		}
		return null;
	}

}
