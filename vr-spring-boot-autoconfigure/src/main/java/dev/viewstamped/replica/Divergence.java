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
 * otherwise, nobody can tell. Versions of the application that write the same state in
 * other bytes are not compared: their digests differ whatever the states are.
 */
final class Divergence {

	/** More than one member can take while another takes one. */
	private static final int REMEMBERED = 64;

	private final ReplicaState state;

	/** The latest checkpoints of each member, this one included. */
	private final Map<Integer, Deque<Taken>> taken = new HashMap<>();

	private long count;

	/**
	 * A state that a member has come to, and how it was written.
	 */
	private record Taken(CheckpointId id, Digest format) {

		boolean differsFrom(@Nullable Taken other) {
			return other != null && this.format.equals(other.format) && !this.id.equals(other.id);
		}

	}

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
	 * This replica has come to a state.
	 */
	void taken(CheckpointId id, Digest format) {
		Taken own = new Taken(id, format);
		remember(this.state.self, own);
		for (Member member : this.state.configuration.members()) {
			countIfDifferent(own, find(member.memberId(), id.viewstamp()));
		}
		compare(own);
	}

	/**
	 * This replica has taken a state from elsewhere. It is compared if a member has told
	 * how it was written. What another version has written and this one reads is a
	 * mixture, which nobody else need have.
	 */
	void installed(CheckpointId id) {
		for (Member member : this.state.configuration.members()) {
			Taken theirs = find(member.memberId(), id.viewstamp());
			if (theirs != null && theirs.id().equals(id)) {
				taken(id, theirs.format());
				return;
			}
		}
	}

	/**
	 * Another member has come to a state.
	 */
	void on(CheckpointTaken message) {
		int from = message.header().from();
		Taken theirs = new Taken(message.checkpoint(), message.format());
		Viewstamp viewstamp = theirs.id().viewstamp();
		if (theirs.equals(find(from, viewstamp))) {
			return;
		}
		remember(from, theirs);
		Taken own = find(this.state.self, viewstamp);
		if (own != null) {
			countIfDifferent(own, theirs);
			compare(own);
		}
	}

	private void countIfDifferent(Taken own, @Nullable Taken theirs) {
		if (own.differsFrom(theirs)) {
			this.count++;
		}
	}

	private void compare(Taken own) {
		Map<Digest, List<Integer>> membersByDigest = new HashMap<>();
		for (Member member : this.state.configuration.members()) {
			Taken theirs = find(member.memberId(), own.id().viewstamp());
			if (theirs != null && own.differsFrom(theirs)) {
				membersByDigest.computeIfAbsent(theirs.id().digest(), (digest) -> new ArrayList<>())
					.add(member.memberId());
			}
		}
		membersByDigest.forEach((digest, members) -> {
			if (members.size() >= this.state.quorums.needed()) {
				stop(own.id(), digest, members);
			}
		});
	}

	private void stop(CheckpointId own, Digest digest, List<Integer> members) {
		this.state.stop(new Condition(Condition.DIVERGED, "After op " + own.opNumber()
				+ " the state of this replica has digest " + own.digest() + ", and that of members " + members
				+ ", a quorum, has " + digest + ". This replica serves nothing any more. The same commands have had "
				+ "different effects: look for a handler that reads a clock, random numbers, its environment or "
				+ "unordered collections, and for members that run different versions. Then call "
				+ "POST /actuator/vr/repair here: the replica takes the state of the others."));
	}

	private void remember(int memberId, Taken what) {
		Deque<Taken> latest = this.taken.computeIfAbsent(memberId, (member) -> new ArrayDeque<>());
		latest.removeIf((known) -> known.id().viewstamp().equals(what.id().viewstamp()));
		latest.addLast(what);
		if (latest.size() > REMEMBERED) {
			latest.removeFirst();
		}
	}

	private @Nullable Taken find(int memberId, Viewstamp viewstamp) {
		for (Taken known : Objects.requireNonNullElse(this.taken.get(memberId), new ArrayDeque<Taken>())) {
			if (known.id().viewstamp().equals(viewstamp)) {
				return known;
			}
		}
		return null;
	}

}
