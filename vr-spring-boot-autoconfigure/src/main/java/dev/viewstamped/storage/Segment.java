package dev.viewstamped.storage;

/**
 * A file of the journal that is full, or was left by an earlier process.
 *
 * @param number its number
 * @param bytes where its records end
 * @param maxOpNumber the greatest op-number of an entry in it
 */
record Segment(long number, long bytes, long maxOpNumber) {

}
