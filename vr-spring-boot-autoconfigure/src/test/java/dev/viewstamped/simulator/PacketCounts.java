package dev.viewstamped.simulator;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Forward;
import dev.viewstamped.message.Message;
import dev.viewstamped.message.PeerMessage;

/**
 * Counts what the network does to packets, for each type of message.
 */
final class PacketCounts {

	private final Map<Class<?>, Map<Fate, Long>> counts = new HashMap<>();

	/**
	 * Count a packet.
	 * @param fate what happened to it
	 * @param packet the packet
	 */
	void count(Fate fate, Packet packet) {
		this.counts.computeIfAbsent(packet.message().getClass(), (type) -> new EnumMap<>(Fate.class))
			.merge(fate, 1L, Long::sum);
	}

	/**
	 * The counts by name of the type.
	 * @return a copy
	 */
	SortedMap<String, PacketCount> byType() {
		SortedMap<String, PacketCount> result = new TreeMap<>();
		this.counts.forEach((type, fates) -> result.put(type.getSimpleName(), toCount(fates)));
		return result;
	}

	PacketCount total() {
		return this.counts.values().stream().map(PacketCounts::toCount).reduce(PacketCount.NONE, PacketCount::plus);
	}

	/**
	 * All types of messages of the protocol.
	 * @return their simple names, those between replicas first
	 */
	static List<String> types() {
		return Stream.of(PeerMessage.class, ClientMessage.class)
			.flatMap((type) -> Stream.of(type.getPermittedSubclasses()))
			.map(Class::getSimpleName)
			.toList();
	}

	/**
	 * Whether the network may deliver a message twice. Clients, and replicas that forward
	 * for clients, send on a connection, which delivers at most once.
	 * @param type simple name of the message's type
	 * @return {@code true} if it may arrive twice
	 */
	static boolean isRepeatable(String type) {
		return !type.equals(Forward.class.getSimpleName()) && Stream.of(ClientMessage.class.getPermittedSubclasses())
			.noneMatch((other) -> other.getSimpleName().equals(type));
	}

	/**
	 * Whether the network may deliver a message twice.
	 * @param message the message
	 * @return {@code true} if it may arrive twice
	 */
	static boolean isRepeatable(Message message) {
		// A forwarded request is sent once on a connection, like that of a client
		return message instanceof PeerMessage && !(message instanceof Forward);
	}

	private static PacketCount toCount(Map<Fate, Long> fates) {
		return new PacketCount(get(fates, Fate.SENT), get(fates, Fate.LOST), get(fates, Fate.CUT),
				get(fates, Fate.OVERFLOWN), get(fates, Fate.DELAYED), get(fates, Fate.DUPLICATED),
				get(fates, Fate.CLOGGED), get(fates, Fate.REORDERED));
	}

	private static long get(Map<Fate, Long> fates, Fate fate) {
		return fates.getOrDefault(fate, 0L);
	}

	/**
	 * What happens to packets.
	 */
	enum Fate {

		SENT, LOST, CUT, OVERFLOWN, DELAYED, DUPLICATED, CLOGGED, REORDERED

	}

}
