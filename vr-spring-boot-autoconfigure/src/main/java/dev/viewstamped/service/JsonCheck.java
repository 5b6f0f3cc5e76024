package dev.viewstamped.service;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds types that cannot be written or read, as far as that can be seen without a value:
 * the type itself and the types in its angle brackets.
 */
final class JsonCheck {

	private final JsonMapper mapper;

	JsonCheck(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * What is wrong with a type.
	 * @param type the type
	 * @return the reason, or {@code null} if nothing is
	 */
	@Nullable String problemWith(JavaType type) {
		if (type.hasRawClass(Object.class)) {
			return "Object does not tell what to read from JSON";
		}
		for (JavaType contained : type.getBindings().getTypeParameters()) {
			String problem = contained.hasRawClass(Object.class) ? null : problemWith(contained);
			if (problem != null) {
				return problem;
			}
		}
		try {
			this.mapper._serializationContext().findRootValueSerializer(type);
			return problemWithReading(type, this.mapper._deserializationContext().findRootValueDeserializer(type));
		}
		catch (JacksonException | IllegalArgumentException ex) {
			String message = (ex instanceof JacksonException jackson) ? jackson.getOriginalMessage() : ex.getMessage();
			return "%s cannot be written to and read from JSON: %s".formatted(type.toCanonical(), message);
		}
	}

	private static @Nullable String problemWithReading(JavaType type, ValueDeserializer<?> deserializer) {
		if (deserializer instanceof AbstractDeserializer) {
			return "%s is abstract and cannot be read from JSON".formatted(type.getRawClass().getName());
		}
		if (deserializer instanceof BeanDeserializerBase bean && !bean.getValueInstantiator().canInstantiate()) {
			return "%s cannot be read from JSON because no constructor can be used"
				.formatted(type.getRawClass().getName());
		}
		return null;
	}

}
