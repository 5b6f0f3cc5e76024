package dev.viewstamped.service;

import java.io.ObjectStreamException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a caller learns of a handler's exception: a code and a message, the same on every
 * replica and free of class names.
 *
 * @param code the kind of the exception in kebab case
 * @param message its message, shortened; empty for none
 */
record FailureCode(String code, String message) {

	private static final int MAX_CODE_LENGTH = 100;

	private static final int MAX_MESSAGE_LENGTH = 1000;

	/**
	 * Exceptions of the JVM itself. It throws them without a message once the code is
	 * hot, at another moment on each replica, and words the message as it likes.
	 */
	private static final Set<Class<?>> WITHOUT_STABLE_MESSAGE = Set.of(NullPointerException.class,
			ArithmeticException.class, ArrayIndexOutOfBoundsException.class, ClassCastException.class,
			ArrayStoreException.class, NegativeArraySizeException.class);

	/**
	 * Exceptions of the JDK whose message is the name of a class.
	 */
	private static final List<Class<?>> ABOUT_CLASSES = List.of(ReflectiveOperationException.class,
			ObjectStreamException.class, TypeNotPresentException.class);

	/**
	 * What {@link Throwable#toString()} puts before the message of an exception.
	 */
	private static final Pattern EXCEPTION_NAMES = Pattern
		.compile("^(?:(?:[\\w$]+\\.)+[\\w$]*(?:Exception|Error|Throwable)(?::\\s*|$))+");

	/**
	 * What {@link Enum#valueOf} puts before the name of the constant.
	 */
	private static final Pattern ENUM_NAME = Pattern.compile("^(No enum constant )[\\w$.]+\\.");

	static FailureCode of(Throwable failure) {
		return new FailureCode(codeOf(failure.getClass()), messageOf(failure));
	}

	/**
	 * The message, free of class names that nobody wrote there. An exception that has
	 * nothing but a cause has the text of the cause as its message, which begins with a
	 * class name.
	 */
	private static String messageOf(Throwable failure) {
		Throwable source = failure;
		Throwable cause = source.getCause();
		while (cause != null && String.valueOf(cause).equals(source.getMessage())) {
			source = cause;
			cause = source.getCause();
		}
		String message = source.getMessage();
		if (message == null || WITHOUT_STABLE_MESSAGE.contains(source.getClass()) || isAboutClass(source)) {
			return "";
		}
		String named = EXCEPTION_NAMES.matcher(shorten(message)).replaceFirst("");
		return ENUM_NAME.matcher(named).replaceFirst("$1");
	}

	private static boolean isAboutClass(Throwable failure) {
		return failure.getClass().getName().startsWith("java.")
				&& ABOUT_CLASSES.stream().anyMatch((type) -> type.isInstance(failure));
	}

	private static String codeOf(Class<?> type) {
		Class<?> named = type;
		while (named.isAnonymousClass() && named.getSuperclass() != null) {
			named = named.getSuperclass();
		}
		String name = kebab(withoutSuffix(named.getSimpleName()));
		return (name.length() <= MAX_CODE_LENGTH) ? name : name.substring(0, MAX_CODE_LENGTH);
	}

	private static String withoutSuffix(String name) {
		for (String suffix : new String[] { "Exception", "Error" }) {
			if (name.endsWith(suffix) && name.length() > suffix.length()) {
				return name.substring(0, name.length() - suffix.length());
			}
		}
		return name;
	}

	private static String kebab(String name) {
		StringBuilder result = new StringBuilder();
		for (int i = 0; i < name.length(); i++) {
			char current = name.charAt(i);
			if (!isAlphanumeric(current)) {
				continue;
			}
			boolean upper = Character.isUpperCase(current);
			boolean afterLower = i > 0 && !Character.isUpperCase(name.charAt(i - 1));
			boolean beforeLower = i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
			if (upper && !result.isEmpty() && (afterLower || beforeLower)) {
				result.append('-');
			}
			result.append(Character.toLowerCase(current));
		}
		return result.isEmpty() ? "failure" : result.toString();
	}

	private static boolean isAlphanumeric(char character) {
		return character < 128 && Character.isLetterOrDigit(character);
	}

	private static String shorten(String message) {
		if (message.length() <= MAX_MESSAGE_LENGTH) {
			return message;
		}
		int end = MAX_MESSAGE_LENGTH - 1;
		return message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end) + "…";
	}

}
