package dev.viewstamped.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import dev.viewstamped.CommandFailedException;
import dev.viewstamped.CommandOutcomeUnknownException;
import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReplicaUnavailableException;
import dev.viewstamped.VrException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A command or query that is under way. Tells the observer once when it is over.
 *
 * @param <T> the type of the result
 */
final class PendingCall<T> {

	private static final Log logger = LogFactory.getLog(PendingCall.class);

	private final HandlerKind kind;

	private final String name;

	private final CommandObserver observer;

	private final long startedNanos = System.nanoTime();

	private final CompletableFuture<T> future = new CompletableFuture<>();

	private final AtomicBoolean observed = new AtomicBoolean();

	PendingCall(HandlerKind kind, String name, CommandObserver observer) {
		this.kind = kind;
		this.name = name;
		this.observer = observer;
	}

	CompletableFuture<T> future() {
		return this.future;
	}

	/**
	 * End like the reply.
	 */
	<A> PendingCall<T> follow(CompletableFuture<A> reply, Function<A, T> result) {
		reply.whenComplete((value, failure) -> {
			if (failure != null) {
				fail(unwrapped(failure));
				return;
			}
			try {
				succeed(result.apply(value));
			}
			catch (RuntimeException | Error ex) {
				fail(ex);
			}
		});
		return this;
	}

	PendingCall<T> fail(Throwable failure) {
		observe(outcome(failure));
		this.future.completeExceptionally(failure);
		return this;
	}

	private void succeed(T result) {
		observe("success");
		this.future.complete(result);
	}

	/**
	 * Wait for the end.
	 * @param timeout how long to wait at most
	 * @return the result
	 */
	T await(Duration timeout) {
		try {
			return this.future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw giveUp("The thread was interrupted while it waited for the %s '%s'".formatted(this.kind, this.name));
		}
		catch (TimeoutException ex) {
			throw giveUp("No answer to the %s '%s' within %s ms".formatted(this.kind, this.name, timeout.toMillis()));
		}
		catch (ExecutionException ex) {
			throw rethrowable(unwrapped(ex));
		}
	}

	private VrException giveUp(String reason) {
		VrException failure = (this.kind == HandlerKind.COMMAND)
				? new CommandOutcomeUnknownException(reason + ". It may have happened")
				: new ReplicaUnavailableException(reason);
		fail(failure);
		return failure;
	}

	private RuntimeException rethrowable(Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure instanceof RuntimeException ex) {
			return ex;
		}
		return new IllegalStateException("The %s '%s' ended unexpectedly".formatted(this.kind, this.name), failure);
	}

	private String outcome(Throwable failure) {
		if (failure instanceof CommandFailedException) {
			return "failed";
		}
		if (failure instanceof CommandRejectedException || failure instanceof IllegalArgumentException) {
			return "rejected";
		}
		if (failure instanceof ReplicaUnavailableException) {
			return "unavailable";
		}
		return "unknown";
	}

	private void observe(String outcome) {
		if (!this.observed.compareAndSet(false, true)) {
			return;
		}
		try {
			this.observer.completed(this.name, outcome, System.nanoTime() - this.startedNanos);
		}
		catch (RuntimeException ex) {
			logger.warn("The observer of the %s '%s' failed; the %s itself is not affected".formatted(this.kind,
					this.name, this.kind), ex);
		}
	}

	private static Throwable unwrapped(Throwable failure) {
		Throwable result = failure;
		while ((result instanceof CompletionException || result instanceof ExecutionException)
				&& result.getCause() != null) {
			result = result.getCause();
		}
		return result;
	}

}
