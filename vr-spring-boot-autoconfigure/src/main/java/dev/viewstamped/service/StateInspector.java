package dev.viewstamped.service;

import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.viewstamped.Checkpointable;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * Finds state of a bean that would be in no checkpoint, as far as fields show it when the
 * application starts: those that can be assigned and hold plain values, and those with
 * collections or counters that wait to be filled. What was injected, or can be, is a
 * collaborator or a setting; what refers to any other object may be one, so it passes.
 */
final class StateInspector {

	/**
	 * Classes that bring fields of their own, for the framework's use.
	 */
	private static final List<String> FRAMEWORKS = List.of("java.", "javax.", "jakarta.", "org.springframework.");

	/**
	 * Annotations that say nothing about where a value comes from.
	 */
	private static final Set<String> NEUTRAL = Set.of("Nullable", "NonNull", "Nonnull", "Deprecated");

	/**
	 * Parts of the names of collections of the JDK that nobody can add to.
	 */
	private static final List<String> UNMODIFIABLE = List.of("Immutable", "Unmodifiable", "$Empty", "Arrays$");

	private final String beanName;

	StateInspector(String beanName) {
		this.beanName = beanName;
	}

	/**
	 * Look at a bean.
	 * @param bean the bean or a proxy around it
	 * @throws UnreplicatedStateException if it has such state
	 */
	void inspect(Object bean) {
		Object target = BeanFields.target(bean);
		if (target instanceof Checkpointable) {
			return;
		}
		for (Class<?> type = ClassUtils.getUserClass(target); isInspected(type); type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				String reason = isCandidate(field) ? reason(field, target) : null;
				if (reason != null) {
					throw new UnreplicatedStateException(this.beanName, field, reason);
				}
			}
		}
	}

	private static boolean isInspected(@Nullable Class<?> type) {
		return type != null && FRAMEWORKS.stream().noneMatch(type.getName()::startsWith);
	}

	private static boolean isCandidate(Field field) {
		return !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())
				&& !field.isSynthetic() && !isAnnotated(field);
	}

	private static boolean isAnnotated(Field field) {
		for (Annotation annotation : field.getAnnotations()) {
			if (!NEUTRAL.contains(annotation.annotationType().getSimpleName())) {
				return true;
			}
		}
		return false;
	}

	private @Nullable String reason(Field field, Object target) {
		boolean plain = BeanFields.isValue(field.getType()) || field.getType().isArray();
		if (!Modifier.isFinal(field.getModifiers()) && plain && !hasSetter(field)) {
			return "can be assigned";
		}
		Object value = BeanFields.value(field, target);
		if (value == null) {
			return null;
		}
		Class<?> type = value.getClass();
		if (type.isArray() && Array.getLength(value) > 0) {
			return "is an array, whose elements can be assigned";
		}
		if (type.getName().startsWith("java.util.concurrent.atomic.")) {
			return "can be changed";
		}
		boolean empty = (value instanceof Collection<?> collection && collection.isEmpty())
				|| (value instanceof Map<?, ?> map && map.isEmpty());
		return (empty && isModifiable(type)) ? "is an empty collection that can be filled" : null;
	}

	private static boolean isModifiable(Class<?> type) {
		return type.getName().startsWith("java.util.") && UNMODIFIABLE.stream().noneMatch(type.getName()::contains);
	}

	private static boolean hasSetter(Field field) {
		String setter = "set" + StringUtils.capitalize(field.getName());
		return ReflectionUtils.findMethod(field.getDeclaringClass(), setter, field.getType()) != null;
	}

}
