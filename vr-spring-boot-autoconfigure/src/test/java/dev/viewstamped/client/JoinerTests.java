package dev.viewstamped.client;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

import dev.viewstamped.client.ScriptedNetwork.Sent;
import dev.viewstamped.message.GroupFound;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Join;
import dev.viewstamped.message.Standby;
import dev.viewstamped.replica.Time;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Joiner}.
 */
class JoinerTests {

	private static final long MILLI = ClientFixture.MILLI;

	private static final UUID GROUP = ClientFixture.GROUP;

	private static final UUID BOOT = new UUID(5, 5);

	private static final String ADDRESS = "new:9000";

	private final ScriptedNetwork network = new ScriptedNetwork(3);

	private long nanos = Long.MAX_VALUE - 1000 * MILLI;

	private final Joiner joiner = joiner(ADDRESS);

	@Test
	void everybodyReachedIsAskedWhereTheGroupIs() {
		assertThat(this.joiner.waitingFor()).contains("to hear where the group is from 3");
		this.network.connect(1, false);
		advance(1);
		assertThat(this.network.groupLocated()).containsExactly(0, 2);
		advance(200);
		assertThat(this.network.groupLocated()).containsExactly(0, 2, 0, 2);
		assertThat(this.network.isQuiet()).isTrue();
	}

	@Test
	void waitingForSaysThatNobodyIsReached() {
		for (int target = 0; target < 3; target++) {
			this.network.connect(target, false);
		}
		advance(1000);
		assertThat(this.joiner.waitingFor())
			.isEqualTo("Waiting for a member of the group to be reached at one of 3 addresses");
	}

	@Test
	void primaryIsAskedToTakeInAndTheIdEndsIt() {
		advance(1);
		found(0, Groups.location(GROUP, 0, 4, 0, 1, 2));
		advance(1);
		Sent sent = this.network.next();
		assertThat(sent.target()).isEqualTo(1);
		assertThat(sent.message()).isEqualTo(new Join(identity(), ADDRESS, BOOT));
		assertThat(this.joiner.waitingFor()).contains("epoch 0", "host0:9000", "take in new:9000", "asked 1 time(s)");
		assertThat(this.joiner.joined()).isNull();
		GroupLocation location = Groups.location(GROUP, 0, 4, List.of(new Standby(3, ADDRESS, BOOT, 0)), 0, 1, 2);
		found(1, location);
		assertThat(this.joiner.joined()).isEqualTo(new Joiner.Joined(location, 3, true));
		this.network.groupLocated().clear();
		advance(1000);
		assertThat(this.network.groupLocated()).isEmpty();
		assertThat(this.network.isQuiet()).isTrue();
	}

	@Test
	void othersAreAskedToPassItOnInTurn() {
		advance(1);
		found(0, Groups.location(GROUP, 0, 1, 0, 1, 2));
		advance(1000);
		assertThat(targetsAsked()).startsWith(1, 0, 1, 1, 1).allMatch((target) -> target < 3);
		this.network.connect(1, false);
		advance(800);
		assertThat(targetsAsked()).contains(0, 2).doesNotContain(1);
	}

	@Test
	void standbyOfAnEarlierProcessAtTheAddressDoesNotEndIt() {
		advance(1);
		found(0, Groups.location(GROUP, 0, 0, List.of(new Standby(3, ADDRESS, new UUID(6, 6), 0)), 0, 1, 2));
		assertThat(this.joiner.joined()).isNull();
		advance(1);
		assertThat(this.network.next().message()).isInstanceOf(Join.class);
		found(0, Groups.location(GROUP, 0, 0, List.of(new Standby(3, ADDRESS, BOOT, 1)), 0, 1, 2));
		assertThat(this.joiner.joined()).extracting(Joiner.Joined::memberId).isEqualTo(3);
	}

	@Test
	void groupIsFollowedToItsLatestMembers() {
		advance(1);
		found(0, Groups.location(GROUP, 1, 0, 2, 3, 4));
		assertThat(this.network.followed()).containsExactly(List.of(2, 3, 4));
		found(3, Groups.location(GROUP, 2, 0, 5, 6, 7));
		found(0, Groups.location(GROUP, 1, 9, 2, 3, 4));
		assertThat(this.network.followed()).containsExactly(List.of(2, 3, 4), List.of(5, 6, 7));
		advance(1);
		assertThat(this.network.memberId(this.network.next().target())).isEqualTo(5);
	}

