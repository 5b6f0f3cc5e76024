package dev.viewstamped.service;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.module.SimpleValueInstantiators;

/**
 * Calls the constructors of records by handles that take all arguments at once. Jackson
 * adapts a handle to the number of arguments at each call, which takes a quarter of the
 * time to read a small record.
 */
final class RecordInstantiators extends SimpleValueInstantiators {

	private static final long serialVersionUID = 1L;

	@Override
	public ValueInstantiator modifyValueInstantiator(DeserializationConfig config, BeanDescription.Supplier description,
			ValueInstantiator present) {
		if (description.getBeanClass().isRecord() && present.getClass() == StdValueInstantiator.class
				&& present.getWithArgsCreator() instanceof AnnotatedConstructor creator) {
			MethodHandle handle = spread(creator.getAnnotated());
			return (handle != null) ? new RecordInstantiator((StdValueInstantiator) present, handle) : present;
		}
		return present;
	}

	private static @Nullable MethodHandle spread(Constructor<?> constructor) {
		try {
			constructor.setAccessible(true);
			return MethodHandles.lookup()
				.unreflectConstructor(constructor)
				.asFixedArity()
				.asSpreader(Object[].class, constructor.getParameterCount())
				.asType(MethodType.methodType(Object.class, Object[].class));
		}
		catch (IllegalAccessException | RuntimeException ex) {
			// Jackson says what keeps it from calling the constructor, if anything does
			return null;
		}
	}

	/**
	 * Makes records of one class.
	 */
	private static final class RecordInstantiator extends StdValueInstantiator {

		private final MethodHandle constructor;

		RecordInstantiator(StdValueInstantiator source, MethodHandle constructor) {
			super(source);
			this.constructor = constructor;
		}

		@Override
		public Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
			try {
				return this.constructor.invokeExact(arguments);
			}
			catch (Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				return context.handleInstantiationProblem(getValueClass(), arguments, rewrapCtorProblem(context, ex));
			}
		}

	}

}
