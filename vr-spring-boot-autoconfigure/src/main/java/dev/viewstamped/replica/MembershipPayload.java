package dev.viewstamped.replica;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Standby;

/**
 * What the entries hold that change who takes part in the group (§7), and what they do
 * when they are executed: a function of the membership before and of the entry, and of
 * nothing else.
 */
final class MembershipPayload {

	/** Client of the entries that a primary makes itself. */
	static final UUID PRIMARY = Header.NO_GROUP;

	static final int MAX_MEMBERS = 31;

	static final int MAX_STANDBYS = 16;

	static final int MAX_ADDRESS_CHARS = 300;

	/** Ids travel in two bytes. */
	static final int MAX_MEMBER_ID = (1 << 16) - 1;

	private static final int FORMAT = 1;

	private MembershipPayload() {
	}

	/**
	 * A newcomer becomes a standby.
	 *
	 * @param address where it is reached
	 * @param boot identity of its process
	 * @param displaced id of the standby that goes if all places are taken; -1 if none
	 * does
	 */
	record Admission(String address, UUID boot, int displaced) {

		/**
		 * What the entry makes of the membership. A further process at the address of a
		 * standby is a further life of it.
		 */
		Membership applyTo(Membership before) {
			List<Standby> standbys = new ArrayList<>(before.standbys());
			Standby known = before.standbyAt(this.address);
			if (known != null && known.boot().equals(this.boot)) {
				return before;
			}
			int nextMemberId = before.nextMemberId();
			if (known != null) {
				standbys.set(standbys.indexOf(known),
						new Standby(known.memberId(), this.address, this.boot, known.incarnation() + 1));
			}
			else {
				if (standbys.size() >= MAX_STANDBYS) {
					standbys.removeIf((standby) -> standby.memberId() == this.displaced);
				}
				if (standbys.size() >= MAX_STANDBYS) {
					standbys.remove(0);
				}
				standbys.add(new Standby(nextMemberId, this.address, this.boot, 0));
				nextMemberId++;
			}
			return new Membership(before.configuration(), before.incarnations(), before.oldConfiguration(),
					before.epochStart(), standbys, nextMemberId, before.checkedEpoch());
		}

		byte[] encode() {
			return write((out) -> {
				out.writeUTF(this.address);
				write(out, this.boot);
				out.writeInt(this.displaced);
			});
		}

		static Admission decode(byte[] payload) {
			return read(payload, (in) -> new Admission(readAddress(in), readUuid(in), in.readInt()));
		}

	}

	/**
	 * The epoch ends, and another one begins.
	 *
	 * @param next the members of the new epoch
	 * @param incarnations the life of each of them that may enter it without recovery
	 * @param replaced the members of the epoch that ends, with their addresses: in epoch
	 * 0 these are not a part of the replicated state
	 */
	record Change(Configuration next, List<Long> incarnations, Configuration replaced) {

		Change {
			incarnations = List.copyOf(incarnations);
		}

		/**
		 * What the entry makes of the membership.
		 * @param viewstamp identity of the entry
		 */
		Membership applyTo(Membership before, Viewstamp viewstamp) {
			List<Standby> standbys = new ArrayList<>(before.standbys());
			standbys.removeIf((standby) -> this.next.contains(standby.memberId()));
			return new Membership(this.next, this.incarnations, this.replaced, viewstamp, standbys,
					before.nextMemberId(), before.checkedEpoch());
		}

		byte[] encode() {
			return write((out) -> {
				write(out, this.next);
				for (long incarnation : this.incarnations) {
					out.writeLong(incarnation);
				}
				write(out, this.replaced);
			});
		}

		static Change decode(byte[] payload) {
			return read(payload, (in) -> {
				Configuration next = readConfiguration(in);
				List<Long> incarnations = new ArrayList<>();
				for (int i = 0; i < next.size(); i++) {
					incarnations.add(in.readLong());
				}
				return new Change(next, incarnations, readConfiguration(in));
			});
		}

	}

	private interface Body {

		void write(DataOutputStream out) throws IOException;

	}

	private interface BodyReader<T> {

		T read(DataInputStream in) throws IOException;

	}

	private static byte[] write(Body body) {
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			DataOutputStream out = new DataOutputStream(bytes);
			out.writeByte(FORMAT);
			body.write(out);
			return bytes.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static <T> T read(byte[] payload, BodyReader<T> body) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
			int format = in.readByte();
			if (format != FORMAT) {
				throw new IllegalArgumentException(
						"The entry has format " + format + ", and this version reads " + FORMAT);
			}
			T value = body.read(in);
			if (in.available() > 0) {
				throw new IllegalArgumentException("The entry has " + in.available() + " bytes too many");
			}
			return value;
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("The entry is not whole: " + ex.getMessage(), ex);
		}
	}

	private static void write(DataOutputStream out, UUID uuid) throws IOException {
		out.writeLong(uuid.getMostSignificantBits());
		out.writeLong(uuid.getLeastSignificantBits());
	}

	private static UUID readUuid(DataInputStream in) throws IOException {
		return new UUID(in.readLong(), in.readLong());
	}

	private static void write(DataOutputStream out, Configuration configuration) throws IOException {
		out.writeLong(configuration.epoch());
		out.writeByte(configuration.size());
		for (Member member : configuration.members()) {
			out.writeInt(member.memberId());
			out.writeUTF(member.address());
		}
	}

	private static Configuration readConfiguration(DataInputStream in) throws IOException {
		long epoch = in.readLong();
		int size = in.readUnsignedByte();
		if (epoch < 0) {
			throw new IllegalArgumentException("The entry has an epoch " + epoch);
		}
		List<Member> members = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			int memberId = in.readInt();
			if (memberId < 0 || memberId > MAX_MEMBER_ID) {
				throw new IllegalArgumentException("The entry has a member id " + memberId);
			}
			members.add(new Member(memberId, readAddress(in)));
		}
		return new Configuration(epoch, members);
	}

	private static String readAddress(DataInputStream in) throws IOException {
		String address = in.readUTF();
		if (address.length() > MAX_ADDRESS_CHARS) {
			throw new IllegalArgumentException("The entry has an address of " + address.length() + " characters, and "
					+ MAX_ADDRESS_CHARS + " are the most there can be");
		}
		return address;
	}

}
