package dev.viewstamped.simulator.search;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.replica.Network;
import dev.viewstamped.replica.Replica;
import dev.viewstamped.replica.ReplicaOptions;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Status;
import dev.viewstamped.replica.Time;

import org.jspecify.annotations.Nullable;

/**
 * All fields of an object and of what it refers to, as a text that is the same for
 * objects that behave the same. It reads private fields, so a new field of the replica is
 * part of it without being named here.
 * <p>
 * Times of the monotonic clock are told as distances from now, and those longer ago than
 * any time-out of the replica are told alike. It does not see: the ports, the settings,
 * when a member was last heard as one without state (only the texts of conditions depend
 * on it), when a replica was started (likewise), when the last Ping was sent (Pings are
 * not in these worlds), the counts of view changes and of dropped messages, which are
 * only reported, the header that is kept ready, and the lambda of a state transfer's
 * target, which follows from the target's view. Nor does it see, in a replica that has
 * state, how it came by it: a group is formed, or a state recovered, once in a life. When
 * a member was last heard is seen only where it matters: a primary looks at it after a
 * heartbeat, a time-out makes all of it old, and a few heartbeats none of it. What is
 * about changes of the group is not seen either: there are none in these worlds.
 */
final class Fingerprint {

	private static final Set<String> UNSEEN = Set.of("Contacts.lastPingNanos", "Contacts.blankNanos",
			"GroupFence.dropped", "ReplicaState.viewChanges", "ReplicaState.header", "ReplicaState.nowNanos",
			"Conditions.startedNanos", "NormalCase.primaryOpNumber");

	/** What is about changes of the group, which are not in these worlds. */
	private static final Set<String> ABOUT_CHANGES = Set.of("Participants", "Exchange", "Epochs", "EpochWord",
			"EpochGate", "Following", "HandOver", "Operators", "Reconfiguration", "Joining", "ChangeReport");

	/** What a replica that has state never looks at again. */
	private static final Set<String> WITHOUT_STATE = Set.of("Genesis", "Recovery", "Counter");

	/** Times that say the same whether they are long ago or never were. */
	private static final Set<String> SINCE = Set.of("Votes.votedNanos", "Contacts.heardNanos");

	private static final long NEVER = Long.MIN_VALUE;

	private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {

		@Override
		protected List<Field> computeValue(Class<?> type) {
			List<Field> fields = new ArrayList<>();
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())
						&& !UNSEEN.contains(type.getSimpleName() + "." + field.getName())) {
					field.setAccessible(true);
					fields.add(field);
				}
			}
			return fields;
		}

	};

	private final StringBuilder text = new StringBuilder();

	private final Map<Object, Integer> seen = new IdentityHashMap<>();

	private final long nowNanos;

	private final Set<String> unseen;

	private Fingerprint(long nowNanos, Set<String> unseen) {
		this.nowNanos = nowNanos;
		this.unseen = unseen;
	}

	/**
	 * The text of a message.
	 * @param message the message
	 * @return the text
	 */
	static String of(PeerMessage message) {
		return of(message, 0, Set.of());
	}

	/**
	 * The text of a replica.
	 * @param replica the replica
	 * @param nowNanos what its monotonic clock shows
	 * @param contacts whether it matters when other members were heard
	 * @return the text
	 */
	static String of(Replica replica, long nowNanos, boolean contacts) {
		Set<String> unseen = new HashSet<>(ABOUT_CHANGES);
		ReplicaReport report = replica.report();
		if (report.status() != Status.RECOVERING) {
			unseen.addAll(WITHOUT_STATE);
		}
		if (!contacts) {
			unseen.add("Contacts.heardNanos");
		}
		unseen.add((report.memberId() == 0) ? "Genesis.latest" : "HelloResponse.nonce");
		return of(replica, nowNanos, unseen);
	}

	private static String of(Object object, long nowNanos, Set<String> unseen) {
		Fingerprint fingerprint = new Fingerprint(nowNanos, unseen);
		fingerprint.add(object);
		return fingerprint.text.toString();
	}

	private void add(@Nullable Object value) {
		if (value == null) {
			this.text.append('-');
		}
		else if (value instanceof Long number) {
			addLong(number);
		}
		else if (value instanceof UUID id) {
			this.text.append(Long.toHexString(id.getMostSignificantBits()))
				.append(':')
				.append(Long.toHexString(id.getLeastSignificantBits()));
		}
		else if (value instanceof Number || value instanceof Boolean || value instanceof Enum<?>
				|| value instanceof String) {
			this.text.append(value);
		}
		else if (isPort(value)) {
			this.text.append('~');
		}
		else if (value instanceof Map<?, ?> map) {
			addMap(map);
		}
		else if (value instanceof Collection<?> collection) {
			addCollection(collection);
		}
		else if (value.getClass().isArray()) {
			addArray(value);
		}
		else {
			addObject(value);
		}
	}

	private static boolean isPort(Object value) {
		return value instanceof Network || value instanceof Time || value instanceof ReplicaOptions
				|| value instanceof Configuration || value.getClass().isHidden() || value.getClass().isSynthetic();
	}

	private void addLong(long number) {
		if (number < ReplicaRun.CLOCK_ORIGIN_NANOS / 2 || number > 2 * ReplicaRun.CLOCK_ORIGIN_NANOS) {
			this.text.append(number);
		}
		else {
			this.text.append('t').append(Math.max(number - this.nowNanos, -ReplicaRun.LONGEST_NANOS));
		}
	}

	private String text(Object value) {
		return of(value, this.nowNanos, this.unseen);
	}

	private void addMap(Map<?, ?> map) {
		List<String> entries = new ArrayList<>();
		map.forEach((key, value) -> entries.add(text(key) + "=" + text(value)));
		Collections.sort(entries);
		this.text.append(entries);
	}

	private void addCollection(Collection<?> collection) {
		if (collection instanceof Set<?>) {
			List<String> entries = new ArrayList<>();
			collection.forEach((value) -> entries.add(text(value)));
			Collections.sort(entries);
			this.text.append(entries);
			return;
		}
		this.text.append('[');
		for (Object value : collection) {
			add(value);
			this.text.append(',');
		}
		this.text.append(']');
	}

	/** The chunks of the log are long and mostly empty. */
	private void addArray(Object array) {
		int length = Array.getLength(array);
		this.text.append('[');
		for (int i = 0; i < length; i++) {
			Object value = Array.get(array, i);
			if (value != null) {
				this.text.append(i).append('=');
				add(value);
				this.text.append(',');
			}
		}
		this.text.append(']');
	}

	private void addSince(long[] times) {
		for (long time : times) {
			addLong((time == NEVER) ? this.nowNanos - ReplicaRun.LONGEST_NANOS : time);
			this.text.append(',');
		}
	}

	private void addObject(Object object) {
		String type = object.getClass().getSimpleName();
		if (this.unseen.contains(type)) {
			this.text.append('~');
			return;
		}
		Integer known = this.seen.putIfAbsent(object, this.seen.size());
		if (known != null) {
			this.text.append('#').append(known);
			return;
		}
		this.text.append(type).append('{');
		try {
			for (Field field : FIELDS.get(object.getClass())) {
				String name = type + "." + field.getName();
				if (SINCE.contains(name) && !this.unseen.contains(name)) {
					addSince((long[]) field.get(object));
				}
				else if (!this.unseen.contains(name)) {
					add(field.get(object));
				}
				this.text.append(';');
			}
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("Cannot read " + object.getClass(), ex);
		}
		this.text.append('}');
	}

}
