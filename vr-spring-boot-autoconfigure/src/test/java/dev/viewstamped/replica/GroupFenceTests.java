package dev.viewstamped.replica;

import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Header;
import dev.viewstamped.message.Hello;
import dev.viewstamped.message.Ping;
import dev.viewstamped.simulator.naive.NaiveRule;

import static dev.viewstamped.replica.DirectGroup.TIMEOUT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GroupFence}: processes of two groups of the same members, on one
 * network. A member's address leads to one process at a time.
 */
class GroupFenceTests {

	private static final int OLD_BOOT = 3;

	private final DirectGroup group = new DirectGroup();

	@Test
	void processOfAnEarlierGroupThatComesBackStops() {
		Replica old = formTwoGroups();
		UUID first = old.report().groupId();
		Replica replacement = this.group.at(2);
		UUID second = replacement.report().groupId();
		assertThat(second).isNotEqualTo(first);

		this.group.resume(old);
		this.group.run(5 * TIMEOUT_NANOS);

		assertThat(old.report().status()).isEqualTo(Status.STOPPED);
		assertThat(old.report().condition()).satisfies((condition) -> {
			assertThat(condition.code()).isEqualTo(Condition.GROUP_MISMATCH);
			assertThat(condition.message()).contains(first.toString(), second.toString(), "Restart this replica");
		});
		for (int id = 0; id < 3; id++) {
			Replica replica = this.group.at(id);
			assertThat(replica.report().available()).isTrue();
			assertThat(replica.report().groupId()).isEqualTo(second);
		}
	}

	@Test
	void membersOfAFormedGroupGoOnWhenAnAddressLeadsToTheEarlierGroup() {
		Replica old = formTwoGroups();
		UUID second = this.group.at(0).report().groupId();

		this.group.pause(this.group.at(2));
		this.group.leadTo(2, OLD_BOOT);
		this.group.resume(old);
		this.group.run(5 * TIMEOUT_NANOS);

		assertThat(old.report().status()).isEqualTo(Status.STOPPED);
		assertThat(this.group.at(0).report().available()).isTrue();
		assertThat(this.group.at(1).report().available()).isTrue();
		assertThat(this.group.at(0).report().groupId()).isEqualTo(second);
		assertThat(this.group.at(0).report().dropped()).isPositive();
	}

	@Test
	void memberThatReachesAQuorumGoesOnWhileItHearsAnotherGroup() {
		Replica replica = formGroup();
		this.group.pause(this.group.at(2));

		hearForeign(replica, 5 * TIMEOUT_NANOS);

		assertThat(replica.report().available()).isTrue();
	}

	@Test
	void memberWithoutAQuorumGoesOnUntilItHasHeardAnotherGroupForTheTimeout() {
		Replica replica = formGroup();
		this.group.pause(this.group.at(1));
		this.group.pause(this.group.at(2));
		this.group.run(2 * TIMEOUT_NANOS);

		hearForeign(replica, TIMEOUT_NANOS / 2);
		assertThat(replica.report().condition())
			.satisfies((condition) -> assertThat(condition.code()).isEqualTo(Condition.NO_QUORUM));

		hearForeign(replica, TIMEOUT_NANOS);
		assertThat(replica.report().condition())
			.satisfies((condition) -> assertThat(condition.code()).isEqualTo(Condition.GROUP_MISMATCH));
	}

	@Test
	void timeBeforeAQuorumWasReachedDoesNotCount() {
		Replica replica = formGroup();
		Replica one = this.group.at(1);
		this.group.pause(one);
		this.group.pause(this.group.at(2));
		this.group.run(2 * TIMEOUT_NANOS);
		hearForeign(replica, TIMEOUT_NANOS / 2);
		this.group.resume(one);
		this.group.run(TIMEOUT_NANOS);
		this.group.pause(one);
		this.group.run(2 * TIMEOUT_NANOS);

		hearForeign(replica, TIMEOUT_NANOS / 2);

		assertThat(replica.report().condition())
			.satisfies((condition) -> assertThat(condition.code()).isEqualTo(Condition.NO_QUORUM));
	}

