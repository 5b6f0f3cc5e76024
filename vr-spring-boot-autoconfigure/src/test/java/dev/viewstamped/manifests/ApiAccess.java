package dev.viewstamped.manifests;

import java.util.Set;
import java.util.TreeSet;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;

/**
 * What the pods ask of the API server.
 */
final class ApiAccess {

	/** Name of the ConfigMap that remembers that the group has been formed. */
	static final String MARKER = "vr-cluster";

	private static final String SET = "vr";

	private static final Set<String> ALWAYS = Set.of(right("get", "apps", "statefulsets", SET),
			right("list", "apps", "statefulsets", SET), right("watch", "apps", "statefulsets", SET),
			right("list", "", "pods", ""), right("watch", "", "pods", ""), right("get", "", "configmaps", MARKER),
			right("update", "", "configmaps", MARKER));

	private static final Set<String> ROLLOUT = Set.of(right("create", "", "pods/eviction", ""));

	private static final Set<String> SCALE = Set.of(right("patch", "apps", "statefulsets/scale", SET));

	private ApiAccess() {
	}

	static String right(String verb, String group, String resource, String name) {
		String object = group.isEmpty() ? resource : resource + "." + group;
		return verb + " on " + object + (name.isEmpty() ? "" : " " + name);
	}

	/**
	 * What pods ask for that have all components.
	 * @return the rights
	 */
	static Set<String> all() {
		Set<String> all = new TreeSet<>(ALWAYS);
		all.addAll(ROLLOUT);
		all.addAll(SCALE);
		return all;
	}

	/**
	 * What the pods of an overlay ask for.
	 * @param manifests the overlay
	 * @return the rights
	 */
	static Set<String> needed(Manifests manifests) {
		Set<String> needed = new TreeSet<>();
		if (manifests.usesApi()) {
			needed.addAll(ALWAYS);
		}
		if (manifests.statefulSet().getSpec().getUpdateStrategy().getType().equals("OnDelete")) {
			needed.addAll(ROLLOUT);
		}
		if (!manifests.all(ValidatingAdmissionPolicy.class).isEmpty()) {
			needed.addAll(SCALE);
		}
		return needed;
	}

}
