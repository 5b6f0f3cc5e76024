package dev.viewstamped.transport;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntFunction;

/**
 * The dialers of a replica: one for each other member, as the roster says who they are.
 */
final class PeerDialers {

	private final Roster roster;

	private final IntFunction<Dialer> factory;

	private final Map<Integer, Dialer> dialers = new ConcurrentSkipListMap<>();

	private boolean started;

	private boolean closed;

	/**
	 * Dialers for those in the roster.
	 * @param roster who is to be dialled
	 * @param factory makes a dialer for a member
	 */
	PeerDialers(Roster roster, IntFunction<Dialer> factory) {
		this.roster = roster;
		this.factory = factory;
		follow();
	}

	synchronized void start() {
		this.started = true;
		this.dialers.values().forEach(Dialer::start);
	}

	/**
	 * Dial those that are in the roster now, and nobody else. Does not block.
	 */
	synchronized void follow() {
		boolean dials = this.roster.memberId() != TransportSettings.NO_MEMBER && !this.closed;
		this.dialers.values().removeIf((dialer) -> {
			boolean gone = !dials || !this.roster.contains(dialer.memberId());
			if (gone) {
				dialer.close();
			}
			return gone;
		});
		if (!dials) {
			return;
		}
		for (int memberId : this.roster.others()) {
			if (!this.dialers.containsKey(memberId)) {
				begin(memberId);
			}
		}
	}

	private void begin(int memberId) {
		Dialer dialer = this.factory.apply(memberId);
		this.dialers.put(memberId, dialer);
		if (this.started) {
			dialer.start();
		}
	}

	/**
	 * The dialers by ascending member id.
	 * @return the dialers
	 */
	List<Dialer> all() {
		return List.copyOf(this.dialers.values());
	}

	boolean isEmpty() {
		return this.dialers.isEmpty();
	}

	void redial(String why) {
		this.dialers.values().forEach((dialer) -> dialer.redial(why));
	}

	/**
	 * Dial a member at once if there is no link to it: it shows that it lives.
	 * @param memberId the member
	 */
	void hurry(int memberId) {
		Dialer dialer = this.dialers.get(memberId);
		if (dialer != null) {
			dialer.hurry();
		}
	}

	void redialUnless(int memberId, UUID boot) {
		Dialer dialer = this.dialers.get(memberId);
		if (dialer != null) {
			dialer.redialUnless(boot);
		}
	}

	synchronized void close() {
		this.closed = true;
		this.dialers.values().forEach(Dialer::close);
	}

}
