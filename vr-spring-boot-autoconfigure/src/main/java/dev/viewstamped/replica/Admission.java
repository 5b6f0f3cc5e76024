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

import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Standby;

/**
 * What an ADMIT entry says (§7.5). A newcomer gets the next id when the entry is
 * executed; a further process at the address of a standby is that standby's next life.
 *
 * @param address where the process is reached
 * @param boot identity of the process
 * @param dropped the standby that makes room, -1 if none has to
 */
record Admission(String address, UUID boot, int dropped) {

	/**
	 * The admission that an entry of the log asks for.
	 * @throws IllegalArgumentException if it asks for none that can be read
	 */
	static Admission of(Entry entry) {
		if (entry.operation() != Operation.ADMIT) {
			throw new IllegalArgumentException("Op " + entry.opNumber() + " is no admission");
		}
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry.payload()))) {
			return new Admission(in.readUTF(), new UUID(in.readLong(), in.readLong()), in.readInt());
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("Op " + entry.opNumber() + " is not whole: " + ex.getMessage(), ex);
		}
	}

	byte[] encode() {
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			DataOutputStream out = new DataOutputStream(bytes);
			out.writeUTF(this.address);
			out.writeLong(this.boot.getMostSignificantBits());
			out.writeLong(this.boot.getLeastSignificantBits());
			out.writeInt(this.dropped);
			return bytes.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The membership after this admission.
	 */
	Membership applyTo(Membership membership) {
		List<Standby> standbys = new ArrayList<>(membership.standbys());
		Standby before = membership.standbyAt(this.address);
		int nextMemberId = membership.nextMemberId();
		if (before == null) {
			standbys.removeIf((standby) -> standby.memberId() == this.dropped);
			standbys.add(new Standby(nextMemberId, this.address, this.boot, 0));
			nextMemberId++;
		}
		else if (!before.boot().equals(this.boot)) {
			standbys.set(standbys.indexOf(before),
					new Standby(before.memberId(), this.address, this.boot, before.incarnation() + 1));
		}
		return new Membership(membership.configuration(), membership.incarnations(), membership.oldConfiguration(),
				membership.epochStart(), standbys, nextMemberId, membership.checkedEpoch());
	}

}
