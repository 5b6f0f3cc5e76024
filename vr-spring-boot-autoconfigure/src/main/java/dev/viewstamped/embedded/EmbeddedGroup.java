package dev.viewstamped.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;

import dev.viewstamped.autoconfigure.VrConnectionDetails;

/**
 * Where the replicas of one JVM listen. Shared by their application contexts; each one's
 * port becomes known once its web server is up.
 */
final class EmbeddedGroup implements VrConnectionDetails {

	private final String host;

	private final AtomicIntegerArray ports;

	private final ReentrantLock preparation = new ReentrantLock();

	/**
	 * A group on one host.
	 * @param host the host
	 * @param ports the ports in the order of the member ids, 0 for one that the system
	 * chooses
	 */
	EmbeddedGroup(String host, int... ports) {
		this.host = host;
		this.ports = new AtomicIntegerArray(ports);
	}

	@Override
	public List<String> getMembers() {
		List<String> members = new ArrayList<>(size());
		for (int memberId = 0; memberId < size(); memberId++) {
			members.add(this.host + ":" + port(memberId));
		}
		return members;
	}

	/**
	 * Held by the member that prepares its environment and logging.
	 * @return the lock
	 */
	ReentrantLock preparation() {
		return this.preparation;
	}

	int size() {
		return this.ports.length();
	}

	String host() {
		return this.host;
	}

	int port(int memberId) {
		return this.ports.get(memberId);
	}

	void listening(int memberId, int port) {
		this.ports.set(memberId, port);
	}

}
