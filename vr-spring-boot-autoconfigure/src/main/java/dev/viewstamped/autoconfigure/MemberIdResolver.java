package dev.viewstamped.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Finds which member of the first configuration this application is.
 */
final class MemberIdResolver {

	private static final Pattern ORDINAL = Pattern.compile(".+-(\\d{1,9})");

	private final Environment environment;

	private final Set<String> localHosts;

	/**
	 * Create a resolver.
	 * @param environment where server port and pod are read from
	 * @param localHosts the names and addresses of this machine, in lower case
	 */
	MemberIdResolver(Environment environment, Set<String> localHosts) {
		this.environment = environment;
		this.localHosts = localHosts;
	}

	/**
	 * Find the member id, or end the start.
	 * @param members the members
	 * @param memberId the configured member id
	 * @param address the configured address
	 * @return the member id
	 */
	int resolve(List<MemberEntry> members, @Nullable Integer memberId, @Nullable String address) {
		MemberEntry own = (address != null) ? MemberEntry.parse("vr.address", address, true) : null;
		if (memberId != null) {
			checkRange(members, memberId, "vr.member-id", memberId);
			if (own != null) {
				checkAddress(members, memberId, own);
			}
			else {
				checkServerPort(members, memberId);
			}
			return memberId;
		}
		if (own != null) {
			return find(members, own);
		}
		List<Integer> local = findLocal(members);
		if (local.size() == 1) {
			return local.get(0);
		}
		Integer ordinal = podOrdinal();
		if (ordinal != null) {
			checkRange(members, ordinal, "HOSTNAME", this.environment.getProperty("HOSTNAME"));
			return ordinal;
		}
		if (members.size() == 1) {
			return 0;
		}
		throw new InvalidVrConfigurationException("vr.member-id", null, noneDerivable(members, local),
				"Set 'vr.member-id' to the position of this application in 'vr.members', counted from 0, "
						+ "or 'vr.address' to its entry.");
	}

	private String noneDerivable(List<MemberEntry> members, List<Integer> local) {
		String port = "server port " + this.environment.getProperty("server.port", "8080");
		return local.isEmpty() ? "no entry of " + texts(members) + " is an address of this machine with " + port
				: "the entries " + local + " of " + texts(members) + " are all addresses of this machine with " + port;
	}

	private static void checkRange(List<MemberEntry> members, int memberId, String property, @Nullable Object value) {
		if (memberId < 0 || memberId >= members.size()) {
			int last = members.size() - 1;
			throw new InvalidVrConfigurationException(property, value,
					"there is no member " + memberId + " among " + texts(members),
					(last == 0) ? "List all members in 'vr.members', or use member id 0 for a group of one."
							: "Use a member id from 0 to " + last + ", or list all members in 'vr.members'.");
		}
	}

	private static void checkAddress(List<MemberEntry> members, int memberId, MemberEntry own) {
		MemberEntry entry = members.get(memberId);
		if (entry.port() == 0 || entry.samePlace(own)) {
			return;
		}
		int fitting = find(members, own);
		throw new InvalidVrConfigurationException("vr.member-id", memberId,
				"member " + memberId + " is '" + entry.hostAndPort() + "', but 'vr.address' is '" + own.text() + "'",
				"Set 'vr.member-id=" + fitting + "', which fits this address, or remove one of both properties.");
	}

	private static int find(List<MemberEntry> members, MemberEntry own) {
		for (int i = 0; i < members.size(); i++) {
			if (members.get(i).samePlace(own)) {
				return i;
			}
		}
		throw new InvalidVrConfigurationException("vr.address", own.text(),
				"it is not among the members " + texts(members),
				"Use the address that 'vr.members' has for this application, or add it there on all members.");
	}

	private void checkServerPort(List<MemberEntry> members, int memberId) {
		MemberEntry own = members.get(memberId);
		int serverPort = serverPort();
		if (own.port() == 0 || serverPort <= 0 || own.port() == serverPort) {
			return;
		}
		for (int i = 0; i < members.size(); i++) {
			MemberEntry other = members.get(i);
			if (other.host().equals(own.host()) && other.port() == serverPort) {
				throw new InvalidVrConfigurationException("vr.member-id", memberId,
						"member " + memberId + " is '" + own.hostAndPort() + "', but this application listens on "
								+ "server port " + serverPort + ", which is that of member " + i,
						"Set 'vr.member-id=" + i + "', which fits this port, or 'server.port=" + own.port() + "'.");
			}
		}
	}

	private List<Integer> findLocal(List<MemberEntry> members) {
		int serverPort = serverPort();
		List<Integer> found = new ArrayList<>();
		for (int i = 0; i < members.size(); i++) {
			MemberEntry member = members.get(i);
			if (serverPort > 0 && member.port() == serverPort && this.localHosts.contains(member.host())) {
				found.add(i);
			}
		}
		return found;
	}

	private int serverPort() {
		return this.environment.getProperty("server.port", Integer.class, 8080);
	}

	private @Nullable Integer podOrdinal() {
		if (!this.environment.containsProperty("KUBERNETES_SERVICE_HOST")) {
			return null;
		}
		Matcher matcher = ORDINAL.matcher(this.environment.getProperty("HOSTNAME", ""));
		return matcher.matches() ? Integer.valueOf(matcher.group(1)) : null;
	}

	private static List<String> texts(List<MemberEntry> members) {
		return members.stream().map(MemberEntry::text).toList();
	}

}
