package dev.viewstamped.replica;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.Standby;

/**
 * What a RECONFIGURE entry says (§7.1). It tells the old configuration too: the addresses
 * of the first one are settings of each replica, and from here on they are replicated.
 *
 * @param next the configuration of the epoch to come
 * @param incarnations the life of each of its members with which it begins, in their
 * order
 * @param old the configuration that ends
 */
record EpochChange(Configuration next, List<Long> incarnations, Configuration old) {

	EpochChange {
		incarnations = List.copyOf(incarnations);
		if (incarnations.size() != next.size()) {
			throw new IllegalArgumentException(
					incarnations.size() + " incarnations do not fit " + next.size() + " members");
		}
	}

	/**
	 * The change that an entry of the log asks for.
	 * @throws IllegalArgumentException if it asks for none that can be read
	 */
	static EpochChange of(Entry entry) {
		if (entry.operation() != Operation.RECONFIGURE) {
			throw new IllegalArgumentException("Op " + entry.opNumber() + " is no reconfiguration");
		}
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry.payload()))) {
			Configuration next = MembershipFormat.readConfiguration(in);
			List<Long> incarnations = new ArrayList<>();
			for (int i = 0; i < next.size(); i++) {
				incarnations.add(in.readLong());
			}
			return new EpochChange(next, incarnations, MembershipFormat.readConfiguration(in));
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("Op " + entry.opNumber() + " is not whole: " + ex.getMessage(), ex);
		}
	}

	byte[] encode() {
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			DataOutputStream out = new DataOutputStream(bytes);
			MembershipFormat.write(out, this.next);
			for (long incarnation : this.incarnations) {
				out.writeLong(incarnation);
			}
			MembershipFormat.write(out, this.old);
			return bytes.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The membership after this change; as before if it is not the next epoch's.
	 * @param entry the entry that asks for it
	 */
	Membership applyTo(Membership membership, Entry entry) {
		if (this.next.epoch() != membership.epoch() + 1) {
			return membership;
		}
		List<Standby> standbys = membership.standbys()
			.stream()
			.filter((standby) -> !this.next.contains(standby.memberId()))
			.toList();
		return new Membership(this.next, this.incarnations, this.old, entry.viewstamp(), standbys,
				Math.max(membership.nextMemberId(), this.next.maxMemberId() + 1), membership.checkedEpoch());
	}

}
