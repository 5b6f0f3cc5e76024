package dev.viewstamped.replica;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Standby;

/**
 * How configurations and memberships are written into log entries and checkpoints. The
 * addresses of the first configuration are left out of a membership: they are settings of
 * each replica, and a checkpoint has the same bytes at all.
 */
final class MembershipFormat {

	private static final int MAX_MEMBERS = 1 << 10;

	private MembershipFormat() {
	}

	static void write(DataOutputStream out, Configuration configuration) throws IOException {
		out.writeLong(configuration.epoch());
		out.writeInt(configuration.size());
		for (Member member : configuration.members()) {
			out.writeInt(member.memberId());
			out.writeUTF(member.address());
		}
	}

	static Configuration readConfiguration(DataInputStream in) throws IOException {
		long epoch = in.readLong();
		int size = ClientTableSnapshot.readCount(in, MAX_MEMBERS);
		List<Member> members = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			members.add(new Member(in.readInt(), in.readUTF()));
		}
		return new Configuration(epoch, members);
	}

	static void write(DataOutputStream out, Membership membership) throws IOException {
		Configuration configuration = membership.configuration();
		write(out, (configuration.epoch() == 0) ? withoutAddresses(configuration) : configuration);
		for (long incarnation : membership.incarnations()) {
			out.writeLong(incarnation);
		}
		Configuration old = membership.oldConfiguration();
		out.writeBoolean(old != null);
		if (old != null) {
			write(out, old);
		}
		ClientTableSnapshot.write(out, membership.epochStart());
		out.writeInt(membership.standbys().size());
		for (Standby standby : membership.standbys()) {
			out.writeInt(standby.memberId());
			out.writeUTF(standby.address());
			out.writeLong(standby.boot().getMostSignificantBits());
			out.writeLong(standby.boot().getLeastSignificantBits());
			out.writeLong(standby.incarnation());
		}
		out.writeInt(membership.nextMemberId());
		out.writeLong(membership.checkedEpoch());
	}

	static Membership readMembership(DataInputStream in) throws IOException {
		Configuration configuration = readConfiguration(in);
		List<Long> incarnations = new ArrayList<>();
		for (int i = 0; i < configuration.size(); i++) {
			incarnations.add(in.readLong());
		}
		Configuration old = (in.readBoolean()) ? readConfiguration(in) : null;
		Viewstamp epochStart = ClientTableSnapshot.readViewstamp(in);
		int count = ClientTableSnapshot.readCount(in, MAX_MEMBERS);
		List<Standby> standbys = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			standbys
				.add(new Standby(in.readInt(), in.readUTF(), new UUID(in.readLong(), in.readLong()), in.readLong()));
		}
		return new Membership(configuration, incarnations, old, epochStart, standbys, in.readInt(), in.readLong());
	}

	private static Configuration withoutAddresses(Configuration configuration) {
		return new Configuration(configuration.epoch(),
				configuration.members().stream().map((member) -> new Member(member.memberId(), "")).toList());
	}

}
