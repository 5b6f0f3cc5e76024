package dev.viewstamped.service;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.viewstamped.Checkpointable;
import dev.viewstamped.state.Snapshot;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;

/**
 * The state of {@link Checkpointable} beans as sections of snapshots, one for each bean.
 */
final class BeanSections {

	private static final String PREFIX = "bean:";

	private final SortedMap<String, Checkpointable> beans;

	private final SortedMap<String, byte[]> first = new TreeMap<>();

	/**
	 * Take the state that the beans have now as that of a service that has executed
	 * nothing.
	 * @param beans the beans by name
	 */
	BeanSections(SortedMap<String, Checkpointable> beans) {
		this.beans = new TreeMap<>(beans);
		this.beans.forEach((name, bean) -> this.first.put(name, write(name, bean)));
	}

	/**
	 * Say who writes the sections.
	 * @param beans the beans by name
	 * @return the classes of the beans by the names of their sections
	 */
	static SortedMap<String, String> formats(SortedMap<String, Checkpointable> beans) {
		SortedMap<String, String> formats = new TreeMap<>();
		beans.forEach((name, bean) -> formats.put(PREFIX + name, AopUtils.getTargetClass(bean).getName()));
		return formats;
	}

	/**
	 * Add the present state of the beans to a snapshot.
	 * @param snapshot the snapshot
	 * @return the snapshot with the sections of the beans
	 */
	Snapshot addTo(Snapshot snapshot) {
		Snapshot more = snapshot;
		for (SortedMap.Entry<String, Checkpointable> bean : this.beans.entrySet()) {
			more = more.with(PREFIX + bean.getKey(), write(bean.getKey(), bean.getValue()));
		}
		return more;
	}

	/**
	 * Give the beans the state of a snapshot.
	 * @param snapshot the snapshot; {@link Snapshot#EMPTY} stands for the first state
	 * @throws IllegalStateException if the snapshot is not one of these beans
	 */
	void restore(Snapshot snapshot) {
		if (snapshot == Snapshot.EMPTY) {
			this.beans.forEach((name, bean) -> read(name, bean, this.first.get(name)));
			return;
		}
		for (String section : snapshot.sectionNames()) {
			if (section.startsWith(PREFIX) && !this.beans.containsKey(section.substring(PREFIX.length()))) {
				throw new IllegalStateException(
						("The checkpoint has the state of a bean '%s', but this application has no Checkpointable bean"
								+ " of that name; it has %s. Start this replica with the version of the application"
								+ " that the others run")
							.formatted(section.substring(PREFIX.length()), new TreeSet<>(this.beans.keySet())));
			}
		}
		this.beans.forEach((name, bean) -> read(name, bean, snapshot.section(PREFIX + name)));
	}

	private static byte[] write(String name, Checkpointable bean) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try {
			bean.writeTo(out);
		}
		catch (IOException ex) {
			throw new IllegalStateException("Bean '%s' (%s) could not write its state for a checkpoint".formatted(name,
					bean.getClass().getName()), ex);
		}
		return out.toByteArray();
	}

	private static void read(String name, Checkpointable bean, byte @Nullable [] bytes) {
		if (bytes == null) {
			throw new IllegalStateException(
					("The checkpoint has no state of the Checkpointable bean '%s' (%s): it was taken by a version of the"
							+ " application without this bean. Start this replica with the version that the others run")
						.formatted(name, bean.getClass().getName()));
		}
		try {
			bean.readFrom(new ByteArrayInputStream(bytes));
		}
		catch (IOException ex) {
			throw new IllegalStateException("Bean '%s' (%s) could not read its state of %s bytes from a checkpoint"
				.formatted(name, bean.getClass().getName(), bytes.length), ex);
		}
	}

}
