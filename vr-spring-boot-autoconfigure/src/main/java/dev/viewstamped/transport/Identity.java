package dev.viewstamped.transport;

import java.util.UUID;

/**
 * What a process says of itself in the handshake.
 *
 * @param group the group's name
 * @param memberId its member id, {@link TransportSettings#NO_MEMBER} in a client, and in
 * a process that has not joined yet
 * @param boot identity of the process
 * @param memberCount the number of members in the first configuration; 0 in a process
 * that joined a running group and was not given them
 * @param members the member list as text
 */
record Identity(String group, int memberId, UUID boot, int memberCount, String members) {

	private static final int MAX_GROUP_BYTES = 1 << 10;

	private static final int MAX_MEMBERS_BYTES = 1 << 13;

	static Identity of(TransportSettings settings, MemberAddresses addresses, int memberId, UUID boot) {
		String members = (settings.memberCount() > 0) ? addresses.describe() : "";
		return new Identity(settings.group(), memberId, boot, settings.memberCount(),
				members.substring(0, Math.min(members.length(), MAX_MEMBERS_BYTES / 4)));
	}

	static Identity read(FrameReader in) throws MalformedFrameException {
		return new Identity(in.readString(MAX_GROUP_BYTES), in.readNumber(ValueCodec.MAX_MEMBER_ID) - 1, in.readUuid(),
				in.readNumber(ValueCodec.MAX_MEMBER_ID), in.readString(MAX_MEMBERS_BYTES));
	}

	void write(FrameWriter out) {
		out.writeString(this.group);
		out.writeNumberOrNone(this.memberId);
		out.writeUuid(this.boot);
		out.writeNumber(this.memberCount);
		out.writeString(this.members);
	}

	/**
	 * The process in a sentence.
	 * @return for example {@code member 1} or {@code a client}
	 */
	String describe() {
		return (this.memberId == TransportSettings.NO_MEMBER) ? "a client" : "member " + this.memberId;
	}

}
