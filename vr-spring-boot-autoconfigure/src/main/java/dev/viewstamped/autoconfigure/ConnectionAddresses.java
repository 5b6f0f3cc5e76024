package dev.viewstamped.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

import dev.viewstamped.transport.MemberAddresses;

/**
 * Makes the addresses that are dialled from those of {@link VrConnectionDetails}.
 */
class ConnectionAddresses implements MemberAddresses {

	private final VrConnectionDetails connectionDetails;

	private final String scheme;

	private final String path;

	/**
	 * Create addresses.
	 * @param connectionDetails where the members are
	 * @param secure whether an address without a scheme stands for an encrypted link
	 * @param path path of the endpoints where an address has none
	 */
	ConnectionAddresses(VrConnectionDetails connectionDetails, boolean secure, String path) {
		this.connectionDetails = connectionDetails;
		this.scheme = secure ? "wss" : "ws";
		this.path = path;
	}

	@Override
	public List<URI> peers() {
		return this.connectionDetails.getMembers().stream().map(this::uri).toList();
	}

	@Override
	public URI base(String address) {
		return uri(address);
	}

	/**
	 * The list that operators gave. Addresses that are found at run time may differ from
	 * member to member, so only their number is compared.
	 */
	@Override
	public String describe() {
		List<String> members = this.connectionDetails.getMembers();
		if (!(this.connectionDetails instanceof PropertiesVrConnectionDetails)) {
			return members.size() + " members";
		}
		return members.stream()
			.map((member) -> MemberEntry.parse("vr.members", member, true).hostAndPort())
			.collect(Collectors.joining(","));
	}

	private URI uri(String member) {
		MemberEntry.parse("vr.members", member, true);
		boolean complete = member.startsWith("ws://") || member.startsWith("wss://");
		URI uri = URI.create(complete ? member : this.scheme + "://" + member);
		boolean withPath = uri.getPath() != null && uri.getPath().length() > 1;
		return withPath ? uri : URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + this.path);
	}

}
