package dev.viewstamped.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application contexts of members in this JVM.
 */
final class EmbeddedContexts {

	private final Map<Integer, ConfigurableApplicationContext> contexts = new ConcurrentSkipListMap<>();

	/**
	 * Start contexts, each on a thread of its own: a new group forms only when all its
	 * members are there, so none may wait for another one to be ready. If one fails, all
	 * are closed.
	 * @param starts how each is started, by member id
	 */
	void start(Map<Integer, Supplier<ConfigurableApplicationContext>> starts) {
		Map<Integer, FutureTask<ConfigurableApplicationContext>> tasks = new TreeMap<>();
		starts.forEach((memberId, start) -> {
			FutureTask<ConfigurableApplicationContext> task = new FutureTask<>(() -> keep(memberId, start.get()));
			tasks.put(memberId, task);
			new Thread(task, "vr-embedded-" + memberId).start();
		});
		RuntimeException failure = null;
		for (FutureTask<ConfigurableApplicationContext> task : tasks.values()) {
			RuntimeException next = await(task);
			if (failure == null) {
				failure = next;
			}
			else if (next != null) {
				failure.addSuppressed(next);
			}
		}
		if (failure != null) {
			close();
			throw failure;
		}
	}

	/**
	 * Start one context on this thread. The others are left alone if it fails.
	 * @param memberId the member
	 * @param start how it is started
	 */
	void start(int memberId, Supplier<ConfigurableApplicationContext> start) {
		keep(memberId, start.get());
	}

	private ConfigurableApplicationContext keep(int memberId, ConfigurableApplicationContext context) {
		this.contexts.put(memberId, context);
		return context;
	}

	private static @Nullable RuntimeException await(FutureTask<ConfigurableApplicationContext> task) {
		try {
			task.get();
			return null;
		}
		catch (ExecutionException ex) {
			return (ex.getCause() instanceof RuntimeException cause) ? cause
					: new IllegalStateException("A replica in this JVM failed to start", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new IllegalStateException("Interrupted while the replicas in this JVM started", ex);
		}
	}

	/**
	 * The context of a member.
	 * @param memberId the member
	 * @return its context; {@code null} if it is not running
	 */
	@Nullable ConfigurableApplicationContext get(int memberId) {
		return this.contexts.get(memberId);
	}

	/**
	 * The contexts that are running.
	 * @return the contexts, by ascending member id
	 */
	List<ConfigurableApplicationContext> running() {
		return List.copyOf(this.contexts.values());
	}

	/**
	 * Close the context of a member, if it is running.
	 * @param memberId the member
	 */
	void close(int memberId) {
		ConfigurableApplicationContext context = this.contexts.remove(memberId);
		if (context != null) {
			context.close();
		}
	}

	/**
	 * Close all, the last member first and one after the other, so that what each has
	 * under way can still be answered by those that remain.
	 */
	void close() {
		List<Integer> memberIds = new ArrayList<>(this.contexts.keySet());
		for (int i = memberIds.size() - 1; i >= 0; i--) {
			close(memberIds.get(i));
		}
	}

}
