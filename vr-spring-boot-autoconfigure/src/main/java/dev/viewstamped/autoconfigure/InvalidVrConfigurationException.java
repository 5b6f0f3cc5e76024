package dev.viewstamped.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * A setting with which this application cannot take part in a group. Ends the start with
 * a failure analysis.
 */
@SuppressWarnings("serial")
public class InvalidVrConfigurationException extends RuntimeException {

	private final String property;

	private final @Nullable String value;

	private final String reason;

	private final String action;

	/**
	 * Create an exception.
	 * @param property name of the property
	 * @param value its value; {@code null} if it is not set
	 * @param reason what is wrong with it
	 * @param action what to do about it
	 */
	public InvalidVrConfigurationException(String property, @Nullable Object value, String reason, String action) {
		super(describe(property, (value != null) ? value.toString() : null, reason));
		this.property = property;
		this.value = (value != null) ? value.toString() : null;
		this.reason = reason;
		this.action = action;
	}

	private static String describe(String property, @Nullable String value, String reason) {
		String found = (value != null) ? "has the value '" + value + "'" : "is not set";
		return "Property '" + property + "' " + found + ": " + reason;
	}

	/**
	 * Name of the property.
	 * @return the name
	 */
	public String getProperty() {
		return this.property;
	}

	/**
	 * Value of the property.
	 * @return the value; {@code null} if it is not set
	 */
	public @Nullable String getValue() {
		return this.value;
	}

	/**
	 * What is wrong with the value.
	 * @return the reason
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
