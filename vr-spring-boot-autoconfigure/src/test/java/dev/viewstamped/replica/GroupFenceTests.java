package dev.viewstamped.replica;

import java.util.UUID;

import org.junit.jupiter.api.Test;

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
			assertThat(condition.message()).contains(first.toString(), second.toString(), "Restart it");
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
