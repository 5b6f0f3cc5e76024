package dev.viewstamped.embedded;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

/**
 * What it takes to start the application once more, as another member of the group: the
 * same sources, arguments, properties, initializers and listeners.
 */
final class EmbeddedLaunch {

	static final String BEAN_NAME = "vrEmbeddedLaunch";

	private static final String MANAGEMENT_PORT = "management.server.port";

	private final EmbeddedGroup group;

	private final SpringApplication application;

	private final String[] args;

	private final ConfigurableEnvironment environment;

	private final List<PropertySource<?>> propertySources = new ArrayList<>();

	/**
	 * A launch.
	 * @param group the group
	 * @param application the application that runs as member 0
	 * @param args its arguments
	 * @param environment its environment, before anything was added for member 0
	 */
	EmbeddedLaunch(EmbeddedGroup group, SpringApplication application, String[] args,
			ConfigurableEnvironment environment) {
		this.group = group;
		this.application = application;
		this.args = args;
		this.environment = environment;
		environment.getPropertySources().forEach(this.propertySources::add);
	}

	EmbeddedGroup group() {
		return this.group;
	}

	/**
	 * Start a sibling and wait until it has started.
	 * @param memberId its member id
	 * @return its context
	 */
	ConfigurableApplicationContext start(int memberId) {
		SpringApplication sibling = new SpringApplication(this.application.getResourceLoader());
		addSources(sibling);
		WebApplicationType webApplicationType = this.application.getWebApplicationType();
		if (webApplicationType != null) {
			sibling.setWebApplicationType(webApplicationType);
		}
		String environmentPrefix = this.application.getEnvironmentPrefix();
		if (environmentPrefix != null) {
			sibling.setEnvironmentPrefix(environmentPrefix);
		}
		sibling.setMainApplicationClass(this.application.getMainApplicationClass());
		sibling.setAdditionalProfiles(this.environment.getActiveProfiles());
		sibling.setRegisterShutdownHook(false);
		sibling.setBannerMode(Banner.Mode.OFF);
		if (this.environment.getPropertySources()
			.get(DefaultPropertiesPropertySource.NAME) instanceof MapPropertySource defaults) {
			sibling.setDefaultProperties(new HashMap<>(defaults.getSource()));
		}
		addMissing(this.application.getInitializers(), sibling.getInitializers(), sibling::addInitializers);
		addMissing(this.application.getListeners(), sibling.getListeners(), sibling::addListeners);
		return new EmbeddedMember(this.group, memberId, properties(memberId), this.propertySources).run(sibling,
				this.args);
	}

	private void addSources(SpringApplication sibling) {
		Set<Class<?>> classes = new LinkedHashSet<>();
		Set<String> names = new LinkedHashSet<>();
		for (Object source : this.application.getAllSources()) {
			if (source instanceof Class<?> type) {
				classes.add(type);
			}
			else {
				names.add(source.toString());
			}
		}
		sibling.addPrimarySources(classes);
		sibling.setSources(names);
	}

	/**
	 * Those that every application has may know their context: the sibling keeps its own.
	 */
	private static <T> void addMissing(Collection<T> wanted, Collection<T> present, Consumer<T> add) {
		Set<Class<?>> types = new LinkedHashSet<>();
		present.forEach((object) -> types.add(object.getClass()));
		wanted.stream().filter((object) -> !types.contains(object.getClass())).forEach(add);
	}

	private Map<String, Object> properties(int memberId) {
		Map<String, Object> properties = new HashMap<>();
		properties.put("server.port", this.group.port(memberId));
		Integer managementPort = Binder.get(this.environment).bind(MANAGEMENT_PORT, Integer.class).orElse(0);
		if (managementPort > 0) {
			properties.put(MANAGEMENT_PORT, managementPort + memberId);
		}
		properties.put("spring.jmx.enabled", "false");
		properties.put("spring.main.banner-mode", "off");
		properties.put("spring.main.register-shutdown-hook", "false");
		return properties;
	}

}
