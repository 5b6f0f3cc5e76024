package dev.viewstamped.sample.config;

import java.util.regex.Pattern;

/**
 * What applications, profiles and keys may be called.
 */
final class Names {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,250}");

	private Names() {
	}

	/**
	 * Refuse a name that is not one.
	 * @param what what the name is for
	 * @param name the name
	 * @throws ApiException if it is not a name
	 */
	static void require(String what, String name) {
		if (!NAME.matcher(name).matches()) {
			throw ApiException.badRequest("The %s '%s' is not a name: use 1 to 250 of the letters A to Z and a to z, "
				.formatted(what, abbreviate(name)) + "digits, '.', '_' and '-'");
		}
	}

	private static String abbreviate(String name) {
		return (name.length() <= 60) ? name : name.substring(0, 60) + "…";
	}

}
