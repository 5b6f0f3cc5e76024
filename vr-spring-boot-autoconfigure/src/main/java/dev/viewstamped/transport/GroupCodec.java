package dev.viewstamped.transport;

import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.GroupChange.MemberProgress;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Standby;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in a group and how that changes, on the wire.
 */
final class GroupCodec {

	/** More members than any configuration has. */
	static final int MAX_MEMBERS = 1 << 10;

	/** More standbys than any group has. */
	static final int MAX_STANDBYS = 1 << 8;

	/** Longer than any address. */
	static final int MAX_ADDRESS_BYTES = 1 << 10;

	private static final int MAX_PROGRESSES = 2 * MAX_MEMBERS + MAX_STANDBYS;

	private static final int MAX_TEXT_BYTES = 1 << 14;

	private static final int MAX_BYTES_PER_CHARACTER = 4;

	private static final int MIN_MEMBER_BYTES = 2;

	private static final int MIN_STANDBY_BYTES = 19;

	private static final int MIN_PROGRESS_BYTES = 4;

	private static final List<GroupChange.Phase> PHASES = List.of(GroupChange.Phase.values());

	private GroupCodec() {
	}

	static void write(FrameWriter out, GroupLocation location) {
		out.writeUuid(location.groupId());
		write(out, location.membership());
		out.writeNumber(location.view());
	}

	static GroupLocation readLocation(FrameReader in) throws MalformedFrameException {
		return new GroupLocation(in.readUuid(), readMembership(in), in.readNumber());
	}

	static void write(FrameWriter out, Membership membership) {
		Configuration old = membership.oldConfiguration();
		write(out, membership.configuration());
		membership.incarnations().forEach(out::writeNumber);
		out.writeBoolean(old != null);
		if (old != null) {
			write(out, old);
		}
		ValueCodec.write(out, membership.epochStart());
		out.writeNumber(membership.standbys().size());
		membership.standbys().forEach((standby) -> write(out, standby));
		out.writeNumber(membership.nextMemberId());
		out.writeNumber(membership.checkedEpoch());
	}

	static Membership readMembership(FrameReader in) throws MalformedFrameException {
		Configuration configuration = readConfiguration(in);
		List<Long> incarnations = new ArrayList<>(configuration.size());
		for (int i = 0; i < configuration.size(); i++) {
			incarnations.add(in.readNumber());
		}
		Configuration old = in.readBoolean() ? readConfiguration(in) : null;
		Viewstamp epochStart = ValueCodec.readViewstamp(in);
		List<Standby> standbys = in.readList(MAX_STANDBYS, MIN_STANDBY_BYTES, GroupCodec::readStandby);
		return new Membership(configuration, incarnations, old, epochStart, standbys,
				in.readNumber(ValueCodec.MAX_MEMBER_ID + 1), in.readNumber());
	}

	static void write(FrameWriter out, GroupChange change) {
		out.writeNumber(change.epoch());
		out.writeEnum(change.phase());
		out.writeNumber(change.members().size());
		for (MemberProgress member : change.members()) {
			out.writeNumberOrNone(member.memberId());
			out.writeString(member.address());
			writeText(out, member.state());
			out.writeNumberOrNone(member.lag());
		}
		String waitingFor = change.waitingFor();
		out.writeBoolean(waitingFor != null);
		if (waitingFor != null) {
			writeText(out, waitingFor);
		}
	}

	static GroupChange readChange(FrameReader in) throws MalformedFrameException {
		return new GroupChange(in.readNumber(), in.readEnum(PHASES),
				in.readList(MAX_PROGRESSES, MIN_PROGRESS_BYTES, GroupCodec::readProgress), readOptionalText(in));
	}

	static void writeAddresses(FrameWriter out, List<String> addresses) {
		out.writeNumber(addresses.size());
		addresses.forEach(out::writeString);
	}

	static List<String> readAddresses(FrameReader in) throws MalformedFrameException {
		return in.readList(MAX_MEMBERS, 1, GroupCodec::readAddress);
	}

	static String readAddress(FrameReader in) throws MalformedFrameException {
		return in.readString(MAX_ADDRESS_BYTES);
	}

	/**
	 * Write what only people read; so much of it as a reader takes.
	 * @param out where to
	 * @param text the text
	 */
	static void writeText(FrameWriter out, String text) {
		out.writeString(text.substring(0, Math.min(text.length(), MAX_TEXT_BYTES / MAX_BYTES_PER_CHARACTER)));
	}

	static String readText(FrameReader in) throws MalformedFrameException {
		return in.readString(MAX_TEXT_BYTES);
	}

	private static @Nullable String readOptionalText(FrameReader in) throws MalformedFrameException {
		return in.readBoolean() ? readText(in) : null;
	}

	private static void write(FrameWriter out, Configuration configuration) {
		out.writeNumber(configuration.epoch());
		out.writeNumber(configuration.size());
		for (Member member : configuration.members()) {
			out.writeNumber(member.memberId());
			out.writeString(member.address());
		}
	}

	private static Configuration readConfiguration(FrameReader in) throws MalformedFrameException {
		long epoch = in.readNumber();
		List<Member> members = in.readList(MAX_MEMBERS, MIN_MEMBER_BYTES,
				(member) -> new Member(member.readNumber(ValueCodec.MAX_MEMBER_ID), readAddress(member)));
		try {
			return new Configuration(epoch, members);
		}
		catch (IllegalArgumentException ex) {
			throw new MalformedFrameException("The members of a configuration do not ascend");
		}
	}

	private static void write(FrameWriter out, Standby standby) {
		out.writeNumber(standby.memberId());
		out.writeString(standby.address());
		out.writeUuid(standby.boot());
		out.writeNumber(standby.incarnation());
	}

	private static Standby readStandby(FrameReader in) throws MalformedFrameException {
		return new Standby(in.readNumber(ValueCodec.MAX_MEMBER_ID), readAddress(in), in.readUuid(), in.readNumber());
	}

	private static MemberProgress readProgress(FrameReader in) throws MalformedFrameException {
		return new MemberProgress(in.readNumber(ValueCodec.MAX_MEMBER_ID + 1) - 1, readAddress(in), readText(in),
				in.readNumberOrNone());
	}

}
