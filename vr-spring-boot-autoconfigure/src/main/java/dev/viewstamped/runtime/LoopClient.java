package dev.viewstamped.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.VrException;
import dev.viewstamped.client.ClientSession;
import dev.viewstamped.client.Completion;
import dev.viewstamped.client.VrClient;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.Reply;
import dev.viewstamped.replica.Time;

/**
 * Hands the calls of other threads to the session on the loop, and their results back.
 */
final class LoopClient implements VrClient {

	private static final Duration LONGEST = Duration.ofDays(1);

	/**
	 * So much earlier a call ends that its caller has the outcome within the time-out,
	 * even on a machine that is busy.
	 */
	private static final long MAX_LEAD_NANOS = Duration.ofMillis(250).toNanos();

	private static final int LEADS_PER_TIMEOUT = 20;

	private final EventLoop<Event> loop;

	private final CompletionThreads threads;

	private final Time time;

	private final Predicate<Event.Call> mailbox;

	/**
	 * Create a client.
	 * @param loop the loop that has the session
	 * @param threads where futures are completed
	 * @param time the clock
	 * @param mailbox takes a call for the loop, or says that it has no room
	 */
	LoopClient(EventLoop<Event> loop, CompletionThreads threads, Time time, Predicate<Event.Call> mailbox) {
		this.loop = loop;
		this.threads = threads;
		this.time = time;
		this.mailbox = mailbox;
	}

	@Override
	public CompletableFuture<Reply> submit(byte[] command, Duration timeout) {
		return put(new CommandCall(command, deadline(timeout)));
	}

	@Override
	public CompletableFuture<QueryReply> query(byte[] query, Consistency consistency, long afterOpNumber,
			Duration timeout) {
		return put(new QueryCall(query, consistency, afterOpNumber, deadline(timeout)));
	}

	/**
	 * Ask something of the primary on an operator's behalf.
	 * @param command what is asked
	 * @param expectedEpoch the epoch that is to end
	 * @param members addresses of the members of the new configuration
	 * @param timeout how long to wait
	 * @return the answer to come
	 */
	CompletableFuture<OperatorReply> operate(OperatorCommand command, long expectedEpoch, List<String> members,
			Duration timeout) {
		return put(new OperatorCall(command, expectedEpoch, List.copyOf(members), deadline(timeout)));
	}

	private long deadline(Duration timeout) {
		Duration bounded = (timeout.compareTo(LONGEST) < 0) ? timeout : LONGEST;
		long nanos = bounded.toNanos();
		return this.time.monotonicNanos() + nanos - Math.min(nanos / LEADS_PER_TIMEOUT, MAX_LEAD_NANOS);
	}

	private <T> CompletableFuture<T> put(PendingCall<T> call) {
		if (!this.mailbox.test(call)) {
			return CompletableFuture.failedFuture(new CommandRejectedException(
					"Too many calls wait to be taken; nothing happened. Try again later", true));
		}
		if (!this.loop.isRunning() && call.claim()) {
			call.future.completeExceptionally(
					new ReplicaUnavailableException("This node has stopped; the call did not happen"));
		}
		return call.future;
	}

	private abstract class PendingCall<T> implements Event.Call, Completion<T> {

		private final CompletableFuture<T> future = new CompletableFuture<>();

		private final long deadlineNanos;

		private final AtomicBoolean claimed = new AtomicBoolean();

		PendingCall(long deadlineNanos) {
			this.deadlineNanos = deadlineNanos;
		}

		abstract void begin(ClientSession session, long timeoutNanos);

		/**
		 * Decide who ends the call: the session once it has it, for it may have sent it,
		 * or whoever finds that the session never will.
		 * @return {@code true} for the first to ask
		 */
		boolean claim() {
			return this.claimed.compareAndSet(false, true);
		}

		@Override
		public void begin(ClientSession session) {
			if (!claim()) {
				return;
			}
			long left = this.deadlineNanos - LoopClient.this.time.monotonicNanos();
			if (left > 0) {
				begin(session, left);
			}
			else {
				failed(new ReplicaUnavailableException("The call waited too long to be taken; it did not happen"));
			}
		}

		@Override
		public void refuse(String why) {
			if (claim()) {
				failed(new ReplicaUnavailableException(why + "; the call did not happen"));
			}
		}

		@Override
		public void succeeded(T reply) {
			LoopClient.this.threads.add(() -> this.future.complete(reply));
		}

		@Override
		public void failed(VrException ex) {
			LoopClient.this.threads.add(() -> this.future.completeExceptionally(ex));
		}

	}

	private final class CommandCall extends PendingCall<Reply> {

		private final byte[] command;

		CommandCall(byte[] command, long deadlineNanos) {
			super(deadlineNanos);
			this.command = command;
		}

		@Override
		public long bytes() {
			return this.command.length;
		}

		@Override
		void begin(ClientSession session, long timeoutNanos) {
			session.submit(this.command, timeoutNanos, this);
		}

	}

	private final class QueryCall extends PendingCall<QueryReply> {

		private final byte[] query;

		private final Consistency consistency;

		private final long afterOpNumber;

		QueryCall(byte[] query, Consistency consistency, long afterOpNumber, long deadlineNanos) {
			super(deadlineNanos);
			this.query = query;
			this.consistency = consistency;
			this.afterOpNumber = afterOpNumber;
		}

		@Override
		public long bytes() {
			return this.query.length;
		}

		@Override
		void begin(ClientSession session, long timeoutNanos) {
			session.query(this.query, this.consistency, this.afterOpNumber, timeoutNanos, this);
		}

	}

	private final class OperatorCall extends PendingCall<OperatorReply> {

		private final OperatorCommand command;

		private final long expectedEpoch;

		private final List<String> members;

		OperatorCall(OperatorCommand command, long expectedEpoch, List<String> members, long deadlineNanos) {
			super(deadlineNanos);
			this.command = command;
			this.expectedEpoch = expectedEpoch;
			this.members = members;
		}

		@Override
		void begin(ClientSession session, long timeoutNanos) {
			session.operate(this.command, this.expectedEpoch, this.members, timeoutNanos, this);
		}

	}

}
