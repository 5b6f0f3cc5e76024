package dev.viewstamped.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.viewstamped.message.Consent;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Hello;
import dev.viewstamped.message.HelloResponse;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Propose;
import dev.viewstamped.message.Standing;
import dev.viewstamped.message.Withdraw;

import org.jspecify.annotations.Nullable;

/**
 * First boot, which the paper leaves out. A process without state cannot tell by itself
 * whether the group is new or has lost a member's state. So a new group is formed only
 * when every member, freshly asked by every other one, has no state and consents: the
 * member with the lowest id proposes, and a consent is bound to the very processes that
 * were asked. A member whose disk shows that it has had a state never consents.
 */
final class Genesis {

	private final ReplicaState state;

	private final Runnable whenFormed;

	private final int coordinator;

	/** Marks the answers to the latest question. */
	private UUID nonce;

	private final Map<Integer, HelloResponse> answers = new HashMap<>();

	/** The latest answer of each member to any question of this process. */
	private final Map<Integer, HelloResponse> latest = new HashMap<>();

	/** The coordinator's latest question. */
	private @Nullable UUID questionAnswered;

	/** The token of the answer to it. */
	private @Nullable UUID tokenGiven;

	/** The group that this process has consented to. */
	private @Nullable UUID pending;

	/** The proposal of this process, if it is the coordinator. */
	private @Nullable Propose proposal;

	private final Set<Integer> consents = new HashSet<>();

	private long askedNanos;

	private long sentNanos;

	private long proposedNanos;

	private boolean formed;

	Genesis(ReplicaState state, Runnable whenFormed) {
		this.state = state;
		this.whenFormed = whenFormed;
		this.coordinator = state.configuration.members().get(0).memberId();
		this.nonce = state.randomId();
		this.askedNanos = state.nowNanos - state.options.viewChangeTimeoutNanos();
	}

	/**
	 * Whether this process took part in forming the group.
	 */
	boolean hasFormed() {
		return this.formed;
	}

	/**
	 * Whether this process must take no other way into a group: it has consented to one,
	 * or has proposed one.
	 */
	boolean isBound() {
		return this.pending != null || this.proposal != null;
	}

	/**
	 * What each member said last, by member id.
	 */
	Map<Integer, HelloResponse> latestAnswers() {
		return this.latest;
	}

	void tick() {
		if (this.state.configuration.size() == 1) {
			if (this.state.mayForm()) {
				form(this.state.randomId());
			}
			return;
		}
		Propose current = this.proposal;
		if (current == null) {
			tickQuestion();
		}
		else if (hasPassed(this.proposedNanos, this.state.options.viewChangeTimeoutNanos())) {
			withdraw(current);
		}
		else if (hasPassed(this.sentNanos, this.state.options.heartbeatIntervalNanos())) {
			this.sentNanos = this.state.nowNanos;
			this.state.broadcast(current);
		}
	}

	private void tickQuestion() {
		if (hasPassed(this.askedNanos, this.state.options.viewChangeTimeoutNanos())) {
			ask();
		}
		else if (hasPassed(this.sentNanos, 2 * this.state.options.heartbeatIntervalNanos())) {
			sendHello();
		}
	}

	private boolean hasPassed(long sinceNanos, long durationNanos) {
		return this.state.nowNanos - sinceNanos >= durationNanos;
	}

	private void ask() {
		this.askedNanos = this.state.nowNanos;
		this.nonce = this.state.randomId();
		this.answers.clear();
		sendHello();
	}

	private void sendHello() {
		this.sentNanos = this.state.nowNanos;
		for (Member member : this.state.configuration.members()) {
			int memberId = member.memberId();
			if (memberId != this.state.self && !this.answers.containsKey(memberId)) {
				this.state.send(memberId, new Hello(this.state.header(), this.state.options.boot(), this.nonce));
			}
		}
	}

	void on(Hello message) {
		int from = message.header().from();
		this.state.send(from,
				new HelloResponse(header(groupOrPending()), message.nonce(), this.state.options.boot(),
						(from == this.coordinator) ? token(message.nonce()) : this.state.randomId(), standing(),
						this.state.mayForm()));
	}

	/**
	 * One token for a question that is repeated: on a slow network the coordinator
	 * repeats it before the first answer has reached it.
	 */
	private UUID token(UUID question) {
		UUID token = this.tokenGiven;
		if (token == null || !question.equals(this.questionAnswered)) {
			token = this.state.randomId();
			this.questionAnswered = question;
			this.tokenGiven = token;
		}
		return token;
	}

