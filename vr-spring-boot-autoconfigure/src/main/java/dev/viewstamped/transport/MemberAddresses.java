package dev.viewstamped.transport;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the members are. Asked anew at each dial, so that addresses may become known, or
 * change, after the start. Safe for use by any thread.
 */
public interface MemberAddresses {

	/**
	 * The base path of each member's endpoints, for example
	 * {@code ws://localhost:8081/vr}, by member id; this member's own is among them. Port
	 * 0 stands for an address that is not known yet and is not dialled.
	 * @return the addresses
	 */
	List<URI> peers();

	/**
	 * The member list as text. All replicas of a group must have the same.
	 * @return for example {@code localhost:9001,localhost:9002}
	 */
	default String describe() {
		return peers().stream().map(MemberAddresses::hostAndPort).collect(Collectors.joining(","));
	}

	/**
	 * Host and port of an address as users write them.
	 * @param address the address
	 * @return for example {@code localhost:9001}
	 */
	static String hostAndPort(URI address) {
		if (address.getHost() == null) {
			return String.valueOf(address.getAuthority());
		}
		return (address.getPort() < 0) ? address.getHost() : address.getHost() + ":" + address.getPort();
	}

}
