package dev.viewstamped.replica;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Operation;

/**
 * Requests that are in the log and not executed yet, so that a request sent again is not
 * appended again. Made anew from the log at each entry into a view; the client table is
 * never used for it. A request that slips through is not executed twice: execution looks
 * into the client table.
 */
final class InFlight {

	private final int slots;

	private final Map<UUID, long[]> requests = new HashMap<>();

	private final Set<UUID> registering = new HashSet<>();

	InFlight(int clientWindow) {
		this.slots = Math.max(1, Integer.highestOneBit(Math.max(1, clientWindow * 2 - 1)));
	}

	boolean contains(UUID client, long requestNumber) {
		long[] ring = this.requests.get(client);
		return ring != null && ring[slot(requestNumber)] == requestNumber;
	}

	boolean isRegistering(UUID client) {
		return this.registering.contains(client);
	}

	void add(Entry entry) {
		if (entry.operation() == Operation.REGISTER) {
			this.registering.add(entry.client());
		}
		else if (entry.operation() == Operation.COMMAND) {
			this.requests.computeIfAbsent(entry.client(),
					(client) -> new long[this.slots])[slot(entry.requestNumber())] = entry.requestNumber();
		}
	}

	void executed(Entry entry) {
		if (entry.operation() == Operation.REGISTER) {
			this.registering.remove(entry.client());
		}
		else if (entry.operation() == Operation.COMMAND) {
			long[] ring = this.requests.get(entry.client());
			if (ring != null && ring[slot(entry.requestNumber())] == entry.requestNumber()) {
				ring[slot(entry.requestNumber())] = 0;
			}
		}
	}

	/**
	 * The client has no session any more: what it keeps here would stay for as long as
	 * the view does.
	 */
	void evicted(UUID client) {
		this.requests.remove(client);
	}

	/**
	 * Make it anew from the entries of a log after an op-number.
	 */
	void rebuild(Log log, long executedNumber) {
		this.requests.clear();
		this.registering.clear();
		for (long op = executedNumber + 1; op <= log.opNumber(); op++) {
			add(log.get(op));
		}
	}

	private int slot(long requestNumber) {
		return (int) (requestNumber & (this.slots - 1));
	}

}