	void on(HelloResponse message) {
		if (this.state.status() != Status.RECOVERING || !message.nonce().equals(this.nonce)) {
			return;
		}
		int from = message.header().from();
		this.answers.put(from, message);
		this.latest.put(from, message);
		Propose current = this.proposal;
		if (current != null && message.standing() == Standing.FORMED) {
			withdraw(current);
		}
		else if (current == null && this.state.self == this.coordinator && standing() == Standing.BLANK
				&& allMayForm(this.answers) && this.answers.size() == this.state.configuration.size() - 1) {
			propose();
		}
	}

	void on(Propose message) {
		UUID group = message.header().groupId();
		if (message.header().from() != this.coordinator || this.state.status() != Status.RECOVERING) {
			return;
		}
		if (!group.equals(this.pending)) {
			int index = indexOf(this.state.self);
			boolean meant = message.boots().size() == this.state.configuration.size()
					&& message.tokens().size() == this.state.configuration.size()
					&& message.boots().get(index).equals(this.state.options.boot())
					&& message.tokens().get(index).equals(this.tokenGiven);
			boolean askedAll = this.latest.size() == this.state.configuration.size() - 1 && allMayForm(this.latest);
			if (!meant || !askedAll) {
				return;
			}
			this.pending = group;
		}
		this.state.send(this.coordinator, new Consent(header(group)));
	}

	void on(Consent message) {
		Propose current = this.proposal;
		if (current != null && message.header().groupId().equals(current.header().groupId())) {
			this.consents.add(message.header().from());
			if (this.consents.size() == this.state.configuration.size() - 1) {
				this.proposal = null;
				form(current.header().groupId());
			}
		}
	}

	void on(Withdraw message) {
		if (message.header().groupId().equals(this.pending)) {
			this.pending = null;
		}
	}

	/**
	 * A member that has state was heard in the group that this process consented to: the
	 * group was formed.
	 * @return whether this process is now in it
	 */
	boolean joinIfPending(UUID group) {
		if (!group.equals(this.pending)) {
			return false;
		}
		form(group);
		return true;
	}

	private void propose() {
		UUID group = this.state.randomId();
		List<UUID> boots = new ArrayList<>();
		List<UUID> tokens = new ArrayList<>();
		for (Member member : this.state.configuration.members()) {
			HelloResponse answer = this.answers.get(member.memberId());
			boots.add((answer != null) ? answer.boot() : this.state.options.boot());
			tokens.add((answer != null) ? answer.token() : Header.NO_GROUP);
		}
		Propose made = new Propose(header(group), boots, tokens);
		this.proposal = made;
		this.consents.clear();
		this.proposedNanos = this.state.nowNanos;
		this.sentNanos = this.state.nowNanos;
		this.state.broadcast(made);
	}

	private void withdraw(Propose current) {
		this.proposal = null;
		this.state.broadcast(new Withdraw(current.header()));
		ask();
	}

	/** The processes that form a group are the first lives of its members. */
	private void form(UUID group) {
		this.pending = null;
		this.formed = true;
		this.state.join(group, 0, CrashVector.of(new long[this.state.configuration.maxMemberId() + 1]));
		this.state.becomeNormal(0);
		this.state.durability.promise();
		this.whenFormed.run();
	}

	private boolean allMayForm(Map<Integer, HelloResponse> of) {
		return this.state.mayForm()
				&& of.values().stream().allMatch((answer) -> answer.standing() != Standing.FORMED && answer.mayForm());
	}

	private Standing standing() {
		if (this.state.status() != Status.RECOVERING) {
			return Standing.FORMED;
		}
		return (this.pending != null) ? Standing.PENDING : Standing.BLANK;
	}

	private UUID groupOrPending() {
		UUID current = this.pending;
		if (this.state.status() != Status.RECOVERING) {
			return this.state.groupId();
		}
		return (current != null) ? current : Header.NO_GROUP;
	}

	private Header header(UUID group) {
		return new Header(group, this.state.epoch(), 0, this.state.self, this.state.incarnation());
	}

	private int indexOf(int memberId) {
		int[] ids = this.state.configuration.members().stream().mapToInt(Member::memberId).toArray();
		return Arrays.binarySearch(ids, memberId);
	}

}
