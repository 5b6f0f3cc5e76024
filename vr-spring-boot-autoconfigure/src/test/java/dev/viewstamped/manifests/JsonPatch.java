package dev.viewstamped.manifests;

import java.util.List;
import java.util.Map;

/**
 * The operations of JSON patches (RFC 6902) that occur in {@code k8s/}.
 */
final class JsonPatch {

	private JsonPatch() {
	}

	static void apply(Map<String, Object> target, List<Object> operations) {
		for (Object item : operations) {
			Map<String, Object> operation = YamlDocuments.asMap(item);
			String path = (String) operation.get("path");
			String[] names = path.substring(1).split("/", -1);
			Object parent = target;
			for (int i = 0; i < names.length - 1; i++) {
				parent = child(parent, unescape(names[i]), path);
			}
			apply(parent, unescape(names[names.length - 1]), operation);
		}
	}

	private static void apply(Object parent, String name, Map<String, Object> operation) {
		String kind = (String) operation.get("op");
		Object value = YamlDocuments.copy(operation.get("value"));
		switch (kind) {
			case "remove" -> {
				child(parent, name, operation);
				if (parent instanceof List<?> list) {
					list.remove(Integer.parseInt(name));
				}
				else {
					YamlDocuments.asMap(parent).remove(name);
				}
			}
			case "replace" -> {
				child(parent, name, operation);
				if (parent instanceof List) {
					YamlDocuments.asList(parent).set(Integer.parseInt(name), value);
				}
				else {
					YamlDocuments.asMap(parent).put(name, value);
				}
			}
			case "add" -> {
				if (parent instanceof List) {
					List<Object> list = YamlDocuments.asList(parent);
					list.add("-".equals(name) ? list.size() : Integer.parseInt(name), value);
				}
				else {
					YamlDocuments.asMap(parent).put(name, value);
				}
			}
			default -> throw new IllegalArgumentException("Unknown operation '" + kind + "'");
		}
	}

	private static Object child(Object parent, String name, Object where) {
		Object child = (parent instanceof List<?> list) ? list.get(Integer.parseInt(name))
				: YamlDocuments.asMap(parent).get(name);
		if (child == null) {
			throw new IllegalArgumentException("There is no '" + name + "' for the patch at " + where);
		}
		return child;
	}

	private static String unescape(String name) {
		return name.replace("~1", "/").replace("~0", "~");
	}

}
