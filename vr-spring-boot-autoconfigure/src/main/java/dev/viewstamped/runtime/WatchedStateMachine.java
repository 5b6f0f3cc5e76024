package dev.viewstamped.runtime;

import java.util.function.Supplier;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.state.Answer;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs what a service throws with its stack trace, of which the protocol keeps only the
 * message when it stops.
 */
final class WatchedStateMachine implements StateMachine {

	private static final Log logger = LogFactory.getLog(ReplicaRuntime.class);

	private final StateMachine delegate;

	WatchedStateMachine(StateMachine delegate) {
		this.delegate = delegate;
	}

	@Override
	public boolean knows(byte[] command) {
		return watch("look at a command", () -> this.delegate.knows(command));
	}

	@Override
	public byte[] apply(Viewstamp viewstamp, long timestampNanos, byte[] command) {
		return watch("execute a command", () -> this.delegate.apply(viewstamp, timestampNanos, command));
	}

	@Override
	public byte[] query(byte[] query) {
		return watch("answer a query", () -> this.delegate.query(query));
	}

	@Override
	public Answer answer(byte[] query) {
		return watch("answer a query", () -> this.delegate.answer(query));
	}

	@Override
	public Snapshot snapshot() {
		return watch("give a snapshot", this.delegate::snapshot);
	}

	@Override
	public void restore(Snapshot snapshot) {
		watch("take a snapshot", () -> {
			this.delegate.restore(snapshot);
			return true;
		});
	}

	@Override
	public CheckpointCodec checkpointCodec() {
		return this.delegate.checkpointCodec();
	}

	private static <T> T watch(String action, Supplier<T> call) {
		try {
			return call.get();
		}
		catch (RuntimeException | Error ex) {
			logger.error("The service failed to " + action, ex);
			throw ex;
		}
	}

}
