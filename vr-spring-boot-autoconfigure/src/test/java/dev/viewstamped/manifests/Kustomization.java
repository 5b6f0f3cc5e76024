package dev.viewstamped.manifests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Renders the part of kustomize that {@code k8s/} uses, so that the manifests are checked
 * also where kustomize is not installed. Refuses whatever it does not know.
 * {@link KustomizationTests} compares it with the real one where that is installed.
 */
final class Kustomization {

	private static final Set<String> KNOWN = Set.of("apiVersion", "kind", "namespace", "resources", "components",
			"patches", "replicas", "images", "transformers");

	/** Those that kustomize knows. */
	private static final Set<String> CLUSTER_SCOPED = Set.of("Namespace", "ClusterRole", "ClusterRoleBinding");

	private final Path directory;

	private final Map<String, Object> content;

	private final List<Map<String, Object>> objects;

	private Kustomization(Path directory, List<Map<String, Object>> objects) {
		this.directory = directory;
		this.content = YamlDocuments.read(directory.resolve("kustomization.yaml")).get(0);
		this.objects = objects;
		for (String name : this.content.keySet()) {
			if (!KNOWN.contains(name)) {
				throw new IllegalArgumentException("Unknown field '" + name + "' in the kustomization of " + directory);
			}
		}
	}

	/**
	 * Render what {@code kubectl kustomize} would.
	 * @param directory a directory with a {@code kustomization.yaml}
	 * @return the objects
	 */
	static List<Map<String, Object>> render(Path directory) {
		Kustomization kustomization = new Kustomization(directory, new ArrayList<>());
		kustomization.render("Kustomization");
		return kustomization.objects;
	}

	private void render(String kind) {
		if (!kind.equals(this.content.get("kind"))) {
			throw new IllegalArgumentException(this.directory + " is no " + kind);
		}
		for (Object resource : list("resources")) {
			Path path = this.directory.resolve((String) resource).normalize();
			this.objects.addAll(Files.isDirectory(path) ? render(path) : YamlDocuments.read(path));
		}
		for (Object component : list("components")) {
			Path path = this.directory.resolve((String) component).normalize();
			new Kustomization(path, this.objects).render("Component");
		}
		list("patches").forEach((patch) -> patch(YamlDocuments.asMap(patch)));
		if (this.content.get("namespace") instanceof String namespace) {
			this.objects.forEach((object) -> moveTo(namespace, object));
		}
		list("replicas").forEach((replicas) -> resize(YamlDocuments.asMap(replicas)));
		list("images").forEach((image) -> tag(YamlDocuments.asMap(image)));
		for (Object transformer : list("transformers")) {
			for (Map<String, Object> document : YamlDocuments.read(this.directory.resolve((String) transformer))) {
				if (!"PatchTransformer".equals(document.get("kind"))) {
					throw new IllegalArgumentException("Unknown transformer " + document);
				}
				patch(document);
			}
		}
	}

	private void patch(Map<String, Object> patch) {
		Object content = (patch.get("path") instanceof String path)
				? YamlDocuments.read(this.directory.resolve(path)).get(0)
				: YamlDocuments.parseOne((String) patch.get("patch"));
		if (content instanceof List) {
			Map<String, Object> target = YamlDocuments.asMap(patch.get("target"));
			this.objects.stream()
				.filter((object) -> selects(target, object))
				.forEach((object) -> JsonPatch.apply(object, YamlDocuments.asList(content)));
			return;
		}
		Map<String, Object> merge = YamlDocuments.asMap(content);
		Map<String, Object> target = this.objects.stream()
			.filter((object) -> id(object).equals(id(merge)))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no " + id(merge) + " to patch"));
		if (StrategicMerge.deletes(merge)) {
			this.objects.removeIf((object) -> id(object).equals(id(merge)));
		}
		else {
			StrategicMerge.merge(target, merge);
		}
	}

	private static boolean selects(Map<String, Object> target, Map<String, Object> object) {
		String apiVersion = (String) object.get("apiVersion");
		String group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
		return target.entrySet().stream().allMatch((entry) -> switch (entry.getKey()) {
			case "group" -> entry.getValue().equals(group);
			case "kind" -> entry.getValue().equals(object.get("kind"));
			case "name" -> entry.getValue().equals(metadata(object).get("name"));
			default -> throw new IllegalArgumentException("Unknown field of a target: " + entry.getKey());
		});
	}

	private void moveTo(String namespace, Map<String, Object> object) {
		if (!CLUSTER_SCOPED.contains((String) object.get("kind"))) {
			metadata(object).put("namespace", namespace);
		}
		if ("RoleBinding".equals(object.get("kind"))) {
			YamlDocuments.asList(object.get("subjects"))
				.forEach((subject) -> YamlDocuments.asMap(subject).put("namespace", namespace));
		}
	}

	private void resize(Map<String, Object> replicas) {
		this.objects.stream()
			.filter((object) -> "StatefulSet".equals(object.get("kind")))
			.filter((object) -> metadata(object).get("name").equals(replicas.get("name")))
			.forEach((object) -> YamlDocuments.asMap(object.get("spec")).put("replicas", replicas.get("count")));
	}

	private void tag(Map<String, Object> image) {
		for (Map<String, Object> object : this.objects) {
			if ("StatefulSet".equals(object.get("kind"))) {
				Map<String, Object> template = YamlDocuments
					.asMap(YamlDocuments.asMap(object.get("spec")).get("template"));
				for (Object item : YamlDocuments.asList(YamlDocuments.asMap(template.get("spec")).get("containers"))) {
					Map<String, Object> container = YamlDocuments.asMap(item);
					if (image.get("name").equals(container.get("image"))) {
						Object name = image.getOrDefault("newName", image.get("name"));
						container.put("image", name + ":" + Objects.requireNonNull(image.get("newTag")));
					}
				}
			}
		}
	}

	private List<Object> list(String name) {
		Object value = this.content.get(name);
		return (value != null) ? YamlDocuments.asList(value) : List.of();
	}

	private static String id(Map<String, Object> object) {
		return object.get("apiVersion") + " " + object.get("kind") + " " + metadata(object).get("name");
	}

	private static Map<String, Object> metadata(Map<String, Object> object) {
		return YamlDocuments.asMap(object.get("metadata"));
	}

}
