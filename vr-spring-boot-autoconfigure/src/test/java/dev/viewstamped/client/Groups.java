package dev.viewstamped.client;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorRequest;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;
import dev.viewstamped.message.Standby;

/**
 * Groups as replicas tell of them. The member of an id is at the host of that name.
 */
final class Groups {

	private Groups() {
	}

	static GroupLocation location(UUID groupId, long epoch, long view, int... memberIds) {
		return location(groupId, epoch, view, List.of(), memberIds);
	}

	static GroupLocation location(UUID groupId, long epoch, long view, List<Standby> standbys, int... memberIds) {
		List<Member> members = Arrays.stream(memberIds).mapToObj(Groups::member).toList();
		Membership membership = new Membership(new Configuration(epoch, members),
				members.stream().map((member) -> 0L).toList(), null, Viewstamp.ZERO, standbys, 50, epoch);
		return new GroupLocation(groupId, membership, view);
	}

	static Member member(int memberId) {
		return new Member(memberId, "host" + memberId + ":9000");
	}

	static Reply reply(Request request, long epoch, long view) {
		return new Reply(ClientFixture.GROUP, request.client(), epoch, view, request.requestNumber(),
				new Viewstamp(epoch, view, 100), Reply.Outcome.EXECUTED, new byte[0]);
	}

	static OperatorReply reply(OperatorRequest request, OperatorReply.Outcome outcome) {
		return new OperatorReply(request.client(), request.number(), outcome, "said so", 7,
				new GroupChange(0, GroupChange.Phase.NONE, List.of(), null));
	}

}
