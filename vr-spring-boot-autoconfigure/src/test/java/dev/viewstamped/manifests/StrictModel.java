package dev.viewstamped.manifests;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Turns rendered objects into the model of the Kubernetes API, and finds what the model
 * has no place for: unknown kinds, unknown fields, and values of the wrong type.
 */
final class StrictModel {

	private static final String MODEL = "io.fabric8.kubernetes.api.model";

	private static final String REST = "additionalProperties";

	/**
	 * Fields of kinds that come with the Prometheus operator, as far as they are used.
	 */
	private static final Map<String, Set<String>> OPERATOR_KINDS = Map.of("PodMonitor",
			Set.of("spec", "spec.selector", "spec.selector.matchLabels",
					"spec.selector.matchLabels.app.kubernetes.io/name", "spec.podMetricsEndpoints",
					"spec.podMetricsEndpoints[].port", "spec.podMetricsEndpoints[].path",
					"spec.podMetricsEndpoints[].interval"),
			"PrometheusRule",
			Set.of("spec", "spec.groups", "spec.groups[].name", "spec.groups[].rules", "spec.groups[].rules[].alert",
					"spec.groups[].rules[].expr", "spec.groups[].rules[].for", "spec.groups[].rules[].labels",
					"spec.groups[].rules[].labels.severity", "spec.groups[].rules[].annotations",
					"spec.groups[].rules[].annotations.summary"));

	private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

	private final List<String> problems;

	StrictModel(List<String> problems) {
		this.problems = problems;
	}

	/**
	 * Read an object and note what the model has no place for.
	 * @param object the rendered object
	 * @return the object of the model; {@code null} if it cannot be one
	 */
	HasMetadata read(Map<String, Object> object) {
		String where = object.get("kind") + " " + YamlDocuments.asMap(object.get("metadata")).get("name") + ": ";
		try {
			return read(where, SERIALIZATION.convertValue(object, HasMetadata.class));
		}
		catch (IllegalArgumentException ex) {
			this.problems.add(where + "wrong type: " + ex.getMessage());
			return null;
		}
	}

	private HasMetadata read(String where, HasMetadata model) {
		walk(where, "metadata", model.getMetadata());
		if (!(model instanceof GenericKubernetesResource generic)) {
			walk(where, "", model);
		}
		else if (model.getApiVersion().equals("monitoring.coreos.com/v1")
				&& OPERATOR_KINDS.containsKey(model.getKind())) {
			generic.getAdditionalProperties()
				.forEach((name, value) -> walkRaw(where, OPERATOR_KINDS.get(model.getKind()), name, value));
		}
		else {
			this.problems.add(where + "unknown kind in " + model.getApiVersion());
		}
		return model;
	}

	private void walkRaw(String where, Set<String> known, String path, Object value) {
		if (!known.contains(path)) {
			this.problems.add(where + "unknown field or wrong type: " + path);
		}
		else if (value instanceof Map<?, ?> map) {
			map.forEach((name, child) -> walkRaw(where, known, path + "." + name, child));
		}
		else if (value instanceof List<?> list) {
			for (Object item : list) {
				((Map<?, ?>) item).forEach((name, child) -> walkRaw(where, known, path + "[]." + name, child));
			}
		}
	}

	private void walk(String where, String path, Object value) {
		if (value instanceof Collection<?> items) {
			int index = 0;
			for (Object item : items) {
				walk(where, path + "[" + (index++) + "]", item);
			}
		}
		else if (value instanceof Map<?, ?> map) {
			map.forEach((key, item) -> walk(where, path + "." + key, item));
		}
		else if (value != null && value.getClass().getName().startsWith(MODEL) && !value.getClass().isEnum()) {
			for (Field field : fields(value.getClass())) {
				Object child = get(field, value);
				if (!field.getName().equals(REST)) {
					walk(where, path.isEmpty() ? field.getName() : path + "." + field.getName(), child);
				}
				else if (child instanceof Map<?, ?> rest) {
					rest.keySet()
						.forEach((name) -> this.problems
							.add(where + "unknown field or wrong type: " + (path.isEmpty() ? "" : path + ".") + name));
				}
			}
		}
	}

	private static List<Field> fields(Class<?> type) {
		List<Field> fields = new ArrayList<>();
		for (Class<?> level = type; level != null && level.getName().startsWith(MODEL); level = level.getSuperclass()) {
			for (Field field : level.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers())) {
					fields.add(field);
				}
			}
		}
		return fields;
	}

	private static Object get(Field field, Object target) {
		try {
			field.setAccessible(true);
			return field.get(target);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
