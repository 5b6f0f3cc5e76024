package dev.viewstamped.autoconfigure;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names and addresses by which other applications may know this machine.
 */
final class LocalHosts {

	private static final String LOCALHOST = "localhost";

	private LocalHosts() {
	}

	/**
	 * The names and addresses, in lower case. Asks no name server for the names of the
	 * addresses.
	 * @return the names and addresses
	 */
	static Set<String> find() {
		Set<String> hosts = new TreeSet<>();
		hosts.add(LOCALHOST);
		hosts.add("::1");
		try {
			NetworkInterface.networkInterfaces()
				.flatMap(NetworkInterface::inetAddresses)
				.forEach((address) -> hosts.add(text(address)));
		}
		catch (SocketException ex) {
			throw new UncheckedIOException("Cannot read the addresses of this machine", ex);
		}
		hosts.add(hostName());
		return hosts;
	}

	/**
	 * Name of this machine.
	 * @return the name, in lower case; {@code localhost} if it has none that an address
	 * can have
	 */
	static String hostName() {
		try {
			String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
			return isUsable(name) ? name : LOCALHOST;
		}
		catch (UnknownHostException ex) {
			return LOCALHOST;
		}
	}

	private static boolean isUsable(String name) {
		return name.matches("[a-z0-9.-]+") && URI.create("ws://" + name).getHost() != null;
	}

	private static String text(InetAddress address) {
		String text = address.getHostAddress().toLowerCase(Locale.ROOT);
		int zone = text.indexOf('%');
		return (zone < 0) ? text : text.substring(0, zone);
	}

}
