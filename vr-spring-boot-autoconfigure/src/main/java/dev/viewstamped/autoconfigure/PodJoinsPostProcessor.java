package dev.viewstamped.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * {@link EnvironmentPostProcessor} that has a pod join the group when its StatefulSet has
 * grown beyond the first configuration. All pods of the set have the same settings, so
 * only the ordinal tells such a pod from the first ones: it behaves as if
 * {@code vr.join}, instead of {@code vr.members}, listed the first members.
 */
class PodJoinsPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String PROPERTY_SOURCE = "vrPodJoins";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!runsReplica(environment) || environment.containsProperty("vr.member-id")
				|| !StatefulSetPod.list(environment, "vr.join").isEmpty()) {
			return;
		}
		StatefulSetPod pod = StatefulSetPod.find(environment);
		if (pod == null || !pod.identity().joins(pod.firstMembers().size())) {
			return;
		}
		String address = address(environment, pod);
		if (address != null) {
			Map<String, Object> properties = new LinkedHashMap<>();
			properties.put("vr.members", "");
			properties.put("vr.join", String.join(",", pod.firstMembers()));
			properties.put("vr.address", address);
			environment.getPropertySources().addFirst(new MapPropertySource(PROPERTY_SOURCE, properties));
		}
	}

	private static boolean runsReplica(Environment environment) {
		Binder binder = Binder.get(environment);
		boolean enabled = binder.bind("vr.enabled", Boolean.class).orElse(true);
		return enabled && !"client".equalsIgnoreCase(binder.bind("vr.mode", String.class).orElse(""));
	}

	private static @Nullable String address(Environment environment, StatefulSetPod pod) {
		String configured = Binder.get(environment).bind("vr.address", String.class).orElse(null);
		return (configured != null) ? configured : pod.identity().address(pod.firstMembers());
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
