package dev.viewstamped.simulator.search;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.replica.Network;
import dev.viewstamped.replica.ReplicaOptions;
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
 * target, which follows from the target's view.
 */
final class Fingerprint {

	private static final Set<String> UNSEEN = Set.of("Contacts.lastPingNanos", "Contacts.blankNanos",
			"GroupFence.dropped", "ReplicaState.viewChanges", "ReplicaState.header", "ReplicaState.nowNanos",
			"Conditions.startedNanos");

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

	private Fingerprint(long nowNanos) {
		this.nowNanos = nowNanos;
	}

	/**
	 * The text of an object.
	 * @param object the object
	 * @param nowNanos what its monotonic clock shows
	 * @return the text
	 */
	static String of(Object object, long nowNanos) {
		Fingerprint fingerprint = new Fingerprint(nowNanos);
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

	private void addMap(Map<?, ?> map) {
		List<String> entries = new ArrayList<>();
		map.forEach((key, value) -> entries.add(of(key, this.nowNanos) + "=" + of(value, this.nowNanos)));
		Collections.sort(entries);
		this.text.append(entries);
	}

	private void addCollection(Collection<?> collection) {
		if (collection instanceof Set<?>) {
			List<String> entries = new ArrayList<>();
			collection.forEach((value) -> entries.add(of(value, this.nowNanos)));
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

	private void addObject(Object object) {
		Integer known = this.seen.putIfAbsent(object, this.seen.size());
		if (known != null) {
			this.text.append('#').append(known);
			return;
		}
		this.text.append(object.getClass().getSimpleName()).append('{');
		try {
			for (Field field : FIELDS.get(object.getClass())) {
				add(field.get(object));
				this.text.append(';');
			}
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("Cannot read " + object.getClass(), ex);
		}
		this.text.append('}');
	}

}
