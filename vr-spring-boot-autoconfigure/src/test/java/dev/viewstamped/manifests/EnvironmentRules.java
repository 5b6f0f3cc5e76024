package dev.viewstamped.manifests;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;

/**
 * What the application needs of the environment of its container: names of properties
 * that exist, and addresses and ports that fit the other objects.
 */
final class EnvironmentRules {

	private static final Set<String> NO_PROPERTIES = Set.of("POD_NAME", "POD_NAMESPACE", "JAVA_TOOL_OPTIONS");

	private static final Pattern REFERENCE = Pattern.compile("\\$\\(([^)]+)\\)");

	private final Manifests manifests;

	EnvironmentRules(Manifests manifests) {
		this.manifests = manifests;
	}

	void check() {
		names(this.manifests.container());
		addresses();
		port("http", "SERVER_PORT");
		port("management", "MANAGEMENT_SERVER_PORT");
		require(this.manifests.value("SERVER_SSL_BUNDLE").isEmpty()
				|| this.manifests.value("MANAGEMENT_SERVER_SSL_ENABLED").equals("false"),
				"MANAGEMENT_SERVER_SSL_ENABLED: has to be false, or the probes need https");
		this.manifests.variable("VR_TRANSPORT_SECRET")
			.ifPresentOrElse(
					(variable) -> require(
							variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null,
							"VR_TRANSPORT_SECRET: does not come from a Secret"),
					() -> require(false, "VR_TRANSPORT_SECRET: not set, so the links are open to everybody"));
	}

	private void names(Container container) {
		KnownProperties properties = KnownProperties.onClasspath();
		Set<String> before = new HashSet<>();
		for (EnvVar variable : container.getEnv()) {
			String name = variable.getName();
			require(NO_PROPERTIES.contains(name) || properties.contains(name), name + ": there is no such property");
			require(!name.startsWith("MANAGEMENT_ENDPOINT_HEALTH_GROUP"),
					name + ": the library says which probe asks for the group");
			Matcher references = REFERENCE.matcher((variable.getValue() != null) ? variable.getValue() : "");
			while (references.find()) {
				require(before.contains(references.group(1)),
						name + ": refers to " + references.group(1) + ", which does not come before");
			}
			require(before.add(name), name + ": occurs twice");
		}
	}

	private void addresses() {
		StatefulSet set = this.manifests.statefulSet();
		String pod = set.getMetadata().getName() + "-";
		String host = "." + set.getSpec().getServiceName() + ":" + this.manifests.value("SERVER_PORT");
		List<String> members = List.of(this.manifests.value("VR_MEMBERS").split(","));
		String expected = IntStream.range(0, members.size())
			.mapToObj((ordinal) -> pod + ordinal + host)
			.collect(Collectors.joining(","));
		require(expected.equals(String.join(",", members)), "VR_MEMBERS: has to be " + expected);
		require(members.size() >= 3 && members.size() <= set.getSpec().getReplicas(), "VR_MEMBERS: the first "
				+ members.size() + " members do not fit " + set.getSpec().getReplicas() + " pods");
		require(("$(POD_NAME)" + host).equals(this.manifests.value("VR_ADDRESS")),
				"VR_ADDRESS: has to be $(POD_NAME)" + host);
	}

	private void port(String name, String variable) {
		require(this.manifests.container()
			.getPorts()
			.stream()
			.anyMatch((port) -> name.equals(port.getName())
					&& port.getContainerPort().toString().equals(this.manifests.value(variable))),
				variable + ": is not the port '" + name + "' of the container");
	}

	private void require(boolean condition, String problem) {
		this.manifests.require(condition, problem);
	}

}
