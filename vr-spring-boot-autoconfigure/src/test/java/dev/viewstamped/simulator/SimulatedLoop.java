package dev.viewstamped.simulator;

import java.util.random.RandomGenerator;

/**
 * Plays the event loops of a member's processes: one input after the other, a flush soon
 * after it, and a tick every few milliseconds; and what becomes of them while the process
 * is paused.
 */
final class SimulatedLoop {

	private static final long TICK_NANOS = 5_000_000;

	private static final long MAX_FLUSH_DELAY_NANOS = 100_000;

	private final SimulatedReplica process;

	private final Cluster cluster;

	private final RandomGenerator random;

	private final SimulatedTime.Clock clock;

	private final Runnable afterStep;

	private final Waiting waiting = new Waiting();

	private boolean paused;

	private long pausedAtNanos;

	private boolean suspended;

	private boolean flushScheduled;

	/**
	 * @param afterStep runs after each step of the replica
	 */
	SimulatedLoop(SimulatedReplica process, Cluster cluster, RandomGenerator random, SimulatedTime.Clock clock,
			Runnable afterStep) {
		this.process = process;
		this.cluster = cluster;
		this.random = random;
		this.clock = clock;
		this.afterStep = afterStep;
	}

	/**
	 * A process begins.
	 */
	void begin() {
		this.paused = false;
		this.flushScheduled = false;
		this.waiting.clear();
	}

	/**
	 * The replica of the process starts.
	 */
	void run(Runnable start) {
		step(start);
		scheduleTick(this.process.life());
	}

	/**
	 * The process ends.
	 */
	void end() {
		this.paused = false;
		this.suspended = false;
		this.clock.resume();
		this.waiting.clear();
	}

	void pause() {
		this.cluster.log().note("member " + this.process.memberId() + " pauses");
		this.paused = true;
		this.pausedAtNanos = this.cluster.events().nowNanos();
	}

	void suspend() {
		pause();
		this.suspended = true;
		this.clock.suspend();
	}

	void resume() {
		long gapNanos = this.cluster.events().nowNanos() - this.pausedAtNanos;
		this.cluster.log().note("member " + this.process.memberId() + " goes on after " + gapNanos / 1_000_000 + " ms");
		this.paused = false;
		boolean noticed = !this.suspended;
		this.suspended = false;
		this.clock.resume();
		if (noticed && gapNanos > this.cluster.options().viewChangeTimeoutNanos()) {
			this.waiting.dropMessages();
			this.cluster.links().closeAll(this.process);
			step(() -> this.process.replica().onGap());
		}
		this.waiting.run(this.process::isUp);
	}

	boolean isPaused() {
		return this.paused && this.process.isUp();
	}

	boolean isSuspended() {
		return this.suspended;
	}

	/**
	 * Something came from outside the process.
	 */
	void input(Runnable action) {
		if (!this.process.isUp()) {
			return;
		}
		if (!this.paused) {
			step(action);
		}
		else {
			this.waiting.addMessage(() -> step(action));
		}
	}

	/**
	 * What the process has had done comes back. Unlike a message it is never dropped.
	 */
	void result(Runnable action) {
		later(() -> step(action));
	}

	/**
	 * Threads of the process do something when it is not paused.
	 */
	void later(Runnable action) {
		if (isPaused()) {
			this.waiting.addResult(action);
		}
		else if (this.process.isUp()) {
			action.run();
		}
	}

	private void step(Runnable action) {
		action.run();
		this.afterStep.run();
		scheduleFlush(this.random.nextLong(MAX_FLUSH_DELAY_NANOS));
	}

	private void scheduleFlush(long delayNanos) {
		if (this.flushScheduled) {
			return;
		}
		this.flushScheduled = true;
		int flushedLife = this.process.life();
		this.cluster.events().after(delayNanos, () -> {
			if (!isIn(flushedLife)) {
				return;
			}
			this.flushScheduled = false;
			if (!this.paused && this.process.replica().flush()) {
				scheduleFlush(0);
			}
			this.afterStep.run();
		});
	}

	private void scheduleTick(int tickedLife) {
		this.cluster.events().after(TICK_NANOS, () -> {
			if (!isIn(tickedLife)) {
				return;
			}
			if (!this.paused) {
				step(this.process.replica()::tick);
			}
			scheduleTick(tickedLife);
		});
	}

	private boolean isIn(int life) {
		return this.process.isUp() && this.process.life() == life;
	}

}
