package dev.viewstamped.replica;

/**
 * Settings of checkpoints (§5.1), of the log's length and of the transfer of pages. The
 * first three should be the same at all members, so that they take their checkpoints at
 * the same op-numbers and can compare them. While they differ, less is compared.
 *
 * @param intervalOps entries after which a checkpoint is due: the paper's O
 * @param intervalBytes bytes of commands after which one is due before that
 * @param intervalNanos replicated time that passes at least between two
 * @param keptEntries entries kept beyond what the two latest checkpoints need
 * @param keptBytes memory that these may take
 * @param maxPageBytes bytes of pages in one message, unless it is one piece
 * @param transferBytesPerSecond bytes of pages that a replica asks for at most
 */
public record CheckpointOptions(int intervalOps, long intervalBytes, long intervalNanos, int keptEntries,
		long keptBytes, int maxPageBytes, long transferBytesPerSecond) {

}
