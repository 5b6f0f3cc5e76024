package dev.viewstamped.state;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The state of a service at one moment: the maps, which share their pages with those of
 * other moments, and sections of bytes. Immutable.
 */
public final class Snapshot {

	/**
	 * Of a service that has not executed anything.
	 */
	public static final Snapshot EMPTY = new Snapshot(new TreeMap<>(), new TreeMap<>());

	private final SortedMap<String, PageTree<?, ?>> maps;

	private final SortedMap<String, byte[]> sections;

	Snapshot(SortedMap<String, PageTree<?, ?>> maps, SortedMap<String, byte[]> sections) {
		this.maps = Collections.unmodifiableSortedMap(maps);
		this.sections = Collections.unmodifiableSortedMap(sections);
	}

	/**
	 * This snapshot with one more section.
	 * @param name name of the section
	 * @param bytes its bytes, not changed by anyone from now on
	 * @return the new snapshot
	 * @throws IllegalArgumentException if there is a section of that name
	 */
	public Snapshot with(String name, byte[] bytes) {
		if (this.sections.containsKey(name)) {
			throw new IllegalArgumentException("There is a section '%s' already".formatted(name));
		}
		SortedMap<String, byte[]> more = new TreeMap<>(this.sections);
		more.put(name, bytes);
		return new Snapshot(this.maps, more);
	}

	/**
	 * The bytes of a section.
	 * @param name name of the section
	 * @return its bytes, not to be changed; {@code null} if there is no such section
	 */
	public byte @Nullable [] section(String name) {
		return this.sections.get(name);
	}

	/**
	 * Names of the sections.
	 * @return the names in alphabetical order
	 */
	public SortedSet<String> sectionNames() {
		return Collections.unmodifiableSortedSet(new TreeSet<>(this.sections.keySet()));
	}

	SortedMap<String, PageTree<?, ?>> maps() {
		return this.maps;
	}

	SortedMap<String, byte[]> sections() {
		return this.sections;
	}

}
