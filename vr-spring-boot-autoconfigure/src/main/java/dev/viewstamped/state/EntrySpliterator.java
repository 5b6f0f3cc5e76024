package dev.viewstamped.state;

import java.util.Map;
import java.util.Spliterator;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Feeds a stream from a {@link PageCursor}. Never splits: entries are read on one thread,
 * of a parallel stream too.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class EntrySpliterator<K extends Comparable<? super K>, V> implements Spliterator<Map.Entry<K, V>> {

	private final PageCursor<K, V> cursor;

	private final Runnable check;

	/**
	 * Create a spliterator.
	 * @param cursor where the entries come from
	 * @param check called before each entry, throws if it must not be read
	 */
	EntrySpliterator(PageCursor<K, V> cursor, Runnable check) {
		this.cursor = cursor;
		this.check = check;
	}

	@Override
	public boolean tryAdvance(Consumer<? super Map.Entry<K, V>> action) {
		this.check.run();
		Map.Entry<K, V> entry = this.cursor.next();
		if (entry == null) {
			return false;
		}
		action.accept(entry);
		return true;
	}

	@Override
	public @Nullable Spliterator<Map.Entry<K, V>> trySplit() {
		return null;
	}

	@Override
	public long estimateSize() {
		return Long.MAX_VALUE;
	}

	@Override
	public int characteristics() {
		return ORDERED | DISTINCT | NONNULL | IMMUTABLE;
	}

}
