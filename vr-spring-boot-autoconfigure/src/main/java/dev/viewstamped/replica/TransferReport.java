package dev.viewstamped.replica;

/**
 * How far the transfer of a checkpoint to this replica is, for operators.
 *
 * @param opNumber op-number up to which the checkpoint holds the effects of the log
 * @param source member id of the member that is asked for pages
 * @param progress part of the checkpoint that is here, from 0 to 1, as far as it is known
 * @param bytes bytes of pages that came
 * @param pages pages, or parts of large ones, that came
 * @param sinceNanos how long the transfer has been under way
 */
public record TransferReport(long opNumber, int source, double progress, long bytes, long pages, long sinceNanos) {

}
