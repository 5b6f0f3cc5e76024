package dev.viewstamped.runtime;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.CheckpointReport;
import dev.viewstamped.replica.Condition;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.storage.StorageReport;
import dev.viewstamped.transport.TransportCounters;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class NodeWatchTests {

	private static final Log logger = LogFactory.getLog(NodeWatchTests.class);

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final Condition RECOVERING = new Condition(Condition.RECOVERING, "Waiting for the other members");

	private static final Condition NO_QUORUM = new Condition(Condition.NO_QUORUM, "Waiting for 1 more");

	private final NodeWatch watch = new NodeWatch(logger, SECOND);

	@Test
	void recoveryIsNoWarningBeforeItTakesLong(CapturedOutput output) {
		this.watch.accept(report(3, RECOVERING), 0);
		this.watch.accept(report(3, RECOVERING), SECOND - 1);
		assertThat(output).doesNotContain("Waiting");
		this.watch.accept(report(3, RECOVERING), SECOND);
		this.watch.accept(report(3, RECOVERING), 10 * SECOND - 1);
		String line = "Member 0 of group 'config': recovering: Waiting for the other members";
		assertThat(lines(output, line)).singleElement().asString().contains("INFO");
		this.watch.accept(report(3, RECOVERING), 10 * SECOND);
		this.watch.accept(report(3, RECOVERING), 99 * SECOND);
		assertThat(lines(output, line)).hasSize(2).last().asString().contains("WARN");
		this.watch.accept(report(3, null), 100 * SECOND);
		this.watch.accept(report(3, null), 101 * SECOND);
		assertThat(lines(output, "Member 0 of group 'config': 'recovering' is over")).hasSize(1);
	}

	@Test
	void progressIsLoggedOncePerSecond(CapturedOutput output) {
		for (int percent = 0; percent < 100; percent++) {
			this.watch.accept(report(3, new Condition(Condition.RECOVERING, percent + " %")), percent * SECOND / 10);
		}
		List<String> lines = lines(output, "Member 0 of group 'config': recovering: ");
		assertThat(lines).hasSize(9);
		assertThat(lines.get(0)).endsWith("recovering: 10 %");
		assertThat(lines.get(8)).endsWith("recovering: 90 %").contains("INFO");
		this.watch.accept(report(3, new Condition(Condition.RECOVERING, "99 %")), 300 * SECOND);
		this.watch.accept(report(3, new Condition(Condition.RECOVERING, "99 %")), 400 * SECOND);
		assertThat(lines(output, "recovering: 99 %")).hasSize(1);
	}

	@Test
	void silenceOfOthersIsNoProgress(CapturedOutput output) {
		for (int second = 0; second < 9; second++) {
			Condition shown = new Condition(Condition.RECOVERING,
					"Waiting. Not in contact: b (no answer for " + second);
			NodeReport report = report(3, RECOVERING);
			this.watch.accept(new NodeReport(report.group(), report.replica(), -1, shown, report.links(),
					report.counters(), null), second * SECOND);
		}
		assertThat(lines(output, "Not in contact")).hasSize(1);
	}

	@Test
	void conditionIsOverAlsoWhenAnotherOneCameBetween(CapturedOutput output) {
		this.watch.accept(report(3, RECOVERING), 0);
		this.watch.accept(report(3, RECOVERING), SECOND);
		this.watch.accept(report(3, NO_QUORUM), SECOND + 1);
		this.watch.accept(report(3, null), SECOND + 2);
		assertThat(lines(output, "'recovering' is over")).hasSize(1);
		assertThat(output).doesNotContain("no-quorum");
	}

	@Test
	void conditionThatFollowsAnotherOneEndsIt(CapturedOutput output) {
		this.watch.accept(report(3, RECOVERING), 0);
		this.watch.accept(report(3, RECOVERING), SECOND);
		this.watch.accept(report(3, NO_QUORUM), SECOND + 1);
		this.watch.accept(report(3, NO_QUORUM), 3 * SECOND);
		assertThat(lines(output, "'recovering' is over")).hasSize(1);
		assertThat(lines(output, "Member 0 of group 'config': no-quorum: Waiting for 1 more")).singleElement()
			.asString()
			.contains("WARN");
		this.watch.accept(report(3, null), 4 * SECOND);
		assertThat(lines(output, "'no-quorum' is over")).hasSize(1);
		assertThat(lines(output, "'recovering' is over")).hasSize(1);
	}

	@Test
	void shortConditionIsNotLogged(CapturedOutput output) {
		this.watch.accept(report(3, NO_QUORUM), 0);
		this.watch.accept(report(3, null), SECOND - 1);
		assertThat(output).doesNotContain("no-quorum");
	}

	@Test
	void clientIsNamedAsOne(CapturedOutput output) {
		NodeReport report = new NodeReport("config", null, -1, NO_QUORUM, List.of(), new TransportCounters(0, 0, 0, 0),
				null);
		this.watch.accept(report, 0);
		this.watch.accept(report, SECOND);
		assertThat(output).contains("Client of group 'config': no-quorum: Waiting for 1 more");
	}

	@Test
	void firstLineSaysWhatIsLostWhen(CapturedOutput output) {
		new NodeWatch(logger, SECOND).accept(report(1, null), 0);
		assertThat(output).contains("Member 0 of 1 in group 'config' keeps everything in memory, and nothing on disk. "
				+ "The data is lost when this process stops");
		new NodeWatch(logger, SECOND).accept(report(2, null), 0);
		assertThat(output).contains("The data is lost when any member stops");
		new NodeWatch(logger, SECOND).accept(report(3, null), 0);
		assertThat(output).contains("No data is lost while at most 1 of 3 members are down");
	}

	@Test
	void firstLineSaysWhereTheStateIsOnDisk(CapturedOutput output) {
		NodeReport report = report(3, null);
		StorageReport storage = new StorageReport("/data", false, false, 0, 0, 0, 0, 0, 0, -1, 0, 0);
		new NodeWatch(logger, SECOND).accept(
				new NodeReport(report.group(), report.replica(), -1, null, report.links(), report.counters(), storage),
				0);
		assertThat(output).contains("Member 0 of 3 in group 'config' keeps its state on disk, in /data. The data "
				+ "survives a stop of all members, and the loss of the directories of at most 1 at a time");
	}

	@Test
	void newGroupIsNamedWithTheMember(CapturedOutput output) {
		this.watch.accept(report(3, null), 0);
		assertThat(output).contains("Member 0 of group 'config': Formed a new, empty group "
				+ "00000000000000070000000000000007 at members [0, 1, 2], none of which had any state");
	}

	private static List<String> lines(CapturedOutput output, String text) {
		return output.getAll().lines().filter((line) -> line.contains(text)).toList();
	}

	private static NodeReport report(int size, @Nullable Condition condition) {
		Member[] members = new Member[size];
		for (int memberId = 0; memberId < size; memberId++) {
			members[memberId] = new Member(memberId, "host" + memberId + ":8080");
		}
		Configuration configuration = new Configuration(0, List.of(members));
		boolean normal = condition == null;
		UUID groupId = normal ? new UUID(7, 7) : Header.NO_GROUP;
		ReplicaReport replica = new ReplicaReport(groupId, 0, Role.NONE, normal ? Status.NORMAL : Status.RECOVERING, 0,
				-1, 0, 0, 0, configuration, size / 2 + 1, size, condition, List.of(), 0, 0, 0, 1, 0,
				CheckpointReport.NONE, null, 0, 0, 0, true);
		return new NodeReport("config", replica, -1, condition, List.of(), new TransportCounters(0, 0, 0, 0), null);
	}

}
