package dev.viewstamped.simulator;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import dev.viewstamped.replica.Background;
import dev.viewstamped.replica.Storage;
import dev.viewstamped.state.CheckpointCodec;

import org.jspecify.annotations.Nullable;

/**
 * What a process does beside its loop. What comes of it is put on the loop, and is gone
 * when the process has died.
 */
final class ProcessThreads {

	private static final long MAX_POST_NANOS = 100_000;

	private final Cluster cluster;

	private final RandomGenerator random;

	private final SimulatedReplica process;

	private final int life;

	/**
	 * The threads of the process that a member runs now.
	 * @param process the member
	 * @param cluster the group
	 * @param random decides how long things take
	 */
	ProcessThreads(SimulatedReplica process, Cluster cluster, RandomGenerator random) {
		this.process = process;
		this.cluster = cluster;
		this.random = random;
		this.life = process.life();
	}

	Background background() {
		return new SimulatedBackground(this.cluster.events(), this.random, this.cluster.options().backgroundNanos(),
				(result) -> ifAlive(() -> this.process.loop().result(result)));
	}

	/**
	 * The storage of the process.
	 * @param machine where the process runs, {@code null} in memory mode
	 * @param codec reads and writes its checkpoints
	 * @param stored told of what is durable, on the loop
	 * @param failed told that the disk has failed, on the loop
	 */
	Storage storage(@Nullable SimulatedMachine machine, CheckpointCodec codec, Consumer<Long> stored,
			Consumer<String> failed) {
		if (machine == null) {
			return Storage.NONE;
		}
		return machine.open(codec, (task) -> ifAlive(() -> this.process.loop().later(task)),
				(sequence) -> post(() -> stored.accept(sequence)), (message) -> post(() -> failed.accept(message)));
	}

	private void post(Runnable action) {
		this.cluster.events()
			.after(this.random.nextLong(MAX_POST_NANOS), () -> ifAlive(() -> this.process.loop().result(action)));
	}

	private void ifAlive(Runnable action) {
		if (this.process.life() == this.life) {
			action.run();
		}
	}

}
