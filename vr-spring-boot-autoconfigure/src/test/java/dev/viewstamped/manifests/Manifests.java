package dev.viewstamped.manifests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;

/**
 * What an overlay renders to, and the problems that were found in it.
 */
final class Manifests {

	private final List<String> problems = new ArrayList<>();

	private final List<HasMetadata> objects;

	private Manifests(List<Map<String, Object>> rendered) {
		StrictModel model = new StrictModel(this.problems);
		this.objects = rendered.stream().map(model::read).filter(Objects::nonNull).toList();
	}

	/**
	 * Render an overlay and check it.
	 * @param directory directory of the overlay
	 * @return a sentence for each problem
	 */
	static List<String> problemsOf(Path directory) {
		Manifests manifests = new Manifests(Kustomization.render(directory));
		if (manifests.problems.isEmpty()) {
			new WorkloadRules(manifests).check();
			new EnvironmentRules(manifests).check();
			new AccessRules(manifests).check();
			new NetworkRules(manifests).check();
		}
		return manifests.problems;
	}

	List<HasMetadata> objects() {
		return this.objects;
	}

	<T extends HasMetadata> List<T> all(Class<T> type) {
		return this.objects.stream().filter(type::isInstance).map(type::cast).toList();
	}

	<T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
		return all(type).stream().filter((object) -> object.getMetadata().getName().equals(name)).findFirst();
	}

	StatefulSet statefulSet() {
		return all(StatefulSet.class).get(0);
	}

	PodSpec pod() {
		return statefulSet().getSpec().getTemplate().getSpec();
	}

	Container container() {
		return pod().getContainers().get(0);
	}

	Optional<EnvVar> variable(String name) {
		return container().getEnv().stream().filter((variable) -> variable.getName().equals(name)).findFirst();
	}

	String value(String name) {
		return variable(name).map(EnvVar::getValue).orElse("");
	}

	/** Whether the pods ask the API server for anything. */
	boolean usesApi() {
		return !value("VR_KUBERNETES_ENABLED").equals("false");
	}

	/** Whether labels that pods have are those that a selector wants. */
	boolean selectsPods(Map<String, String> selector) {
		Map<String, String> labels = statefulSet().getSpec().getTemplate().getMetadata().getLabels();
		return selector != null && !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
	}

	/** Whether a port, by name or by number, is one of the container. */
	boolean hasPort(IntOrString port) {
		return port != null && container().getPorts()
			.stream()
			.anyMatch((candidate) -> (port.getStrVal() != null) ? port.getStrVal().equals(candidate.getName())
					: candidate.getContainerPort().equals(port.getIntVal()));
	}

	void require(boolean condition, String problem) {
		if (!condition) {
			this.problems.add(problem);
		}
	}

}