	@Test
	void addressOfAMemberEndsItOnceAllThatAreReachedHaveTold() {
		Joiner member = joiner("host1:9000");
		this.network.connect(1, false);
		tick(member, 1);
		GroupLocation location = Groups.location(GROUP, 0, 4, 0, 1, 2);
		tell(member, 0, location);
		assertThat(member.joined()).isNull();
		tell(member, 2, location);
		assertThat(member.joined()).isEqualTo(new Joiner.Joined(location, 1, false));
	}

	@Test
	void addressOfAMemberEndsItThoughAnotherMemberIsSilent() {
		Joiner member = joiner("host1:9000");
		tick(member, 1);
		tell(member, 0, Groups.location(GROUP, 0, 4, 0, 1, 2));
		tick(member, 250);
		assertThat(member.joined()).extracting(Joiner.Joined::memberId).isEqualTo(1);
		assertThat(this.network.isQuiet()).as("asks not to be taken in").isTrue();
	}

	/**
	 * None of the members that it knows is reached.
	 */
	@Test
	void replicaThatWasReplacedLongAgoIsContradicted() {
		Joiner member = joiner("host6:9000");
		tick(member, 1);
		tell(member, 2, Groups.location(GROUP, 4, 0, 5, 6, 7));
		assertThat(member.joined()).isNull();
		tell(member, 0, Groups.location(GROUP, 17, 0, 0, 1, 8));
		tick(member, 250);
		assertThat(member.joined()).isNull();
		assertThat(this.network.next().message()).isInstanceOf(Join.class);
	}

	@Test
	void replicaThatIsBehindIsContradicted() {
		Joiner member = joiner("host1:9000");
		tick(member, 1);
		tell(member, 0, Groups.location(GROUP, 0, 4, 0, 1, 2));
		tell(member, 2, Groups.location(GROUP, 1, 0, 0, 2, 3));
		tick(member, 250);
		assertThat(member.joined()).isNull();
		assertThat(this.network.next().message()).isInstanceOf(Join.class);
	}

	@Test
	void noGroupAndOtherClientsAnswersAreIgnored() {
		advance(1);
		found(0, Groups.location(Header.NO_GROUP, 0, 0, 0, 1, 2));
		this.joiner.onMessage(0, new GroupFound(new UUID(9, 9), Groups.location(GROUP, 0, 0, 0, 1, 2)));
		advance(1000);
		assertThat(this.network.isQuiet()).isTrue();
	}

	@Test
	void groupIsNotLeftForAnotherWhileItIsHeard() {
		advance(1);
		found(0, Groups.location(GROUP, 0, 0, 0, 1, 2));
		found(1, Groups.location(ClientFixture.OTHER_GROUP, 5, 0, 7, 8, 9));
		assertThat(this.network.followed()).containsExactly(List.of(0, 1, 2));
		advance(6000);
		found(1, Groups.location(ClientFixture.OTHER_GROUP, 5, 0, 7, 8, 9));
		assertThat(this.network.followed()).last().isEqualTo(List.of(7, 8, 9));
	}

	private Joiner joiner(String address) {
		return new Joiner(this.network, new Time() {

			@Override
			public long monotonicNanos() {
				return JoinerTests.this.nanos;
			}

			@Override
			public long wallClockNanos() {
				throw new IllegalStateException("A joiner needs no wall clock");
			}

		}, new SplittableRandom(1), address, BOOT);
	}

	private void advance(long millis) {
		tick(this.joiner, millis);
	}

	private void tick(Joiner joiner, long millis) {
		for (long i = 0; i < millis; i++) {
			this.nanos += MILLI;
			joiner.tick();
		}
	}

	private void found(int target, GroupLocation location) {
		tell(this.joiner, target, location);
	}

	private void tell(Joiner joiner, int target, GroupLocation location) {
		joiner.onMessage(target, new GroupFound(identity(), location));
	}

	private List<Integer> targetsAsked() {
		List<Integer> targets = new ArrayList<>();
		while (!this.network.isQuiet()) {
			targets.add(this.network.next().target());
		}
		return targets;
	}

	private static UUID identity() {
		SplittableRandom random = new SplittableRandom(1);
		return new UUID(random.nextLong(), random.nextLong());
	}

}
