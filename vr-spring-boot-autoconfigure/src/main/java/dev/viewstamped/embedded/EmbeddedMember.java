package dev.viewstamped.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Makes an application context a member of a group in this JVM: gives it its member id,
 * address and port, tells it where the others are, and them where it listens. Found as a
 * singleton in such a context, which is how one knows it from any other.
 */
final class EmbeddedMember implements ApplicationContextInitializer<ConfigurableApplicationContext>,
		ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	static final String BEAN_NAME = "vrEmbeddedMember";

	private static final String MEMBER_ID = "vr.member-id";

	private static final String ADDRESS = "vr.address";

	private static final String DRAIN_TIMEOUT = "vr.drain.timeout";

	/** The members of a group in one JVM stop together. */
	private static final String NO_DRAIN = "0s";

	private static final String DIRECTORY = "vr.storage.directory";

	private static final String DEFAULT_DIRECTORY = "./vr-data";

	private static final String CONNECTION_DETAILS_BEAN_NAME = "vrEmbeddedConnectionDetails";

	private final EmbeddedGroup group;

	private final int memberId;

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private final List<PropertySource<?>> inherited;

	/**
	 * A member.
	 * @param group its group
	 * @param memberId its member id
	 * @param properties properties that win over any others
	 * @param inherited property sources that the context has besides those that it finds
	 * by itself, in the order of precedence
	 */
	EmbeddedMember(EmbeddedGroup group, int memberId, Map<String, ?> properties, List<PropertySource<?>> inherited) {
		this.group = group;
		this.memberId = memberId;
		this.properties.putAll(properties);
		this.properties.put(MEMBER_ID, memberId);
		this.properties.putIfAbsent(DRAIN_TIMEOUT, NO_DRAIN);
		this.properties.put(ADDRESS, group.getMembers().get(memberId));
		this.inherited = List.copyOf(inherited);
	}

	/**
	 * Run an application as this member. Logging belongs to the whole JVM, so members
	 * prepare it one after the other.
	 * @param application the application
	 * @param args its arguments
	 * @return its context
	 */
	ConfigurableApplicationContext run(SpringApplication application, String... args) {
		application.addListeners(this);
		application.addInitializers(this);
		this.group.preparation().lock();
		try {
			return application.run(args);
		}
		finally {
			endPreparation();
		}
	}

	private void endPreparation() {
		if (this.group.preparation().isHeldByCurrentThread()) {
			this.group.preparation().unlock();
		}
	}

	/**
	 * Whether an environment is that of a member beside the first. Unlike the singletons
	 * of a context, its environment outlives a failed start.
	 * @param environment the environment
	 * @return {@code true} if it is
	 */
	static boolean isSibling(ConfigurableEnvironment environment) {
		return environment.getPropertySources().get(BEAN_NAME) instanceof MapPropertySource properties
				&& !Integer.valueOf(0).equals(properties.getProperty(MEMBER_ID));
	}

	/**
	 * Early enough for the properties of the application itself, and for its
	 * configuration files.
	 */
	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		addProperties(event.getEnvironment());
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		addProperties(context.getEnvironment());
		inherit(context.getEnvironment().getPropertySources());
		takeDirectory(context.getEnvironment());
		context.getBeanFactory().registerSingleton(BEAN_NAME, this);
		context.getBeanFactory().registerSingleton(CONNECTION_DETAILS_BEAN_NAME, this.group);
		context.addApplicationListener(new PortListener(this.group, this.memberId));
		endPreparation();
	}

	private void addProperties(ConfigurableEnvironment environment) {
		environment.getPropertySources()
			.addFirst(new MapPropertySource(BEAN_NAME, new LinkedHashMap<>(this.properties)));
	}

	/**
	 * A directory is for one replica alone. Only now is it known which one the
	 * application would take.
	 */
	private void takeDirectory(ConfigurableEnvironment environment) {
		String directory = Binder.get(environment).bind(DIRECTORY, String.class).orElse(DEFAULT_DIRECTORY);
		this.properties.put(DIRECTORY, Path.of(directory, "member-" + this.memberId).toString());
		addProperties(environment);
	}

	private void inherit(MutablePropertySources sources) {
		String next = null;
		for (int i = this.inherited.size() - 1; i >= 0; i--) {
			PropertySource<?> source = this.inherited.get(i);
			if (!sources.contains(source.getName())) {
				add(sources, source, next);
			}
			next = source.getName();
		}
	}

	private static void add(MutablePropertySources sources, PropertySource<?> source, @Nullable String next) {
		if (next != null) {
			sources.addBefore(next, source);
		}
		else {
			sources.addLast(source);
		}
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	private record PortListener(EmbeddedGroup group,
			int memberId) implements ApplicationListener<WebServerInitializedEvent> {

		@Override
		public void onApplicationEvent(WebServerInitializedEvent event) {
			if (event.getApplicationContext().getServerNamespace() == null) {
				this.group.listening(this.memberId, event.getWebServer().getPort());
			}
		}

	}

}
