package dev.viewstamped.service;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

import dev.viewstamped.Command;
import dev.viewstamped.Query;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedQuery;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * What a handler handles.
 */
enum HandlerKind {

	COMMAND("command", Command.class, ReplicatedCommand.class),

	QUERY("query", Query.class, ReplicatedQuery.class);

	private final String noun;

	private final Class<?> messageInterface;

	private final Class<? extends Annotation> annotation;

	HandlerKind(String noun, Class<?> messageInterface, Class<? extends Annotation> annotation) {
		this.noun = noun;
		this.messageInterface = messageInterface;
		this.annotation = annotation;
	}

	/**
	 * {@code Command} or {@code Query}.
	 */
	Class<?> messageInterface() {
		return this.messageInterface;
	}

	Class<? extends Annotation> annotation() {
		return this.annotation;
	}

	/**
	 * The name in the annotation on the method.
	 * @return the name, empty for the default; {@code null} without an annotation
	 */
	@Nullable String nameOn(Method method) {
		if (this == COMMAND) {
			ReplicatedCommand found = AnnotatedElementUtils.findMergedAnnotation(method, ReplicatedCommand.class);
			return (found != null) ? found.value() : null;
		}
		ReplicatedQuery found = AnnotatedElementUtils.findMergedAnnotation(method, ReplicatedQuery.class);
		return (found != null) ? found.value() : null;
	}

	@Override
	public String toString() {
		return this.noun;
	}

}
