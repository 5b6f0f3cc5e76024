package dev.viewstamped.state;

/**
 * A replicated map of such keys or values cannot be part of a checkpoint. Ends the start
 * of the application.
 */
@SuppressWarnings("serial")
public class InvalidMapException extends IllegalArgumentException {

	private final String map;

	private final Class<?> type;

	private final String reason;

	/**
	 * Create an exception.
	 * @param map name of the map
	 * @param what {@code keyType} or {@code valueType}
	 * @param type the type
	 * @param reason what is wrong with the type, a sentence without a full stop
	 */
	public InvalidMapException(String map, String what, Class<?> type, String reason) {
		super("'%s' of map '%s' must not be %s: %s. %s".formatted(what, map, type.getName(), reason, action(type)));
		this.map = map;
		this.type = type;
		this.reason = reason;
	}

	private static String action(Class<?> type) {
		return (type.getTypeParameters().length > 0)
				? "Use a record with a component of the type that is meant, such as record Names(List<String> names)"
				: "Use a record of types that Jackson can write and read, or tell it how with its annotations";
	}

	/**
	 * Name of the map.
	 * @return the name
	 */
	public String getMap() {
		return this.map;
	}

	/**
	 * Type of its keys or values.
	 * @return the type
	 */
	public Class<?> getType() {
		return this.type;
	}

	/**
	 * What is wrong with the type.
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
		return action(this.type);
	}

}
