package dev.viewstamped.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.LocateGroup;
import dev.viewstamped.message.LocatePrimary;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Request;

/**
 * Records what is sent; a test decides what is connected and what is taken.
 */
class ScriptedNetwork implements ClientNetwork {

	private final int seeds;

	private boolean[] connected;

	private boolean[] accepting;

	private int[] members;

	private final Deque<Sent> requests = new ArrayDeque<>();

	private final List<Integer> located = new ArrayList<>();

	private final List<Integer> groupLocated = new ArrayList<>();

	private final List<List<Integer>> followed = new ArrayList<>();

	private final List<Request> everything = new ArrayList<>();

	private BiConsumer<Integer, ClientMessage> responder = (target, message) -> {
	};

	ScriptedNetwork(int targets) {
		this.seeds = targets;
		this.connected = new boolean[targets];
		this.accepting = new boolean[targets];
		Arrays.fill(this.connected, true);
		Arrays.fill(this.accepting, true);
		this.members = new int[targets];
		Arrays.setAll(this.members, (target) -> (targets > 1) ? target : -1);
	}

	@Override
	public int targets() {
		return this.connected.length;
	}

	@Override
	public boolean isConnected(int target) {
		return this.connected[target];
	}

	@Override
	public int memberId(int target) {
		return this.members[target];
	}

	@Override
	public boolean send(int target, ClientMessage message) {
		if (!this.connected[target] || !this.accepting[target]) {
			return false;
		}
		if (message instanceof LocatePrimary) {
			this.located.add(target);
		}
		else if (message instanceof LocateGroup) {
			this.groupLocated.add(target);
		}
		else {
			this.requests.addLast(new Sent(target, message));
		}
		if (message instanceof Request request && request.operation() == Operation.COMMAND) {
			this.everything.add(request);
		}
		this.responder.accept(target, message);
		return true;
	}

	/**
	 * Connects a new target to each member that is at none, and parts from members that
	 * are gone.
	 */
	@Override
	public void follow(List<Member> wanted) {
		List<Integer> ids = wanted.stream().map(Member::memberId).toList();
		this.followed.add(ids);
		for (int target = this.seeds; target < this.members.length; target++) {
			this.connected[target] = ids.contains(this.members[target]);
		}
		for (int id : ids) {
			if (Arrays.stream(this.members).noneMatch((known) -> known == id)) {
				int target = this.members.length;
				this.members = Arrays.copyOf(this.members, target + 1);
				this.connected = Arrays.copyOf(this.connected, target + 1);
				this.accepting = Arrays.copyOf(this.accepting, target + 1);
				this.members[target] = id;
				this.connected[target] = true;
				this.accepting[target] = true;
			}
		}
	}

	void connect(int target, boolean connected) {
		this.connected[target] = connected;
	}

	/**
	 * Say which member is at which target.
	 * @param memberIds the members in the order of the targets
	 */
	void members(int... memberIds) {
		System.arraycopy(memberIds, 0, this.members, 0, memberIds.length);
	}

	void accept(int target, boolean accepting) {
		this.accepting[target] = accepting;
	}

	void respond(BiConsumer<Integer, ClientMessage> responder) {
		this.responder = responder;
	}

	/**
	 * The next message sent, without what is asked only to find the way.
	 * @return the message
	 */
	Sent next() {
		return this.requests.removeFirst();
	}

	boolean isQuiet() {
		return this.requests.isEmpty();
	}

	void forget() {
		this.requests.clear();
	}

	List<Integer> located() {
		return this.located;
	}

	/**
	 * The targets that were asked where the group is.
	 * @return the targets, which may be forgotten
	 */
	List<Integer> groupLocated() {
		return this.groupLocated;
	}

	/**
	 * The members that were to be followed, at each call.
	 * @return their ids
	 */
	List<List<Integer>> followed() {
		return this.followed;
	}

	List<Request> everyCommand() {
		return this.everything;
	}

	record Sent(int target, ClientMessage message) {

		Request request() {
			return (Request) this.message;
		}

		QueryRequest query() {
			return (QueryRequest) this.message;
		}

	}

}
