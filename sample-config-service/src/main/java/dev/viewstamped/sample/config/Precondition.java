package dev.viewstamped.sample.config;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What must be true of an entry for a write to happen. It travels inside the command, so
 * that nothing can come between the check and the write.
 *
 * @param match what {@code If-Match} demands; {@code null} for nothing
 * @param noneMatch what {@code If-None-Match} forbids; {@code null} for nothing
 */
public record Precondition(@Nullable Revisions match, @Nullable Revisions noneMatch) {

	/**
	 * A precondition that always holds.
	 */
	static final Precondition NONE = new Precondition(null, null);

	boolean holdsFor(@Nullable ConfigEntry current) {
		if (this.match != null && !this.match.contain(current)) {
			return false;
		}
		return this.noneMatch == null || !this.noneMatch.contain(current);
	}

	/**
	 * A set of revisions.
	 *
	 * @param any whether every revision is meant
	 * @param values the revisions that are meant if not every one is
	 */
	public record Revisions(boolean any, List<Long> values) {

		private boolean contain(@Nullable ConfigEntry entry) {
			return entry != null && (this.any || this.values.contains(entry.revision()));
		}

	}

}
