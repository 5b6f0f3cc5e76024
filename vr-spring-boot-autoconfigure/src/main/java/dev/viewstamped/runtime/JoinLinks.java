package dev.viewstamped.runtime;

import java.util.UUID;
import java.util.random.RandomGenerator;

import dev.viewstamped.client.ClientNetwork;
import dev.viewstamped.client.Joiner;
import dev.viewstamped.replica.Time;
import dev.viewstamped.transport.ClientTransport;
import dev.viewstamped.transport.ClientTransportListener;
import dev.viewstamped.transport.MemberAddresses;
import dev.viewstamped.transport.TransportSettings;

/**
 * Makes the links on which a process without a place in its group looks for it.
 */
final class JoinLinks {

	private final TransportSettings settings;

	private final MemberAddresses seeds;

	private final ClientTransportListener listener;

	private final Time time;

	private final RandomGenerator random;

	/**
	 * Create a factory.
	 * @param settings settings of the replica's links
	 * @param seeds where some members are, or were
	 * @param listener takes what is received
	 * @param time the clock
	 * @param random for jitter and challenges
	 */
	JoinLinks(TransportSettings settings, MemberAddresses seeds, ClientTransportListener listener, Time time,
			RandomGenerator random) {
		this.settings = settings;
		this.seeds = seeds;
		this.listener = listener;
		this.time = time;
		this.random = random;
	}

	/**
	 * Make links to the members.
	 * @return the links, which have not been started
	 */
	ClientTransport open() {
		TransportSettings client = new TransportSettings(this.settings.group(), TransportSettings.NO_MEMBER,
				this.settings.boot(), this.seeds.peers().size(), this.settings.secret(), this.settings.sslContext(),
				this.settings.maxCommandBytes(), this.settings.maxQueueBytes(), this.settings.ioTimeout());
		return new ClientTransport(client, this.seeds, this.listener, this.random, this.time::monotonicNanos);
	}

	/**
	 * Begin to look for the group.
	 * @param network links to the members
	 * @param address where this process is reached
	 * @param boot identity of the life that asks for a place
	 * @return the search
	 */
	Joiner search(ClientNetwork network, String address, UUID boot) {
		return new Joiner(network, this.time, this.random, address, boot);
	}

}
