package dev.viewstamped.storage;

import java.io.IOException;
import java.util.List;

/**
 * Files that are not needed any more, to be removed on the background lane.
 *
 * @param segments numbers of segments
 * @param files names of other files
 */
record Garbage(List<Long> segments, List<String> files) {

	static final Garbage NONE = new Garbage(List.of(), List.of());

	void remove(JournalContext context) throws IOException {
		for (long segment : this.segments) {
			context.spare().recycle(segment);
		}
		for (String file : this.files) {
			context.directory().delete(file);
		}
	}

}
