package dev.viewstamped.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Reads YAML as maps, lists and scalars, and refuses keys that occur twice.
 */
final class YamlDocuments {

	private YamlDocuments() {
	}

	static List<Map<String, Object>> read(Path file) {
		try {
			return parse(Files.readString(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<Map<String, Object>> parse(String text) {
		List<Map<String, Object>> documents = new ArrayList<>();
		for (Object document : yaml().loadAll(text)) {
			if (document != null) {
				documents.add(asMap(document));
			}
		}
		return documents;
	}

	static Object parseOne(String text) {
		return yaml().load(text);
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> asMap(Object value) {
		if (!(value instanceof Map)) {
			throw new IllegalArgumentException("Not a mapping: " + value);
		}
		return (Map<String, Object>) value;
	}

	@SuppressWarnings("unchecked")
	static List<Object> asList(Object value) {
		if (!(value instanceof List)) {
			throw new IllegalArgumentException("Not a list: " + value);
		}
		return (List<Object>) value;
	}

	/**
	 * Copy what was read, so that changes of the copy do not show in the original.
	 */
	static Object copy(Object value) {
		if (value instanceof Map<?, ?> map) {
			Map<String, Object> copy = new LinkedHashMap<>();
			map.forEach((key, item) -> copy.put((String) key, copy(item)));
			return copy;
		}
		if (value instanceof List<?> list) {
			List<Object> copy = new ArrayList<>();
			list.forEach((item) -> copy.add(copy(item)));
			return copy;
		}
		return value;
	}

	private static Yaml yaml() {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		return new Yaml(new SafeConstructor(options));
	}

}
