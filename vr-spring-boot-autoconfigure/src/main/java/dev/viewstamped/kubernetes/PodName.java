package dev.viewstamped.kubernetes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Name of a pod of a StatefulSet. Pods are ordered by the number, never by the text, in
 * which {@code vr-10} comes before {@code vr-2}.
 *
 * @param set name of the StatefulSet
 * @param ordinal number of the pod, from 0
 */
public record PodName(String set, int ordinal) {

	private static final Pattern FORM = Pattern.compile("(.+)-(0|[1-9]\\d{0,8})");

	/**
	 * Read a name.
	 * @param text the name of a pod
	 * @return the name; {@code null} if it does not end with a hyphen and a number
	 */
	public static @Nullable PodName parse(String text) {
		Matcher matcher = FORM.matcher(text);
		return matcher.matches() ? new PodName(matcher.group(1), Integer.parseInt(matcher.group(2))) : null;
	}

	@Override
	public String toString() {
		return this.set + "-" + this.ordinal;
	}

}
