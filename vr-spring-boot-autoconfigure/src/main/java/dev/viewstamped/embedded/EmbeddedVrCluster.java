package dev.viewstamped.embedded;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.runtime.ReplicaRuntime;
import dev.viewstamped.runtime.VrNode;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.Assert;

/**
 * A replica group in one JVM for tests: as many application contexts as it has members,
 * each with a web server on a random port and real links between them.
 *
 * <pre class="code">
 * try (EmbeddedVrCluster cluster = EmbeddedVrCluster.of(ShopApplication.class).build()) {
 *     cluster.start();
 *     cluster.kill(cluster.primary());
 *     ...
 * }
 * </pre>
 *
 * All methods are to be called by one thread at a time.
 */
public final class EmbeddedVrCluster implements AutoCloseable {

	private static final String HOST = "localhost";

	private static final long POLL_INTERVAL_MILLIS = 20;

	private final Class<?>[] applicationClasses;

	private final Map<String, Object> properties;

	private final Duration timeout;

	private final EmbeddedGroup group;

	private final EmbeddedContexts contexts = new EmbeddedContexts();

	private EmbeddedVrCluster(Builder builder) {
		this.applicationClasses = builder.applicationClasses;
		this.properties = new LinkedHashMap<>(builder.properties);
		this.timeout = builder.timeout;
		this.group = new EmbeddedGroup(HOST, new int[builder.size]);
	}

	/**
	 * Build a cluster.
	 * @param applicationClasses the sources of each application
	 * @return a builder
	 */
	public static Builder of(Class<?>... applicationClasses) {
		return new Builder(applicationClasses);
	}

	/**
	 * The number of members.
	 * @return the size
	 */
	public int size() {
		return this.group.size();
	}

	/**
	 * Start all members and wait until all of them serve.
	 * @throws IllegalStateException if that takes longer than the cluster's timeout
	 */
	public void start() {
		Map<Integer, Supplier<ConfigurableApplicationContext>> starts = new TreeMap<>();
		for (int memberId = 0; memberId < size(); memberId++) {
			int member = memberId;
			starts.put(member, () -> run(member));
		}
		this.contexts.start(starts);
		awaitReady();
	}

	/**
	 * Wait until all members that are running serve and agree on the primary.
	 * @throws IllegalStateException if that takes longer than the cluster's timeout
	 */
	public void awaitReady() {
		await(() -> view().ready());
	}

	/**
	 * The application context of a member.
	 * @param memberId the member
	 * @return its context
	 * @throws IllegalStateException if the member is not running
	 */
	public ConfigurableApplicationContext replica(int memberId) {
		ConfigurableApplicationContext context = this.contexts.get(memberId);
		Assert.state(context != null, () -> "Member " + memberId + " is not running");
		return context;
	}

	/**
	 * The node of a member.
	 * @param memberId the member
	 * @return its node
	 * @throws IllegalStateException if the member is not running
	 */
	public VrNode node(int memberId) {
		return replica(memberId).getBean(VrNode.class);
	}

	/**
	 * The primary. Waits until there is one among the running members.
	 * @return its member id
	 * @throws IllegalStateException if that takes longer than the cluster's timeout
	 */
	public int primary() {
		await(() -> view().primary() != null);
		ReplicaReport primary = view().primary();
		return (primary != null) ? primary.memberId() : primary();
	}

	/**
	 * Where the application of a member is reached. The port changes with each restart of
	 * the member.
	 * @param memberId the member
	 * @return the base URL, with the context path but without a slash at its end
	 * @throws IllegalStateException if the member is not running
	 */
	public String baseUrl(int memberId) {
		return BaseUrl.of(replica(memberId).getEnvironment(), HOST, this.group.port(memberId));
	}

	/**
	 * End a member as in a crash: its links are cut first, so that it can neither finish
	 * what it has under way nor say goodbye. Nothing if it is not running.
	 * @param memberId the member
	 */
	public void kill(int memberId) {
		ConfigurableApplicationContext context = this.contexts.get(memberId);
		if (context != null) {
			context.getBeanProvider(ReplicaRuntime.class).ifAvailable((runtime) -> runtime.transport().close());
			this.contexts.close(memberId);
		}
	}

	/**
	 * Start a member that was killed, and wait until its application has started; it may
	 * still be recovering then.
	 * @param memberId the member
	 * @throws IllegalStateException if the member is running
	 */
	public void restart(int memberId) {
		Assert.state(this.contexts.get(memberId) == null, () -> "Member " + memberId + " is running: kill it first");
		this.group.listening(memberId, 0);
		this.contexts.start(memberId, () -> run(memberId));
	}

	/**
	 * Close all members.
	 */
	@Override
	public void close() {
		this.contexts.close();
	}

	private ConfigurableApplicationContext run(int memberId) {
		Map<String, Object> properties = new LinkedHashMap<>(this.properties);
		properties.put("server.port", 0);
		properties.put("server.shutdown", "immediate");
		properties.put("spring.jmx.enabled", "false");
		properties.put("spring.main.banner-mode", "off");
		properties.put("vr.members", "");
		properties.put("vr.embedded.replicas", 0);
		SpringApplication application = new SpringApplication(this.applicationClasses);
		application.setMainApplicationClass(this.applicationClasses[0]);
		application.setRegisterShutdownHook(false);
		application.setBannerMode(Banner.Mode.OFF);
		return new EmbeddedMember(this.group, memberId, properties, List.of()).run(application);
	}

	private GroupView view() {
		return GroupView.of(this.contexts.running());
	}

	private void await(Supplier<Boolean> condition) {
		long start = System.nanoTime();
		while (!condition.get()) {
			if (System.nanoTime() - start > this.timeout.toNanos()) {
				throw new IllegalStateException("Still waiting after " + this.timeout + ": " + view().describe());
			}
			try {
				TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("Interrupted while waiting: " + view().describe(), ex);
			}
		}
	}

	/**
	 * What a cluster is made of.
	 */
	public static final class Builder {

		private final Class<?>[] applicationClasses;

		private final Map<String, Object> properties = new LinkedHashMap<>();

		private int size = 3;

		private Duration timeout = Duration.ofSeconds(30);

		private Builder(Class<?>[] applicationClasses) {
			Assert.notEmpty(applicationClasses, "'applicationClasses' must not be empty");
			this.applicationClasses = applicationClasses.clone();
		}

		/**
		 * Set the number of members, 3 unless set.
		 * @param size the size
		 * @return this builder
		 */
		public Builder size(int size) {
			Assert.isTrue(size > 0, () -> "'size' must be positive, was " + size);
			this.size = size;
			return this;
		}

		/**
		 * Set a property of all applications. It wins over their own configuration.
		 * @param name the name
		 * @param value the value
		 * @return this builder
		 */
		public Builder property(String name, Object value) {
			this.properties.put(name, value);
			return this;
		}

		/**
		 * Set properties of all applications. They win over their own configuration.
		 * @param properties the properties
		 * @return this builder
		 */
		public Builder properties(Map<String, ?> properties) {
			this.properties.putAll(properties);
			return this;
		}

		/**
		 * Set how long to wait for the group, 30 s unless set.
		 * @param timeout the timeout
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		/**
		 * Build the cluster. Nothing is started yet.
		 * @return the cluster
		 */
		public EmbeddedVrCluster build() {
			return new EmbeddedVrCluster(this);
		}

	}

}
