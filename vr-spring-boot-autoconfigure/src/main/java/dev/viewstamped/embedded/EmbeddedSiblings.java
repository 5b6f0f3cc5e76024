package dev.viewstamped.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * The other members beside the application that was started: they start once its web
 * server and replica are up, and stop after its web server has answered what it had under
 * way, before its replica does.
 */
final class EmbeddedSiblings implements SmartLifecycle, DisposableBean {

	private static final int PHASE = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 256;

	private final EmbeddedLaunch launch;

	private final ConfigurableApplicationContext first;

	private final EmbeddedContexts contexts = new EmbeddedContexts();

	private volatile boolean running;

	/**
	 * Siblings.
	 * @param launch how they start
	 * @param first the context of member 0
	 */
	EmbeddedSiblings(EmbeddedLaunch launch, ConfigurableApplicationContext first) {
		this.launch = launch;
		this.first = first;
	}

	@Override
	public void start() {
		Map<Integer, Supplier<ConfigurableApplicationContext>> starts = new TreeMap<>();
		for (int memberId = 1; memberId < this.launch.group().size(); memberId++) {
			int sibling = memberId;
			starts.put(sibling, () -> this.launch.start(sibling));
		}
		this.contexts.start(starts);
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.contexts.close();
	}

	@Override
	public void destroy() {
		this.contexts.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * The contexts of all members.
	 * @return the contexts, in the order of the member ids
	 */
	List<ConfigurableApplicationContext> members() {
		List<ConfigurableApplicationContext> members = new ArrayList<>();
		members.add(this.first);
		members.addAll(this.contexts.running());
		return members;
	}

}
