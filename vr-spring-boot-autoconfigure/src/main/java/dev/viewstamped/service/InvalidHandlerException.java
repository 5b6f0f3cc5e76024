package dev.viewstamped.service;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A method marked as handler of commands or queries cannot be one. Ends the start of the
 * application.
 */
@SuppressWarnings("serial")
public class InvalidHandlerException extends RuntimeException {

	private final String beanName;

	private final String method;

	private final String reason;

	private final String action;

	/**
	 * Create an exception.
	 * @param beanName name of the handler's bean
	 * @param method the method
	 * @param reason what is wrong, a sentence without a full stop
	 * @param action what to do about it, a sentence without a full stop
	 */
	public InvalidHandlerException(String beanName, Method method, String reason, String action) {
		super("Method %s of bean '%s' cannot be a handler: %s. %s.".formatted(describe(method), beanName, reason,
				action));
		this.beanName = beanName;
		this.method = describe(method);
		this.reason = reason;
		this.action = action;
	}

	static String describe(Method method) {
		String parameters = Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", "));
		return "%s.%s(%s)".formatted(method.getDeclaringClass().getName(), method.getName(), parameters);
	}

	/**
	 * Name of the handler's bean.
	 * @return the name
	 */
	public String getBeanName() {
		return this.beanName;
	}

	/**
	 * The method, with its class and parameters.
	 * @return a description of the method
	 */
	public String getMethod() {
		return this.method;
	}

	/**
	 * What is wrong.
	 * @return a sentence without a full stop
	 */
	public String getReason() {
		return this.reason;
	}

	/**
	 * What to do about it.
	 * @return a sentence without a full stop
	 */
	public String getAction() {
		return this.action;
	}

}
