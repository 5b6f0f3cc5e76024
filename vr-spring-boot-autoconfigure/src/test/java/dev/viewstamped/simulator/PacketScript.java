package dev.viewstamped.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

import dev.viewstamped.simulator.PacketSimulator.Verdict;

/**
 * What a story has said of messages: the first rule that fits a packet decides about it.
 */
final class PacketScript implements PacketSimulator.Filter {

	private static final int ANY = -1;

	private final PacketSimulator packets;

	private final IntSupplier clientNode;

	private final List<Rule> rules = new ArrayList<>();

	/**
	 * Create a script without rules.
	 * @param packets the network
	 * @param clientNode where client 0 is now
	 */
	PacketScript(PacketSimulator packets, IntSupplier clientNode) {
		this.packets = packets;
		this.clientNode = clientNode;
	}

	void add(Place place, Verdict verdict) {
		this.rules.add(new Rule(place, verdict));
	}

	void clear() {
		this.rules.clear();
	}

	@Override
	public Verdict judge(Packet packet) {
		for (Rule rule : this.rules) {
			if (matches(packet, rule.place())) {
				return rule.verdict();
			}
		}
		return Verdict.PASS;
	}

	boolean isHeld(Place place) {
		return this.packets.held().stream().anyMatch((packet) -> matches(packet, place));
	}

	void release(Place place) {
		this.packets.release((packet) -> matches(packet, place));
	}

	private boolean matches(Packet packet, Place place) {
		boolean kind = place.kinds().isEmpty()
				|| place.kinds().stream().anyMatch((type) -> type.isInstance(packet.message()));
		return isAt(place.from(), packet.from()) && isAt(place.to(), packet.to()) && kind;
	}

	private boolean isAt(int named, int node) {
		return named == ANY || node == ((named == Story.CLIENT) ? this.clientNode.getAsInt() : named);
	}

	/**
	 * Messages between two ends.
	 *
	 * @param from the sender, -1 for any
	 * @param to the receiver, -1 for any
	 * @param kinds kinds of messages, none for all
	 */
	record Place(int from, int to, List<Class<?>> kinds) {

		static Place of(int from, int to, Class<?>... kinds) {
			return new Place(from, to, Arrays.asList(kinds));
		}

	}

	private record Rule(Place place, Verdict verdict) {

	}

}
