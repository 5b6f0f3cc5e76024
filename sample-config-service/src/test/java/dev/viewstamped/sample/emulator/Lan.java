package dev.viewstamped.sample.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Networks of processes: one namespace for each, joined by a bridge in a namespace of its
 * own, to which this process is connected too. Names are looked up in a hosts file of
 * each namespace, which stands for the name server of a cluster.
 */
final class Lan implements AutoCloseable {

	private static final Path NETNS = Path.of("/etc/netns");

	private static final int OWN_HOST = 254;

	private static final int LAST_HOST = 250;

	private final String tag = Long.toString(ProcessHandle.current().pid() % 100_000, 36);

	private final String prefix = "10.213." + (ProcessHandle.current().pid() % 250) + ".";

	private final String bridge = "vr" + this.tag + "lan";

	private final Set<String> namespaces = new TreeSet<>();

	private final Map<String, String> names = new TreeMap<>();

	private int lastHost;

	Lan() {
		addNamespace(this.bridge);
		in(this.bridge, "ip link add lan type bridge");
		in(this.bridge, "ip link set lan up");
		attach("own");
		Shell.run("ip addr add " + this.prefix + OWN_HOST + "/24 dev " + device("own"));
		Shell.run("ip link set " + device("own") + " up");
	}

	/**
	 * Why there can be no such network here.
	 * @return the reason, empty if there can be one
	 */
	static String obstacle() {
		String probe = "vrprobe" + ProcessHandle.current().pid();
		Shell.Outcome added = Shell.tryRun("ip netns add " + probe);
		if (added.status() != 0) {
			return "network namespaces cannot be made here (root and iproute2 are needed): " + added.text();
		}
		Shell.Outcome linked = Shell.tryRun("ip -n " + probe + " link add lan type bridge");
		Shell.run("ip netns del " + probe);
		return (linked.status() != 0) ? "bridges cannot be made here: " + linked.text() : "";
	}

	/**
	 * Make a network for a process.
	 * @param name its name in this network, at most six characters
	 * @return the network
	 */
	synchronized Host join(String name) {
		this.lastHost++;
		if (this.lastHost > LAST_HOST) {
			throw new IllegalStateException("All addresses of this network were used");
		}
		Host host = new Host("vr" + this.tag + name, name, this.prefix + this.lastHost);
		addNamespace(host.namespace());
		// Not the name of one before: the kernel removes devices after their namespace
		String device = Integer.toString(this.lastHost);
		attach(device);
		Shell.run("ip link set " + device(device) + " netns " + host.namespace() + " name eth0");
		in(host.namespace(), "ip addr add " + host.address() + "/24 dev eth0");
		in(host.namespace(), "ip link set eth0 up");
		return host;
	}

	/**
	 * Cut the network of a process off, as a machine that loses power would.
	 */
	void cut(Host host) {
		in(host.namespace(), "ip link set eth0 down");
	}

	synchronized void leave(Host host) {
		removeNamespace(host.namespace());
	}

	/**
	 * Tell all where a name leads.
	 */
	synchronized void publish(String name, Host host) {
		this.names.put(name, host.address());
		this.namespaces.forEach(this::writeHosts);
	}

	synchronized void withdraw(String name) {
		this.names.remove(name);
		this.namespaces.forEach(this::writeHosts);
	}

	private void attach(String name) {
		Shell.run("ip link add " + device(name) + " type veth peer name " + device(name) + "b");
		Shell.run("ip link set " + device(name) + "b netns " + this.bridge);
		in(this.bridge, "ip link set " + device(name) + "b master lan up");
	}

	private String device(String name) {
		return "vr" + this.tag + name;
	}

	private static void in(String namespace, String command) {
		Shell.run("ip netns exec " + namespace + " " + command);
	}

	private void addNamespace(String namespace) {
		try {
			Files.createDirectories(NETNS.resolve(namespace));
			// Without these, names that are not there would be asked of name servers
			Files.writeString(NETNS.resolve(namespace).resolve("nsswitch.conf"), "hosts: files\n");
			Files.writeString(NETNS.resolve(namespace).resolve("resolv.conf"), "nameserver 127.0.0.1\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		writeHosts(namespace);
		Shell.run("ip netns add " + namespace);
		this.namespaces.add(namespace);
		in(namespace, "ip link set lo up");
	}

	/**
	 * In place: processes that run see this very file.
	 */
	private void writeHosts(String namespace) {
		StringBuilder text = new StringBuilder("127.0.0.1 localhost\n");
		this.names.forEach((name, address) -> text.append(address).append(' ').append(name).append('\n'));
		try {
			Files.writeString(NETNS.resolve(namespace).resolve("hosts"), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void removeNamespace(String namespace) {
		Shell.run("ip netns del " + namespace);
		this.namespaces.remove(namespace);
		try (Stream<Path> files = Files.walk(NETNS.resolve(namespace))) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public synchronized void close() {
		List.copyOf(this.namespaces).forEach(this::removeNamespace);
	}

	/**
	 * The network of a process.
	 *
	 * @param namespace its namespace
	 * @param name its name
	 * @param address its address
	 */
	record Host(String namespace, String name, String address) {

	}

}
