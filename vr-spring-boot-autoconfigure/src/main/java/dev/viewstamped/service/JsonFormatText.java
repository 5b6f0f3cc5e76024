package dev.viewstamped.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;

/**
 * Describes how objects of a type are written as JSON: the properties in the order in
 * which they are written, and the same of their types; constants of enums; what is in
 * collections; the subtypes that are declared. Classes with the same description write
 * equal objects in equal bytes, as far as that does not depend on code: what a getter
 * returns and a serializer of the application writes cannot be seen. Describes one type,
 * and is of no use after that.
 */
final class JsonFormatText {

	/** Types that contain ever new types would not end otherwise. */
	private static final int MAX_DEPTH = 32;

	private final JsonMapper mapper;

	private final SerializationContext context;

	private final SerializationConfig config;

	private final Map<Known, Integer> known = new HashMap<>();

	private final StringBuilder text = new StringBuilder();

	/**
	 * A type that has been described: with the same properties it need not be again.
	 */
	private record Known(JavaType type, List<String> properties) {

	}

	JsonFormatText(JsonMapper mapper) {
		this.mapper = mapper;
		this.context = mapper._serializationContext();
		this.config = this.context.getConfig();
	}

	/**
	 * Describe a type.
	 * @param type the type
	 * @return the description
	 */
	String describe(Class<?> type) {
		this.text.append("Jackson ").append(this.mapper.version()).append(' ');
		addType(this.context.constructType(type), null, 0);
		return this.text.toString();
	}

	private void addType(JavaType type, @Nullable BeanProperty property, int depth) {
		if (depth > MAX_DEPTH) {
			this.text.append("deep ").append(type.getRawClass().getName());
			return;
		}
		int begin = this.text.length();
		try {
			addType(type, property, serializer(type, property), depth);
		}
		catch (JacksonException | IllegalArgumentException ex) {
			// No object of the type can be in a checkpoint
			this.text.setLength(begin);
			this.text.append("unwritable ").append(type.getRawClass().getName());
		}
	}

	private ValueSerializer<?> serializer(JavaType type, @Nullable BeanProperty property) {
		if (property instanceof BeanPropertyWriter writer && writer.hasSerializer()
				&& type.equals(writtenType(writer))) {
			return writer.getSerializer();
		}
		return this.context.findPrimaryPropertySerializer(type, property);
	}

	private void addType(JavaType type, @Nullable BeanProperty property, ValueSerializer<?> serializer, int depth) {
		this.text.append(serializer.getClass().getName());
		List<PropertyWriter> properties = new ArrayList<>();
		for (Iterator<PropertyWriter> all = serializer.properties(); all.hasNext();) {
			properties.add(all.next());
		}
		TypeSerializer typing = typing(type, property);
		boolean contains = type.getContentType() != null;
		if (!contains && (!properties.isEmpty() || typing != null)) {
			Known described = new Known(type, properties.stream().map(PropertyWriter::getName).toList());
			Integer number = this.known.putIfAbsent(described, this.known.size());
			if (number != null) {
				this.text.append(" #").append(number);
				return;
			}
		}
		addFormat(this.context.getAnnotationIntrospector()
			.findFormat(this.config, this.context.introspectClassAnnotations(type)));
		if (typing != null) {
			addTyping(type, typing, depth);
		}
		if (contains) {
			addContents(type, property, depth);
		}
		else if (!properties.isEmpty()) {
			addProperties(serializer, properties, depth);
		}
		else {
			addLeaf(type, depth);
		}
	}

	private @Nullable TypeSerializer typing(JavaType type, @Nullable BeanProperty property) {
		TypeSerializer own = (property instanceof BeanPropertyWriter writer && type.equals(writtenType(writer)))
				? writer.getTypeSerializer() : null;
		return (own != null) ? own : this.context.findTypeSerializer(type);
	}

