package dev.viewstamped.simulator;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * What happens in a {@link Story} to the disks of members, of which those that go bad are
 * down.
 */
public final class Disks {

	private Disks() {
	}

	/**
	 * A machine gets another disk, an empty one.
	 * @param member the member
	 */
	public static Consumer<Cluster> lose(int member) {
		return (cluster) -> cluster.replica(member).machine().loseDisk();
	}

	/**
	 * What was written last to the journal goes bad.
	 * @param member the member
	 */
	public static Consumer<Cluster> corruptJournalEnd(int member) {
		return (cluster) -> cluster.replica(member).machine().corruptEnd("journal-");
	}

	/**
	 * The superblocks of members go bad.
	 * @param members the members
	 */
	public static Consumer<Cluster> corruptSuperblock(int... members) {
		return (cluster) -> Arrays.stream(members)
			.forEach((member) -> cluster.replica(member).machine().corrupt("superblock"));
	}

	/**
	 * The disks of members do nothing any more, and do not say so.
	 * @param members the members
	 */
	public static Consumer<Cluster> hang(int... members) {
		return (cluster) -> Arrays.stream(members).forEach((member) -> cluster.replica(member).machine().hang());
	}

	/**
	 * Disks that hang go on.
	 * @param members the members
	 */
	public static Consumer<Cluster> free(int... members) {
		return (cluster) -> Arrays.stream(members).forEach((member) -> cluster.replica(member).machine().goOn());
	}

}
