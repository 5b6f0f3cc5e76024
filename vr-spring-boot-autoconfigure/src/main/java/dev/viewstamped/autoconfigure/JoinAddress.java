package dev.viewstamped.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Where the group reaches a replica that joins it: {@code vr.address}, or else the host
 * name and the port of the web server. If all members are on this machine's loopback
 * name, nothing else could reach them, so that the new one is found there too.
 */
final class JoinAddress implements Supplier<String> {

	private final @Nullable String address;

	private final List<MemberEntry> seeds;

	private final Environment environment;

	private final Supplier<String> hostName;

	/**
	 * Create an address.
	 * @param address the configured address
	 * @param seeds the members of the running group that are known
	 * @param environment where the server port is read from
	 * @param hostName finds the name of this machine
	 */
	JoinAddress(@Nullable String address, List<MemberEntry> seeds, Environment environment, Supplier<String> hostName) {
		this.address = address;
		this.seeds = seeds;
		this.environment = environment;
		this.hostName = hostName;
	}

	/**
	 * The address. Its port may not be known before the web server has started.
	 * @return host and port
	 */
	@Override
	public String get() {
		if (this.address != null) {
			return MemberEntry.parse("vr.address", this.address, false).hostAndPort();
		}
		return MemberEntry.parse("server.port", host() + ":" + port(), true).hostAndPort();
	}

	private String host() {
		boolean loopback = !this.seeds.isEmpty() && this.seeds.stream().allMatch(MemberEntry::isLoopback);
		return loopback ? this.seeds.get(0).hostText() : this.hostName.get();
	}

	private String port() {
		return this.environment.getProperty("local.server.port", this.environment.getProperty("server.port", "8080"));
	}

}
