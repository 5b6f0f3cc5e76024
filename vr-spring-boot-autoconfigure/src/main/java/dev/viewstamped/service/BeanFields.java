package dev.viewstamped.service;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.util.ClassUtils;

/**
 * Looks at what beans hold.
 */
final class BeanFields {

	private static final Log logger = LogFactory.getLog(BeanFields.class);

	private BeanFields() {
	}

	/**
	 * The object that has the fields.
	 * @param bean the bean or a proxy around it
	 */
	static Object target(Object bean) {
		Object target = bean;
		for (Object next = bean; next != null; next = AopProxyUtils.getSingletonTarget(next)) {
			target = next;
		}
		return target;
	}

	/**
	 * Whether objects of a type are plain values that nobody can change.
	 */
	static boolean isValue(Class<?> type) {
		return ClassUtils.isPrimitiveOrWrapper(type) || type == String.class || type.isEnum()
				|| TemporalAccessor.class.isAssignableFrom(type) || TemporalAmount.class.isAssignableFrom(type);
	}

	/**
	 * What a field holds.
	 * @param target the object that has the field, {@code null} if the field is static
	 * @return the value; {@code null} if there is none or it cannot be looked at
	 */
	static @Nullable Object value(Field field, @Nullable Object target) {
		try {
			field.setAccessible(true);
			return field.get(target);
		}
		catch (InaccessibleObjectException | IllegalAccessException ex) {
			logger.debug("The value of " + field + " cannot be looked at", ex);
			return null;
		}
	}

}
