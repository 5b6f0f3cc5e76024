package dev.viewstamped.service;

import java.util.Set;

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

	static FailureCode of(Throwable failure) {
		String message = WITHOUT_STABLE_MESSAGE.contains(failure.getClass()) ? null : failure.getMessage();
		return new FailureCode(codeOf(failure.getClass()), (message != null) ? shorten(message) : "");
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
