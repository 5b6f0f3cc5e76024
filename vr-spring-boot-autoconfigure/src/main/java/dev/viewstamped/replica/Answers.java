package dev.viewstamped.replica;

import java.util.function.Supplier;

import dev.viewstamped.message.QueryRefused;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Refused.Reason;
import dev.viewstamped.state.Answer;

import org.jspecify.annotations.Nullable;

/**
 * Has the service answer queries, and sends the answers. What a query sees is fixed on
 * the loop, between two commands; what takes long is worked out elsewhere from that.
 */
final class Answers {

	private final ReplicaState state;

	private final Execution execution;

	private final Routes routes;

	private final Background background;

	/** Answers that are being worked out. */
	private int underWay;

	Answers(ReplicaState state, Execution execution, Routes routes, Background background) {
		this.state = state;
		this.execution = execution;
		this.routes = routes;
		this.background = background;
	}

	/**
	 * Look at the state as it is now.
	 * @return the answer; {@code null} if that stopped the replica
	 */
	@Nullable Answer prepare(QueryRequest request) {
		return this.execution.query(request.payload());
	}

	/**
	 * Send an answer from the state as it is now.
	 */
	void give(long origin, QueryRequest request) {
		give(origin, request, prepare(request));
	}

	/**
	 * Send an answer that was prepared from the state as it is now.
	 */
	void give(long origin, QueryRequest request, @Nullable Answer answer) {
		if (answer == null) {
			refuse(origin, request, Reason.NO_PRIMARY);
			return;
		}
		byte[] result = answer.result();
		Supplier<byte[]> work = answer.work();
		if (result != null) {
			reply(origin, request, this.state.epoch(), this.state.view(), this.execution.executedNumber(), result);
		}
		else if (work == null || this.underWay >= this.state.options.maxRequestsInFlight()) {
			refuse(origin, request, Reason.BUSY);
		}
		else {
			workOut(origin, request, work);
		}
	}

	private void workOut(long origin, QueryRequest request, Supplier<byte[]> work) {
		long epoch = this.state.epoch();
		long view = this.state.view();
		long opNumber = this.execution.executedNumber();
		this.underWay++;
		this.background.run(work, (result) -> {
			this.underWay--;
			reply(origin, request, epoch, view, opNumber, result);
		}, (failure) -> {
			this.underWay--;
			refuse(origin, request, Reason.NO_PRIMARY);
		});
	}

	private void reply(long origin, QueryRequest request, long epoch, long view, long opNumber, byte[] result) {
		if (result.length > QueryReply.MAX_RESULT_BYTES) {
			refuse(origin, request, Reason.TOO_LARGE);
		}
		else {
			this.routes.reply(origin, new QueryReply(this.state.groupId(), request.client(), request.queryNumber(),
					epoch, view, opNumber, result));
		}
	}

	void refuse(long origin, QueryRequest request, Reason reason) {
		this.routes.reply(origin, new QueryRefused(request.client(), request.queryNumber(), reason));
	}

}
