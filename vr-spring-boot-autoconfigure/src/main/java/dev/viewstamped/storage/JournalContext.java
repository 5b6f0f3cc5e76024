package dev.viewstamped.storage;

/**
 * What all journals of a directory share.
 *
 * @param directory where they are
 * @param options their sizes
 * @param lanes has the clock
 * @param spare the next segment's file
 * @param meter what they have done
 */
record JournalContext(StorageDirectory directory, DurableOptions options, StorageLanes lanes, SpareSegment spare,
		JournalMeter meter) {

	static JournalContext of(StorageDirectory directory, DurableOptions options, StorageLanes lanes) {
		return new JournalContext(directory, options, lanes, new SpareSegment(directory, options.segmentBytes()),
				new JournalMeter());
	}

}
