package dev.viewstamped.runtime;

import java.util.concurrent.TimeUnit;

import dev.viewstamped.replica.Condition;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Logs what keeps a node from serving once it has lasted, and that it is over. Every
 * start and every restart recovers, so that is no warning before it takes long. What
 * takes long is followed by its progress.
 */
final class ConditionWatch {

	private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long LONG_RECOVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final Log log;

	private final long graceNanos;

	private @Nullable String code;

	private long sinceNanos;

	private @Nullable String announced;

	private Weight announcedWeight = Weight.NONE;

	private String progress = "";

	private long writtenNanos;

	/**
	 * Create a watch.
	 * @param log where to write
	 * @param graceNanos how long a condition must last to be worth a line
	 */
	ConditionWatch(Log log, long graceNanos) {
		this.log = log;
		this.graceNanos = graceNanos;
	}

	/**
	 * Compare the condition with the one before.
	 * @param node the node, as operators know it
	 * @param condition its condition, if any
	 * @param progress how far it is with it; a line is worth writing whenever this
	 * changes, but not more than one per second
	 * @param stopped whether the node has stopped because of it
	 * @param now the time
	 */
	void accept(String node, @Nullable Condition condition, String progress, boolean stopped, long now) {
		if (condition == null) {
			this.code = null;
			end(node);
			return;
		}
		if (!condition.code().equals(this.code)) {
			this.code = condition.code();
			this.sinceNanos = now;
		}
		boolean changed = !condition.code().equals(this.announced);
		Weight weight = weight(condition.code(), stopped, now - this.sinceNanos);
		if (weight.compareTo(changed ? Weight.NONE : this.announcedWeight) > 0) {
			if (changed) {
				end(node);
			}
			this.announced = condition.code();
			this.announcedWeight = weight;
			write(weight, node, condition, progress, now);
		}
		else if (!changed && !progress.equals(this.progress) && now - this.writtenNanos >= PROGRESS_NANOS) {
			write(Weight.INFO, node, condition, progress, now);
		}
	}

	private Weight weight(String code, boolean stopped, long nanos) {
		if (stopped) {
			return Weight.ERROR;
		}
		if (nanos < this.graceNanos) {
			return Weight.NONE;
		}
		return (code.equals(Condition.RECOVERING) && nanos < LONG_RECOVERY_NANOS) ? Weight.INFO : Weight.WARN;
	}

	private void write(Weight weight, String node, Condition condition, String progress, long now) {
		this.progress = progress;
		this.writtenNanos = now;
		String line = node + ": " + condition.code() + ": " + condition.message();
		switch (weight) {
			case ERROR -> this.log.error(line);
			case WARN -> this.log.warn(line);
			default -> this.log.info(line);
		}
	}

	private void end(String node) {
		if (this.announced != null) {
			this.log.info(node + ": '" + this.announced + "' is over");
			this.announced = null;
		}
	}

	private enum Weight {

		NONE, INFO, WARN, ERROR

	}

}
