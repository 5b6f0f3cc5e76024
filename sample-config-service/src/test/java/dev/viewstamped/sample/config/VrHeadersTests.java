package dev.viewstamped.sample.config;

import java.util.List;
import java.util.UUID;

import dev.viewstamped.CommandResult;
import dev.viewstamped.QueryResult;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.CheckpointReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.service.ReadToken;
import dev.viewstamped.transport.TransportCounters;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class VrHeadersTests {

	private static final UUID GROUP = new UUID(1, 2);

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void firstAnswerHasTokenOfTheBeginning() {
		headers(GROUP).begin(this.request, this.response);
		assertThat(this.response.getHeader("VR-Member")).isEqualTo("1");
		assertThat(this.response.getHeader("VR-View")).isEqualTo("7");
		assertThat(this.response.getHeader("VR-Epoch")).isEqualTo("3");
		assertThat(this.response.getHeader("VR-Token")).isEqualTo(token(GROUP, 0));
	}

	@Test
	void replicaWithoutGroupHasTokenOfNothingSeenThatGivesWayToAnyOther() {
		headers(Header.NO_GROUP).begin(this.request, this.response);
		String nothing = ReadToken.NOTHING_SEEN.encode();
		assertThat(this.response.getHeader("VR-Member")).isEqualTo("1");
		assertThat(this.response.getHeader("VR-Token")).isEqualTo(nothing);
		this.request.addHeader("VR-Token", nothing);
		answer(token(GROUP, 0));
		assertThat(this.response.getHeader("VR-Token")).isEqualTo(token(GROUP, 0));
	}

	@Test
	void applicationWithoutReplicaHasTokenButNoMember() {
		NodeReport report = new NodeReport("config", null, -1, null, List.of(), new TransportCounters(0, 0, 0, 0),
				null);
		new VrHeaders(() -> report).begin(this.request, this.response);
		assertThat(this.response.getHeader("VR-Token")).isEqualTo(ReadToken.NOTHING_SEEN.encode());
		assertThat(this.response.getHeaderNames()).containsExactly("VR-Token");
	}

	@Test
	void staleReadKeepsTokenOfTheLaterStateThatTheCallerHasSeen() {
		this.request.addHeader("VR-Token", token(GROUP, 9));
		answer(token(GROUP, 5));
		assertThat(this.response.getHeader("VR-Token")).isEqualTo(token(GROUP, 9));
		answer(token(GROUP, 10));
		assertThat(this.response.getHeader("VR-Token")).isEqualTo(token(GROUP, 10));
	}

	@Test
	void tokenOfAnotherGroupAndNonsenseGiveWay() {
		this.request.addHeader("VR-Token", token(new UUID(3, 4), 9));
		answer(token(GROUP, 5));
		assertThat(this.response.getHeader("VR-Token")).isEqualTo(token(GROUP, 5));
		this.request.removeHeader("VR-Token");
		this.request.addHeader("VR-Token", "nonsense");
		answer(token(GROUP, 5));
		assertThat(this.response.getHeader("VR-Token")).isEqualTo(token(GROUP, 5));
	}

	@Test
	void writeHasItsOpNumber() {
		headers(GROUP).executed(new CommandResult<>("a", new Viewstamp(3, 7, 12), token(GROUP, 12)), this.response);
		assertThat(this.response.getHeader("VR-Op")).isEqualTo("12");
		assertThat(this.response.getHeader("VR-Token")).isEqualTo(token(GROUP, 12));
	}

	private void answer(String token) {
		VrHeaders headers = headers(GROUP);
		headers.begin(this.request, this.response);
		headers.answered(new QueryResult<>("a", 0, token), this.request, this.response);
	}

	private static VrHeaders headers(UUID groupId) {
		Configuration configuration = new Configuration(3, List.of(new Member(1, "localhost:8080")));
		ReplicaReport replica = new ReplicaReport(groupId, 1, Role.PRIMARY, Status.NORMAL, 7, 1, 0, 0, 0, configuration,
				1, 1, null, List.of(), 0, 0, 0, 1, 0, CheckpointReport.NONE, null, 0, 0, 0, true);
		NodeReport report = new NodeReport("config", replica, 1, null, List.of(), new TransportCounters(0, 0, 0, 0),
				null);
		return new VrHeaders(() -> report);
	}

	private static String token(UUID groupId, long opNumber) {
		return new ReadToken(groupId, 3, opNumber).encode();
	}

}