	private void addTyping(JavaType type, TypeSerializer typing, int depth) {
		this.text.append(" typed ")
			.append(typing.getTypeInclusion())
			.append(' ')
			.append(typing.getPropertyName())
			.append(' ')
			.append(typing.getTypeIdResolver().getMechanism())
			.append(" [");
		this.config.getSubtypeResolver()
			.collectAndResolveSubtypesByClass(this.config, this.context.introspectClassAnnotations(type))
			.stream()
			.sorted(Comparator.comparing((NamedType subtype) -> subtype.getType().getName())
				.thenComparing((subtype) -> Objects.requireNonNullElse(subtype.getName(), "")))
			.forEach((subtype) -> {
				this.text.append('\n').append(subtype.getType().getName()).append(' ').append(subtype.getName());
				if (subtype.getType() != type.getRawClass()) {
					this.text.append(' ');
					addType(this.context.constructSpecializedType(type, subtype.getType()), null, depth + 1);
				}
			});
		this.text.append(']');
	}

	private void addContents(JavaType type, @Nullable BeanProperty property, int depth) {
		this.text.append(' ').append(type.getRawClass().getName()).append('<');
		if (type.getKeyType() != null) {
			this.text.append(this.context.findKeySerializer(type.getKeyType(), property).getClass().getName())
				.append(' ');
			addType(type.getKeyType(), null, depth + 1);
			this.text.append(", ");
		}
		addType(type.getContentType(), property, depth + 1);
		this.text.append('>');
	}

	private void addProperties(ValueSerializer<?> serializer, List<PropertyWriter> properties, int depth) {
		this.text.append(serializer.usesObjectId() ? " identified {" : " {");
		for (PropertyWriter property : properties) {
			JavaType type = writtenType(property);
			this.text.append('\n').append(property.getName());
			addSettings(property, type.getRawClass());
			this.text.append(" : ");
			addType(type, property, depth + 1);
		}
		this.text.append('}');
	}

	private void addSettings(PropertyWriter property, Class<?> type) {
		addFormat(property.findPropertyFormat(this.config, type));
		JsonInclude.Value inclusion = property.findPropertyInclusion(this.config, type);
		if (inclusion != null && !inclusion.equals(JsonInclude.Value.empty())) {
			this.text.append(' ').append(inclusion);
		}
		JsonUnwrapped unwrapped = property.getAnnotation(JsonUnwrapped.class);
		if (unwrapped != null) {
			this.text.append(" unwrapped ").append(unwrapped.prefix()).append('*').append(unwrapped.suffix());
		}
		JsonTypeInfo typing = property.getAnnotation(JsonTypeInfo.class);
		if (typing != null) {
			this.text.append(" typed ").append(typing.use()).append(' ').append(typing.include());
			this.text.append(' ').append(typing.property());
		}
		JsonSerialize serialize = property.getAnnotation(JsonSerialize.class);
		if (serialize != null) {
			this.text.append(" by ").append(serialize.contentUsing().getName());
			this.text.append(' ').append(serialize.keyUsing().getName());
		}
	}

	private void addFormat(JsonFormat.@Nullable Value format) {
		if (format != null && !format.equals(JsonFormat.Value.empty())) {
			this.text.append(' ').append(format);
		}
	}

	private void addLeaf(JavaType type, int depth) {
		this.text.append(' ').append(type.getRawClass().getName());
		if (type.isEnumType()) {
			addConstants(type);
			return;
		}
		AnnotatedMember value = this.context.introspectBeanDescription(type).findJsonValueAccessor();
		if (value != null) {
			this.text.append(" as ");
			addType(value.getType(), null, depth + 1);
		}
	}

	private void addConstants(JavaType type) {
		Object[] constants = type.getRawClass().getEnumConstants();
		for (Object constant : (constants != null) ? constants : new Object[0]) {
			this.text.append(' ')
				.append(((Enum<?>) constant).name())
				.append('=')
				.append(this.mapper.writeValueAsString(constant));
		}
	}

	private static JavaType writtenType(BeanProperty property) {
		JavaType type = (property instanceof BeanPropertyWriter writer) ? writer.getSerializationType() : null;
		return (type != null) ? type : property.getType();
	}

}
