package dev.viewstamped.service;

import java.lang.reflect.Field;

/**
 * A bean that handles commands has state that would be in no checkpoint: a replica that
 * takes the state from others would not have it. Ends the start of the application.
 */
@SuppressWarnings("serial")
public class UnreplicatedStateException extends RuntimeException {

	private final String beanName;

	private final String field;

	private final String reason;

	private final String action;

	/**
	 * Create an exception.
	 * @param beanName name of the bean
	 * @param field the field
	 * @param reason why the field is taken for state, to follow its name
	 */
	public UnreplicatedStateException(String beanName, Field field, String reason) {
		super("Bean '%s' handles commands, and its field %s %s, so it is taken for state that is in no checkpoint"
			.formatted(beanName, describe(field), reason));
		this.beanName = beanName;
		this.field = describe(field);
		this.reason = reason;
		this.action = ("Put the state into a ReplicatedMap, or let %s implement Checkpointable. If the field is no part"
				+ " of the replicated state, as a cache, a metric or a setting, mark it 'transient', or 'final' if it"
				+ " is only set by the constructor.")
			.formatted(field.getDeclaringClass().getSimpleName());
	}

	private static String describe(Field field) {
		return "'%s' (%s) of %s".formatted(field.getName(), field.getType().getSimpleName(),
				field.getDeclaringClass().getName());
	}

	/**
	 * Name of the bean.
	 * @return the name
	 */
	public String getBeanName() {
		return this.beanName;
	}

	/**
	 * The field with its type and class.
	 * @return a description of the field
	 */
	public String getField() {
		return this.field;
	}

	/**
	 * Why the field is taken for state.
	 * @return the reason, to follow the name of the field
	 */
	public String getReason() {
		return this.reason;
	}

	/**
	 * What to do about it.
	 * @return the action
	 */
	public String getAction() {
		return this.action;
	}

}
