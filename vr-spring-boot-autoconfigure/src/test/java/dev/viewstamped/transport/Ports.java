package dev.viewstamped.transport;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Members on ports of this machine that become known as they start.
 */
class Ports implements MemberAddresses {

	private final AtomicIntegerArray ports;

	Ports(int members) {
		this.ports = new AtomicIntegerArray(members);
	}

	void set(int memberId, int port) {
		this.ports.set(memberId, port);
	}

	int get(int memberId) {
		return this.ports.get(memberId);
	}

	Ports copy() {
		Ports copy = new Ports(this.ports.length());
		for (int i = 0; i < this.ports.length(); i++) {
			copy.set(i, get(i));
		}
		return copy;
	}

	@Override
	public List<URI> peers() {
		List<URI> peers = new ArrayList<>();
		for (int i = 0; i < this.ports.length(); i++) {
			peers.add(URI.create("ws://localhost:" + get(i) + "/vr"));
		}
		return peers;
	}

}
