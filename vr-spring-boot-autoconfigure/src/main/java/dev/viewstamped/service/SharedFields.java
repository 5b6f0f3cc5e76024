package dev.viewstamped.service;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import dev.viewstamped.Checkpointable;
import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.ReplicatedState;
import org.apache.commons.logging.Log;

import org.springframework.util.ClassUtils;

/**
 * Tells whether a bean's methods may run on several threads at once without its author
 * having thought of it: it holds nothing but replicated maps, which are read as they were
 * at one moment, and values that nobody changes. A bean that refers to anything else may
 * well be safe too, but that cannot be seen.
 */
final class SharedFields {

	private static final Set<Class<?>> VALUES = Set.of(BigDecimal.class, BigInteger.class, UUID.class, Locale.class,
			Pattern.class, Class.class);

	private static final Set<String> LOGGERS = Set.of("org.apache.commons.logging.Log", "org.slf4j.Logger",
			"java.lang.System$Logger", "java.util.logging.Logger", "org.apache.logging.log4j.Logger");

	private SharedFields() {
	}

	/**
	 * Whether a bean holds nothing but replicated maps and values.
	 * @param bean the bean or a proxy around it
	 */
	static boolean areMapsAndValues(Object bean) {
		Object target = BeanFields.target(bean);
		if (target instanceof Checkpointable) {
			return false;
		}
		for (Class<?> type = ClassUtils.getUserClass(target); type != null
				&& type != Object.class; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (!field.isSynthetic() && !isHarmless(field, target)) {
					return false;
				}
			}
		}
		return true;
	}

	private static boolean isHarmless(Field field, Object target) {
		if (!Modifier.isFinal(field.getModifiers())) {
			return false;
		}
		if (isValue(field.getType()) || LOGGERS.contains(field.getType().getName())) {
			return true;
		}
		boolean constant = Modifier.isStatic(field.getModifiers());
		Object value = BeanFields.value(field, constant ? null : target);
		// A map that this library did not make may be anything
		boolean ours = value != null && value.getClass().getName().startsWith("dev.viewstamped.state.");
		return (ours && (value instanceof ReplicatedMap || value instanceof ReplicatedState))
				|| (constant && value != null && isConstant(value));
	}

	private static boolean isValue(Class<?> type) {
		return BeanFields.isValue(type) || VALUES.contains(type);
	}

	private static boolean isConstant(Object value) {
		boolean container = value instanceof Collection<?> || value instanceof Map<?, ?> || value.getClass().isArray();
		return isValue(value.getClass())
				|| (container && value.getClass().getName().startsWith("java.util.ImmutableCollections"));
	}

}
