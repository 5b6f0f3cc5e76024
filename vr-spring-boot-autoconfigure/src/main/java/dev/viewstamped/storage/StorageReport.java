package dev.viewstamped.storage;

/**
 * What operators see of a storage.
 *
 * @param location the directory
 * @param stateLost whether what was on the disk when the replica started could not be
 * trusted, and nothing has replaced it yet
 * @param failed whether the disk has failed
 * @param journalBytes bytes of the journal
 * @param segments files of the journal
 * @param syncCount synchronizations of the journal since the start
 * @param lastSyncNanos how long the last one took
 * @param checkpointOpNumber op-number of the latest checkpoint file, 0 if there is none
 * @param checkpointBytes its size
 * @param checkpointAgeMillis time since it was written, -1 if there is none
 * @param writingOpNumber op-number of the checkpoint that is being written, 0 if none is
 * @param writtenBytes bytes of it that are written
 */
public record StorageReport(String location, boolean stateLost, boolean failed, long journalBytes, int segments,
		long syncCount, long lastSyncNanos, long checkpointOpNumber, long checkpointBytes, long checkpointAgeMillis,
		long writingOpNumber, long writtenBytes) {

}
