package dev.viewstamped.service;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Which name a command or query has on the wire.
 */
public interface CommandNames {

	/**
	 * Name of a command or query on the wire.
	 * @param messageType class of the command or query
	 * @return the name
	 * @throws IllegalArgumentException if the class can have no name
	 */
	String nameOf(Class<?> messageType);

	/**
	 * The names that an application without handlers uses: simple class names, which
	 * handlers answer to besides their own names.
	 * @return the names
	 */
	static CommandNames simpleClassNames() {
		return (messageType) -> {
			String name = messageType.getSimpleName();
			Assert.isTrue(StringUtils.hasText(name), () -> "'" + messageType.getName()
					+ "' cannot be sent because an anonymous class has no name. Declare it as a record");
			return name;
		};
	}

}
