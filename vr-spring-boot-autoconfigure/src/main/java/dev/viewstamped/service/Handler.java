package dev.viewstamped.service;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

import dev.viewstamped.CommandContext;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * A method of a bean that handles one kind of command or query.
 */
final class Handler {

	private static final MethodType INVOCATION = MethodType.methodType(Object.class, Object.class,
			CommandContext.class);

	private final String name;

	private final String beanName;

	private final Method method;

	private final MessageType type;

	private final MethodHandle invocation;

	private final boolean concurrent;

	private final QueryCost cost = new QueryCost();

	/**
	 * Create a handler.
	 * @param name name of the command or query on the wire
	 * @param beanName name of the bean
	 * @param method the method that is marked
	 * @param type what it handles
	 * @param invocable the method to call
	 * @param bean the bean, or a proxy around it
	 * @param concurrent whether it may be called on any thread, several times at once
	 */
	Handler(String name, String beanName, Method method, MessageType type, Method invocable, Object bean,
			boolean concurrent) throws IllegalAccessException {
		this.concurrent = concurrent;
		this.name = name;
		this.beanName = beanName;
		this.method = method;
		this.type = type;
		this.invocation = invocation(invocable, bean);
	}

	private static MethodHandle invocation(Method method, Object bean) throws IllegalAccessException {
		ReflectionUtils.makeAccessible(method);
		MethodHandle handle = MethodHandles.lookup().unreflect(method).bindTo(bean);
		if (method.getParameterCount() == 1) {
			handle = MethodHandles.dropArguments(handle, 1, CommandContext.class);
		}
		return handle.asType(INVOCATION);
	}

	/**
	 * Call the method.
	 * @param message the command or query
	 * @param context the context of a command, {@code null} for a query
	 * @return what the method returned
	 * @throws Throwable what the method threw
	 */
	@Nullable Object invoke(Object message, @Nullable CommandContext context) throws Throwable {
		return (Object) this.invocation.invokeExact(message, context);
	}

	/**
	 * Whether it reads nothing but replicated maps, so that a query may be answered on
	 * any thread.
	 */
	boolean isConcurrent() {
		return this.concurrent;
	}

	/**
	 * How long its queries take.
	 */
	QueryCost cost() {
		return this.cost;
	}

	String name() {
		return this.name;
	}

	String beanName() {
		return this.beanName;
	}

	Method method() {
		return this.method;
	}

	MessageType type() {
		return this.type;
	}

	@Override
	public String toString() {
		return InvalidHandlerException.describe(this.method) + " of bean '" + this.beanName + "'";
	}

}