	@Test
	void memberThatSaysThatItHasNoStateIsNotReachedAnyMore() {
		Replica replica = formGroup();
		assertThat(replica.report().quorumReachable()).isEqualTo(3);

		this.group.pause(this.group.at(2));
		replica.onMessage(new Hello(new Header(Header.NO_GROUP, 0, 0, 2, 0), new UUID(0, 99), new UUID(0, 100)));

		assertThat(replica.report().quorumReachable()).isEqualTo(2);
	}

	@Test
	void stoppingAtOnceIsCaught() {
		NaiveRule.in("replica/GroupFence",
				"this.state.nowNanos - this.foreignSinceNanos >= this.state.options.viewChangeTimeoutNanos()", "true")
			.isCaughtBy(getClass(), "memberWithoutAQuorumGoesOnUntilItHasHeardAnotherGroupForTheTimeout",
					Condition.GROUP_MISMATCH);
	}

	@Test
	void stoppingWhileAQuorumIsReachedIsCaught() {
		NaiveRule
			.in("replica/GroupFence",
					"if (this.contacts.reachable() >= this.state.quorums.needed()) { this.foreignSinceNanos = NEVER; } "
							+ "else if (this.foreignSinceNanos == NEVER)",
					"if (this.foreignSinceNanos == NEVER)")
			.and("replica/GroupFence", "if (this.foreignSinceNanos != NEVER && this.contacts",
					"if (false && this.contacts")
			.isCaughtBy(getClass(), "memberThatReachesAQuorumGoesOnWhileItHearsAnotherGroup", "true");
	}

	@Test
	void countingTheTimeBeforeAQuorumWasReachedIsCaught() {
		NaiveRule
			.in("replica/GroupFence", "if (this.foreignSinceNanos != NEVER && this.contacts",
					"if (false && this.contacts")
			.isCaughtBy(getClass(), "timeBeforeAQuorumWasReachedDoesNotCount", Condition.GROUP_MISMATCH);
	}

	@Test
	void reachingMembersWithoutStateIsCaught() {
		NaiveRule
			.in("replica/Contacts",
					"this.blankNanos[memberId] = this.state.nowNanos; this.heardNanos[memberId] = NEVER;",
					"this.blankNanos[memberId] = this.state.nowNanos;")
			.isCaughtBy(getClass(), "memberThatSaysThatItHasNoStateIsNotReachedAnyMore", "3");
	}

	private Replica formGroup() {
		Replica replica = this.group.start(0);
		this.group.start(1);
		this.group.start(2);
		this.group.run(5 * TIMEOUT_NANOS);
		assertThat(replica.report().available()).isTrue();
		return replica;
	}

	/**
	 * Member 2's address leads to a process of another group.
	 */
	private void hearForeign(Replica replica, long durationNanos) {
		for (long passed = 0; passed < durationNanos; passed += TIMEOUT_NANOS / 10) {
			replica.onMessage(new Ping(new Header(new UUID(7, 7), 0, 0, 2, 0), true, 0));
			this.group.run(TIMEOUT_NANOS / 10);
		}
	}

	/**
	 * @return what was member 2 of the first group, and has not run since the second one
	 * was formed
	 */
	private Replica formTwoGroups() {
		this.group.start(0);
		this.group.start(1);
		Replica old = this.group.start(2);
		this.group.run(5 * TIMEOUT_NANOS);
		assertThat(old.report().status()).isEqualTo(Status.NORMAL);
		this.group.pauseAll();
		this.group.start(0);
		this.group.start(1);
		this.group.start(2);
		this.group.run(5 * TIMEOUT_NANOS);
		assertThat(this.group.at(2).report().status()).isEqualTo(Status.NORMAL);
		return old;
	}

}
