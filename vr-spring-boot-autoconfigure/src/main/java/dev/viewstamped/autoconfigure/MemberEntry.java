package dev.viewstamped.autoconfigure;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of a member list.
 *
 * @param text the entry as it was given
 * @param host the host, in lower case, an IPv6 address without its brackets
 * @param port the port; 0 if it is not known yet
 */
record MemberEntry(String text, String host, int port) {

	private static final Pattern FORM = Pattern
		.compile("(?:wss?://)?(?:\\[(?<v6>[0-9A-Fa-f:.]+)]|(?<name>[A-Za-z0-9.-]+)):(?<port>\\d{1,5})(?<path>/\\S*)?");

	private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

	private static final String CURE = "Use host:port or ws[s]://host:port[/path], for example 'localhost:8080'.";

	/**
	 * Whether both entries lead to the same place.
	 * @param other another entry
	 * @return {@code true} if host and port are equal
	 */
	boolean samePlace(MemberEntry other) {
		return this.port == other.port && this.host.equals(other.host);
	}

	/**
	 * Host and port.
	 * @return both, as operators write them
	 */
	String hostAndPort() {
		return hostText() + ":" + this.port;
	}

	/**
	 * The host as it is written in front of a port.
	 * @return the host, an IPv6 address in brackets
	 */
	String hostText() {
		return (this.host.indexOf(':') < 0) ? this.host : "[" + this.host + "]";
	}

	/**
	 * Whether the host can be reached on its own machine only. Asks no name server.
	 * @return {@code true} if it is a name or an address of the loopback
	 */
	boolean isLoopback() {
		return this.host.equals("localhost") || this.host.equals("::1") || LOOPBACK.matcher(this.host).matches();
	}

	/**
	 * Read an entry.
	 * @param property name of the property that has the entry
	 * @param text the entry
	 * @param unknownPort whether the port may be 0
	 * @return the entry
	 */
	static MemberEntry parse(String property, String text, boolean unknownPort) {
		Matcher matcher = FORM.matcher(text);
		boolean uri = text.startsWith("ws://") || text.startsWith("wss://");
		if (!matcher.matches() || (matcher.group("path") != null && !uri)) {
			throw new InvalidVrConfigurationException(property, text, "this is not the address of a member", CURE);
		}
		int port = Integer.parseInt(matcher.group("port"));
		if (port > 65535 || (port == 0 && !unknownPort)) {
			throw new InvalidVrConfigurationException(property, text, "the port is not between 1 and 65535", CURE);
		}
		String host = (matcher.group("v6") != null) ? matcher.group("v6") : matcher.group("name");
		if (matcher.group("v6") == null && URI.create("ws://" + host).getHost() == null) {
			throw new InvalidVrConfigurationException(property, text, "'" + host + "' is not the name of a host", CURE);
		}
		return new MemberEntry(text, host.toLowerCase(Locale.ROOT), port);
	}

	/**
	 * Read a member list, in which every member has a place of its own.
	 * @param property name of the property that has the list
	 * @param texts the entries
	 * @param unknownPorts whether ports may be 0
	 * @return the entries
	 */
	static List<MemberEntry> parseAll(String property, List<String> texts, boolean unknownPorts) {
		List<MemberEntry> entries = new ArrayList<>();
		for (String text : texts) {
			MemberEntry entry = parse(property, text, unknownPorts);
			for (MemberEntry earlier : entries) {
				if (entry.port() != 0 && entry.samePlace(earlier)) {
					throw new InvalidVrConfigurationException(property, String.join(",", texts),
							"'" + entry.hostAndPort() + "' is there twice",
							"List every member of the group once, in the order of the member ids.");
				}
			}
			entries.add(entry);
		}
		return List.copyOf(entries);
	}

}
