package dev.viewstamped.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.jdk.CollectionSerializer;
import tools.jackson.databind.ser.jdk.StringCollectionSerializer;
import tools.jackson.databind.type.CollectionType;

/**
 * Writes sets without an order of their own in the order of their elements, or of what
 * these are written as if they cannot be compared: a {@code Set.of(...)} has another
 * order in each process.
 */
@SuppressWarnings("serial")
final class OrderedSetModifier extends ValueSerializerModifier {

	private Function<Object, byte[]> writer = (element) -> new byte[0];

	/**
	 * Say how elements that cannot be compared are written, before anything is.
	 * @param writer writes an element
	 */
	void compareBy(Function<Object, byte[]> writer) {
		this.writer = writer;
	}

	private List<Object> byWrittenForm(Set<?> set) {
		List<WrittenElement> elements = new ArrayList<>();
		set.forEach((element) -> elements.add(new WrittenElement(element, this.writer.apply(element))));
		elements.sort((left, right) -> Arrays.compareUnsigned(left.bytes(), right.bytes()));
		return elements.stream().map(WrittenElement::element).toList();
	}

	@Override
	@SuppressWarnings("unchecked")
	public ValueSerializer<?> modifyCollectionSerializer(SerializationConfig config, CollectionType valueType,
			BeanDescription.Supplier beanDescription, ValueSerializer<?> serializer) {
		boolean takesAnyCollection = serializer instanceof CollectionSerializer
				|| serializer instanceof StringCollectionSerializer;
		return (takesAnyCollection && Set.class.isAssignableFrom(valueType.getRawClass()))
				? new OrderedSetSerializer((ValueSerializer<Object>) serializer) : serializer;
	}

	private record WrittenElement(Object element, byte[] bytes) {

	}

	private final class OrderedSetSerializer extends ValueSerializer<Object> {

		private final ValueSerializer<Object> delegate;

		OrderedSetSerializer(ValueSerializer<Object> delegate) {
			this.delegate = delegate;
		}

		@Override
		@SuppressWarnings("unchecked")
		public ValueSerializer<?> createContextual(SerializationContext context, BeanProperty property) {
			return new OrderedSetSerializer(
					(ValueSerializer<Object>) this.delegate.createContextual(context, property));
		}

		@Override
		public void resolve(SerializationContext context) {
			this.delegate.resolve(context);
		}

		@Override
		public boolean isEmpty(SerializationContext context, Object value) {
			return ((Set<?>) value).isEmpty();
		}

		@Override
		public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
			this.delegate.serialize(ordered(value), generator, context);
		}

		@Override
		public void serializeWithType(Object value, JsonGenerator generator, SerializationContext context,
				TypeSerializer typeSerializer) {
			this.delegate.serializeWithType(ordered(value), generator, context, typeSerializer);
		}

		private Object ordered(Object value) {
			if (value instanceof LinkedHashSet<?> || value instanceof SortedSet<?>) {
				return value;
			}
			Set<?> set = (Set<?>) value;
			if (areComparable(set)) {
				return new TreeSet<Object>(set);
			}
			return (set.size() < 2) ? set : new LinkedHashSet<>(byWrittenForm(set));
		}

		private static boolean areComparable(Set<?> set) {
			return set.stream().allMatch(Comparable.class::isInstance)
					&& set.stream().map(OrderedSetSerializer::comparableType).distinct().count() <= 1;
		}

		private static Class<?> comparableType(Object element) {
			return (element instanceof Enum<?> constant) ? constant.getDeclaringClass() : element.getClass();
		}

	}

}
