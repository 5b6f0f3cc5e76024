package dev.viewstamped.embedded;

import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.runtime.NodeReport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Says where the members are, once all of them serve.
 */
final class ReadyAnnouncement implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {

	private static final long INTERVAL_MILLIS = 50;

	private final Log logger = LogFactory.getLog(ReadyAnnouncement.class);

	private final EmbeddedSiblings siblings;

	private final EmbeddedGroup group;

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "vr-embedded-ready");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * An announcement.
	 * @param siblings the members
	 * @param group where they listen
	 */
	ReadyAnnouncement(EmbeddedSiblings siblings, EmbeddedGroup group) {
		this.siblings = siblings;
		this.group = group;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		this.executor.scheduleWithFixedDelay(this::announceWhenReady, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void announceWhenReady() {
		GroupView view = GroupView.of(this.siblings.members());
		if (view.ready() && !this.executor.isShutdown()) {
			this.logger.info(text(view));
			this.executor.shutdown();
		}
	}

	private String text(GroupView view) {
		StringBuilder text = new StringBuilder("Replicated group '" + view.reports().get(0).group() + "' is ready:");
		for (NodeReport report : view.reports()) {
			ReplicaReport replica = report.replica();
			if (replica != null) {
				ConfigurableApplicationContext context = this.siblings.members().get(replica.memberId());
				text.append(String.format("%n  member %d (%s): %s", replica.memberId(),
						replica.role().name().toLowerCase(Locale.ROOT),
						BaseUrl.of(context.getEnvironment(), this.group.host(), this.group.port(replica.memberId()))));
			}
		}
		return text.append(System.lineSeparator()).toString();
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}
