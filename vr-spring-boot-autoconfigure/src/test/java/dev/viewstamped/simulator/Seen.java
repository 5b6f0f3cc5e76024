package dev.viewstamped.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * How far along the canonical order something was seen, by whom: the greatest op-number
 * in each group.
 */
final class Seen {

	private final Map<Key, Long> opNumbers = new HashMap<>();

	void see(Observer observer, UUID groupId, long opNumber) {
		this.opNumbers.merge(new Key(observer, groupId), opNumber, Math::max);
	}

	long by(Observer observer, UUID groupId) {
		return this.opNumbers.getOrDefault(new Key(observer, groupId), 0L);
	}

	/**
	 * What some observers have seen until now.
	 * @param observers the observers
	 * @return a copy
	 */
	Seen only(Predicate<Observer> observers) {
		Seen copy = new Seen();
		this.opNumbers.forEach((key, opNumber) -> {
			if (observers.test(key.observer())) {
				copy.opNumbers.put(key, opNumber);
			}
		});
		return copy;
	}

	/**
	 * Who saw something.
	 */
	sealed interface Observer {

	}

	/**
	 * Any client, in an answer that promises to be the latest.
	 */
	record Anybody() implements Observer {

	}

	/**
	 * A client, in the result of its own command.
	 *
	 * @param client its number
	 */
	record Writer(int client) implements Observer {

	}

	/**
	 * A client, in the answer to its own query.
	 *
	 * @param client its number
	 */
	record Reader(int client) implements Observer {

	}

	/**
	 * Any client, in a stale answer of a process.
	 *
	 * @param memberId the member
	 * @param life which of its processes
	 */
	record Source(int memberId, int life) implements Observer {

	}

	private record Key(Observer observer, UUID groupId) {

	}

}
