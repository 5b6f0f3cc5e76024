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
	 * 0 stands for an address that is not known yet and is not dialled. Of the first
	 * configuration only; empty in a process that joins a running group.
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
	 * The base path of a member's endpoints that is not among {@link #peers()}, since the
	 * group took it in later. By default scheme and path are those of the first of the
	 * peers, unless the address has its own.
	 * @param address its address as the group knows it, for example
	 * {@code localhost:9004}
	 * @return for example {@code ws://localhost:9004/vr}
	 * @throws IllegalArgumentException if that is no address
	 */
	default URI base(String address) {
		if (address.contains("://")) {
			return URI.create(address);
		}
		List<URI> peers = peers();
		URI model = peers.isEmpty() ? URI.create("ws://localhost/vr") : peers.get(0);
		return URI.create(model.getScheme() + "://" + address + model.getRawPath());
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
