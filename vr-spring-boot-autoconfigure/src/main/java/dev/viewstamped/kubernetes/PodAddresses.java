package dev.viewstamped.kubernetes;

import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Addresses of the pods of one StatefulSet, by which they are members of the group: the
 * pod's name, the domain of the governing service, and a port, as in
 * {@code vr-0.vr-peers:8080}.
 */
public final class PodAddresses {

	private final String set;

	private final String suffix;

	private PodAddresses(String set, String suffix) {
		this.set = set;
		this.suffix = suffix;
	}

	/**
	 * Learn the form of the addresses from those of the first pods.
	 * @param first addresses of pods as host:port, by ascending ordinal, from 0
	 * @return the addresses; {@code null} if these are not those of the pods of one
	 * StatefulSet
	 */
	public static @Nullable PodAddresses of(List<String> first) {
		if (first.isEmpty()) {
			return null;
		}
		int end = endOfPodName(first.get(0));
		PodName pod = PodName.parse(first.get(0).substring(0, end));
		if (pod == null) {
			return null;
		}
		PodAddresses addresses = new PodAddresses(pod.set(), first.get(0).substring(end));
		return addresses.first(first.size()).equals(first) ? addresses : null;
	}

	private static int endOfPodName(String address) {
		int dot = address.indexOf('.');
		int colon = address.indexOf(':');
		int end = (dot >= 0) ? dot : colon;
		return (end >= 0) ? end : address.length();
	}

	/**
	 * Name of the StatefulSet.
	 * @return the name
	 */
	public String set() {
		return this.set;
	}

	/**
	 * Address of a pod.
	 * @param ordinal number of the pod
	 * @return its address as host:port
	 */
	public String of(int ordinal) {
		return new PodName(this.set, ordinal) + this.suffix;
	}

	/**
	 * Addresses of the first pods.
	 * @param count how many
	 * @return their addresses, by ascending ordinal
	 */
	public List<String> first(int count) {
		return IntStream.range(0, count).mapToObj(this::of).toList();
	}

	/**
	 * The pod at an address.
	 * @param address an address as host:port
	 * @return the number of the pod; -1 if it is not one of the set
	 */
	public int ordinal(String address) {
		PodName pod = PodName.parse(address.substring(0, endOfPodName(address)));
		return (pod != null && of(pod.ordinal()).equals(address)) ? pod.ordinal() : -1;
	}

}
