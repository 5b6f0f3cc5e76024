package dev.viewstamped.runtime;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Standby;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlaceWatchTests {

	private static final Membership MEMBERSHIP = new Membership(
			new Configuration(2, List.of(new Member(2, "c:1"), new Member(3, "d:1"), new Member(4, "e:1"))),
			List.of(0L, 0L, 0L), null, Viewstamp.ZERO, List.of(new Standby(5, "f:1", new UUID(1, 1), 0)), 6, 2);

	private static final GroupLocation LOCATION = new GroupLocation(new UUID(3, 3), MEMBERSHIP, 0);

	@Test
	void memberIsFoundByIdThenByAddress() {
		assertThat(Places.member(MEMBERSHIP, 2, "moved:1")).isEqualTo(2);
		assertThat(Places.member(MEMBERSHIP, 0, "e:1")).isEqualTo(4);
		assertThat(Places.member(MEMBERSHIP, 0, "a:1")).isEqualTo(Places.NONE);
		assertThat(Places.member(MEMBERSHIP, 5, "f:1")).isEqualTo(Places.NONE);
	}

	@Test
	void othersAreMembersAndStandbysWithoutOneself() {
		assertThat(Places.others(MEMBERSHIP, 3)).containsExactly(new Member(2, "c:1"), new Member(4, "e:1"),
				new Member(5, "f:1"));
	}

	@Test
	void replicaWithoutPlaceIsRetiredAndSaysWhereTheGroupIs() {
		PlaceWatch watch = new PlaceWatch(0, "a:1", false);
		ReplicaReport waiting = ConditionReportTests.replica(Status.RECOVERING, 1, null);
		assertThat(watch.report(waiting)).isSameAs(waiting);
		assertThat(watch.moved(LOCATION)).isEqualTo(Places.NONE);
		ReplicaReport report = watch.report(waiting);
		assertThat(report.status()).isEqualTo(Status.RETIRED);
		Condition condition = Objects.requireNonNull(report.condition());
		assertThat(condition.code()).isEqualTo(Condition.RETIRED);
		assertThat(condition.message()).isEqualTo("a:1 is not a member of the group any more. In epoch 2 the group is "
				+ "at c:1, d:1, e:1. Stop this process, or start it with vr.join=c:1,d:1,e:1 in place of vr.members "
				+ "for it to ask for a new place");
		assertThat(watch.isLost(report)).isFalse();
	}

	@Test
	void replicaThatAsksForItsPlaceIsLostUnlessItWasMemberSinceItStarted() {
		PlaceWatch watch = new PlaceWatch(0, "a:1", true);
		assertThat(watch.isLost(ConditionReportTests.replica(Status.VIEW_CHANGE, 1, null))).isFalse();
		assertThat(watch.isLost(ConditionReportTests.replica(Status.RETIRED, 1, null))).isTrue();
		assertThat(watch.isLost(ConditionReportTests.replica(Status.NORMAL, 3, null))).isFalse();
		assertThat(watch.isLost(ConditionReportTests.replica(Status.RETIRED, 1, null))).isFalse();
	}

}
