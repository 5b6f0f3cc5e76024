package dev.viewstamped.service;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import dev.viewstamped.state.ValueCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes keys and values of replicated maps as JSON, by the rules of commands and their
 * results: equal objects give equal bytes, whatever the application has done to its own
 * mapper.
 */
public final class JsonValues implements ValueCodec {

	private final JsonMapper mapper = DeterministicJson.mapper();

	private final JsonScalars scalars = new JsonScalars(this.mapper);

	private final ConcurrentMap<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();

	private final ConcurrentMap<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

	private final ConcurrentMap<Class<?>, String> formats = new ConcurrentHashMap<>();

	@Override
	public String formatOf(Class<?> type) {
		String format = this.formats.get(type);
		return (format != null) ? format
				: this.formats.computeIfAbsent(type, (unknown) -> new JsonFormatText(this.mapper).describe(unknown));
	}

	@Override
	public byte[] encode(Object object) {
		byte[] scalar = this.scalars.write(object, 0);
		if (scalar != null) {
			return scalar;
		}
		try {
			return writer(object.getClass()).writeValueAsBytes(object);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException(
					"A value of %s cannot be written as JSON: %s".formatted(object.getClass().getName(), reason(ex)),
					ex);
		}
	}

	@Override
	public <T> T decode(byte[] bytes, Class<T> type) {
		Object object;
		try {
			object = reader(type).readValue(bytes);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException(
					"A value of %s cannot be read from JSON: %s".formatted(type.getName(), reason(ex)), ex);
		}
		if (object == null) {
			throw new IllegalArgumentException("A value of %s cannot be read from null".formatted(type.getName()));
		}
		return type.cast(object);
	}

	/**
	 * What is wrong with a type of keys or values, as far as that can be seen without an
	 * object of it.
	 */
	@Override
	public @Nullable String problemWith(Class<?> type) {
		if (type.getTypeParameters().length > 0) {
			return "%s does not tell what is in it, so that it would be read back as something else"
				.formatted(type.getName());
		}
		return new JsonCheck(this.mapper).problemWith(this.mapper.constructType(type));
	}

	private ObjectWriter writer(Class<?> type) {
		ObjectWriter writer = this.writers.get(type);
		return (writer != null) ? writer : this.writers.computeIfAbsent(type, this.mapper::writerFor);
	}

	private ObjectReader reader(Class<?> type) {
		ObjectReader reader = this.readers.get(type);
		return (reader != null) ? reader : this.readers.computeIfAbsent(type, this.mapper::readerFor);
	}

	private static String reason(RuntimeException ex) {
		return (ex instanceof JacksonException jackson) ? jackson.getOriginalMessage() : ex.toString();
	}

}
