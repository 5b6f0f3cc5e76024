package dev.viewstamped.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Kubernetes' strategic merge for the lists that occur in {@code k8s/}: elements with the
 * same key are merged, and those of the patch come first.
 */
final class StrategicMerge {

	private static final String DIRECTIVE = "$patch";

	private static final Map<String, String> KEYS = Map.of("containers", "name", "initContainers", "name", "env",
			"name", "volumes", "name", "volumeMounts", "mountPath", "ports", "containerPort", "imagePullSecrets",
			"name");

	private StrategicMerge() {
	}

	static boolean deletes(Map<String, Object> patch) {
		return "delete".equals(patch.get(DIRECTIVE));
	}

	static void merge(Map<String, Object> target, Map<String, Object> patch) {
		if (patch.containsKey(DIRECTIVE)) {
			throw new IllegalArgumentException("'$patch' is rendered for whole objects only: " + patch);
		}
		patch.forEach((name, value) -> {
			Object before = target.get(name);
			if (value == null) {
				target.remove(name);
			}
			else if (value instanceof Map && before instanceof Map) {
				merge(YamlDocuments.asMap(before), YamlDocuments.asMap(value));
			}
			else if (value instanceof List && before instanceof List && KEYS.containsKey(name)) {
				mergeLists(KEYS.get(name), YamlDocuments.asList(before), YamlDocuments.asList(value));
			}
			else if ("topologySpreadConstraints".equals(name)) {
				throw new IllegalArgumentException("Tools differ in how they merge '" + name + "'; use a JSON patch");
			}
			else {
				target.put(name, YamlDocuments.copy(value));
			}
		});
	}

	private static void mergeLists(String key, List<Object> target, List<Object> patch) {
		List<Object> first = new ArrayList<>();
		for (Object item : patch) {
			Map<String, Object> element = YamlDocuments.asMap(item);
			Object id = Objects.requireNonNull(element.get(key), () -> "'" + key + "' is missing in " + element);
			Map<String, Object> merged = target.stream()
				.map(YamlDocuments::asMap)
				.filter((candidate) -> id.equals(candidate.get(key)))
				.findFirst()
				.orElseGet(LinkedHashMap::new);
			target.removeIf((candidate) -> candidate == merged);
			merge(merged, element);
			first.add(merged);
		}
		target.addAll(0, first);
	}

}
