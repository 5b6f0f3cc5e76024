package dev.viewstamped.transport;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.viewstamped.message.Member;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Who this process is now, and who and where the others are that it has links to. For a
 * client, which takes any member, the others are numbered by their places in its list.
 */
final class Roster {

	private static final Log logger = LogFactory.getLog(Roster.class);

	private final TransportSettings settings;

	private final MemberAddresses addresses;

	private volatile Self self;

	private volatile Others others;

	/**
	 * A roster of those that this process begins with.
	 * @param settings what this process is
	 * @param addresses where those are
	 */
	Roster(TransportSettings settings, MemberAddresses addresses) {
		this.settings = settings;
		this.addresses = addresses;
		this.self = new Self(settings.memberId(), settings.boot());
		Set<Integer> first = new TreeSet<>();
		IntStream.range(0, settings.memberCount()).filter((id) -> id != settings.memberId()).forEach(first::add);
		this.others = new Others(first, Map.of(), Set.of());
	}

	int memberId() {
		return this.self.memberId();
	}

	UUID boot() {
		return this.self.boot();
	}

	/**
	 * What this process says of itself in the handshake.
	 * @return its identity
	 */
	Identity identity() {
		Self now = this.self;
		return Identity.of(this.settings, this.addresses, now.memberId(), now.boot());
	}

	void become(int memberId, UUID boot) {
		this.self = new Self(memberId, boot);
		Others now = this.others;
		Set<Integer> ids = new TreeSet<>(now.ids());
		if (ids.remove(memberId)) {
			this.others = new Others(ids, now.told(), now.former());
		}
	}

	/**
	 * The others.
	 * @return their ids in ascending order
	 */
	Set<Integer> others() {
		return this.others.ids();
	}

	/**
	 * Have links to these from now on.
	 * @param members the others; an address counts only where it was not known from the
	 * start
	 * @param former ids of those that take no part in the group any more
	 */
	void others(List<Member> members, Set<Integer> former) {
		Set<Integer> ids = new TreeSet<>();
		Map<Integer, String> told = new TreeMap<>();
		Map<Integer, String> before = this.others.told();
		for (Member member : members) {
			int id = member.memberId();
			if (id != memberId()) {
				ids.add(id);
				if (id >= this.settings.memberCount()
						&& (member.address().equals(before.get(id)) || isAddress(id, member.address()))) {
					told.put(id, member.address());
				}
			}
		}
		this.others = new Others(ids, told, Set.copyOf(former));
	}

	boolean contains(int memberId) {
		return this.others.ids().contains(memberId);
	}

	/**
	 * Whether one of the others takes no part in the group any more.
	 * @param memberId the other one
	 * @return {@code true} if it does not
	 */
	boolean isFormer(int memberId) {
		return this.others.former().contains(memberId);
	}

	/**
	 * The address of a member now.
	 * @param memberId the member
	 * @return its base path; {@code null} while it is not known
	 */
	@Nullable URI address(int memberId) {
		URI address = find(memberId);
		return (address == null || address.getPort() == 0) ? null : address;
	}

	/**
	 * The address of a member as people read it.
	 * @param memberId the member
	 * @return host and port
	 */
	String describeAddress(int memberId) {
		try {
			URI address = find(memberId);
			return (address != null) ? MemberAddresses.hostAndPort(address) : "unknown";
		}
		catch (RuntimeException ex) {
			logger.debug("The address of member " + memberId + " cannot be told", ex);
			return "unknown";
		}
	}

	private @Nullable URI find(int memberId) {
		if (memberId < 0) {
			return null;
		}
		if (memberId < this.settings.memberCount()) {
			List<URI> peers = this.addresses.peers();
			return (memberId < peers.size()) ? peers.get(memberId) : null;
		}
		String told = this.others.told().get(memberId);
		return (told != null) ? this.addresses.base(told) : null;
	}

	private boolean isAddress(int memberId, String address) {
		try {
			return !this.addresses.base(address).toString().isEmpty();
		}
		catch (RuntimeException ex) {
			logger.warn("The group says that member " + memberId + " is at '" + address + "', which cannot be dialled: "
					+ ex.getMessage());
			return false;
		}
	}

	private record Self(int memberId, UUID boot) {

	}

	private record Others(Set<Integer> ids, Map<Integer, String> told, Set<Integer> former) {

	}

}
