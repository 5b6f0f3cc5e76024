package dev.viewstamped.service;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import dev.viewstamped.Command;
import dev.viewstamped.CommandContext;
import dev.viewstamped.Query;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/**
 * Checks one annotated method and finds out what it handles.
 */
final class HandlerInspector {

	private static final int MAX_NAME_LENGTH = 200;

	private static final List<String> FORBIDDEN_ANNOTATIONS = List.of("org.springframework.scheduling.annotation.Async",
			"org.springframework.transaction.annotation.Transactional", "jakarta.transaction.Transactional");

	private final PayloadMapper mapper;

	private final JsonCheck jsonCheck;

	private final String beanName;

	private final Class<?> beanType;

	private final Method method;

	private final HandlerKind kind;

	HandlerInspector(PayloadMapper mapper, String beanName, Class<?> beanType, Method method, HandlerKind kind) {
		this.mapper = mapper;
		this.jsonCheck = new JsonCheck(mapper.json());
		this.beanName = beanName;
		this.beanType = beanType;
		this.method = method;
		this.kind = kind;
	}

	/**
	 * What the method handles.
	 * @throws InvalidHandlerException if it cannot be a handler
	 */
	MessageType messageType() {
		checkModifiers();
		checkAnnotations();
		checkParameterCount();
		Class<?> messageClass = messageClass();
		checkContext();
		checkNotAsynchronous();
		MessageType type = typeOf(messageClass);
		checkReturnType(messageClass, type);
		checkJson(type.messageType());
		if (!type.resultType().hasRawClass(Void.class) && !type.resultType().hasRawClass(Object.class)) {
			checkJson(type.resultType());
		}
		return type;
	}

	/**
	 * Name of what the method handles on the wire.
	 * @throws InvalidHandlerException if the name cannot be used
	 */
	String wireName(MessageType type) {
		String declared = this.kind.nameOn(this.method);
		String name = (declared == null || declared.isEmpty()) ? type.simpleName() : declared;
		if (name.isBlank()) {
			throw invalid("its name '" + name + "' is blank",
					"Give the " + this.kind + " a name, or leave the name out to use the simple name of its class");
		}
		if (name.length() > MAX_NAME_LENGTH) {
			throw invalid("its name '%s' has %s characters and at most %s are allowed".formatted(name, name.length(),
					MAX_NAME_LENGTH), "Give the " + this.kind + " a shorter name");
		}
		return name;
	}

	InvalidHandlerException invalid(String reason, String action) {
		return new InvalidHandlerException(this.beanName, this.method, reason, action);
	}

	private void checkModifiers() {
		if (Modifier.isPrivate(this.method.getModifiers())) {
			throw invalid("it is private", "Make it package-private, protected or public");
		}
		if (Modifier.isStatic(this.method.getModifiers())) {
			throw invalid("it is static", "Make it an instance method");
		}
	}

	private void checkAnnotations() {
		MergedAnnotations onMethod = MergedAnnotations.from(this.method, SearchStrategy.TYPE_HIERARCHY);
		MergedAnnotations onType = MergedAnnotations.from(this.beanType, SearchStrategy.TYPE_HIERARCHY);
		for (String annotation : FORBIDDEN_ANNOTATIONS) {
			String simpleName = "@" + ClassUtils.getShortName(annotation);
			if (onMethod.isPresent(annotation)) {
				throw invalid("it has " + simpleName + ", but it must run alone, on the replica's own thread",
						"Remove " + simpleName + " from the method");
			}
			if (onType.isPresent(annotation)) {
				throw invalid("its class has " + simpleName + ", but it must run alone, on the replica's own thread",
						"Remove " + simpleName + " from " + this.beanType.getName()
								+ ", or move the handler to a class of its own");
			}
		}
	}

	private void checkParameterCount() {
		int count = this.method.getParameterCount();
		int most = (this.kind == HandlerKind.COMMAND) ? 2 : 1;
		if (count < 1 || count > most) {
			throw invalid("it has %s parameters".formatted(count), (this.kind == HandlerKind.COMMAND)
					? "Let it take the command and, if it needs one, a CommandContext" : "Let it take the query only");
		}
	}

	private Class<?> messageClass() {
		Class<?> type = parameter(0).toClass();
		String expected = "a concrete class that implements " + this.kind.messageInterface().getSimpleName() + "<R>";
		if (type.isInterface() || type.isPrimitive() || type.isArray() || Modifier.isAbstract(type.getModifiers())
				|| !this.kind.messageInterface().isAssignableFrom(type)) {
			throw invalid("its first parameter %s is not %s".formatted(type.getName(), expected),
					"Let its first parameter be " + expected + ", a record for example");
		}
		if (Command.class.isAssignableFrom(type) && Query.class.isAssignableFrom(type)) {
			throw invalid("its first parameter %s is both a Command and a Query".formatted(type.getName()),
					"Let " + type.getName() + " implement one of the two");
		}
		return type;
	}

	private void checkContext() {
		if (this.method.getParameterCount() == 2 && this.method.getParameterTypes()[1] != CommandContext.class) {
			throw invalid(
					"its second parameter %s is not CommandContext"
						.formatted(this.method.getParameterTypes()[1].getName()),
					"Let its second parameter be a CommandContext, or remove it");
		}
	}

	private void checkNotAsynchronous() {
		Class<?> type = returnType().toClass();
		if (Future.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type)
				|| Flow.Publisher.class.isAssignableFrom(type) || isReactivePublisher(type)) {
			throw invalid("it returns %s, but its result must be there when it returns".formatted(type.getName()),
					"Return the value itself");
		}
	}

	private boolean isReactivePublisher(Class<?> type) {
		return ClassUtils.getAllInterfacesForClassAsSet(type)
			.stream()
			.anyMatch((candidate) -> candidate.getName().equals("org.reactivestreams.Publisher"));
	}

	private MessageType typeOf(Class<?> messageClass) {
		try {
			return this.mapper.typeOf(this.kind, messageClass);
		}
		catch (IllegalArgumentException ex) {
			String messageInterface = this.kind.messageInterface().getSimpleName();
			throw invalid("%s does not say what its result is".formatted(messageClass.getName()),
					"Let %s implement %s with the type of the result, %s<String> for example"
						.formatted(messageClass.getName(), messageInterface, messageInterface));
		}
	}

	private void checkReturnType(Class<?> messageClass, MessageType type) {
		ResolvableType result = ResolvableType.forClass(messageClass).as(this.kind.messageInterface()).getGeneric(0);
		ResolvableType returned = returnType();
		boolean matches = (returned.toClass() == void.class) ? type.resultType().hasRawClass(Void.class)
				: result.isAssignableFrom(boxed(returned));
		if (!matches) {
			throw invalid(
					"it returns %s, but the result of %s is %s".formatted(returned, messageClass.getName(), result),
					type.resultType().hasRawClass(Void.class) ? "Let it return void" : "Let it return " + result);
		}
	}

	private void checkJson(JavaType type) {
		String problem = this.jsonCheck.problemWith(type);
		if (problem != null) {
			throw invalid(problem, "Make it a record, or tell Jackson how to write and read it with its annotations");
		}
	}

	private ResolvableType parameter(int index) {
		return ResolvableType.forMethodParameter(this.method, index, this.beanType);
	}

	private ResolvableType returnType() {
		return ResolvableType.forMethodReturnType(this.method, this.beanType);
	}

	private static ResolvableType boxed(ResolvableType type) {
		@Nullable Class<?> resolved = type.resolve();
		return (resolved != null && resolved.isPrimitive())
				? ResolvableType.forClass(ClassUtils.resolvePrimitiveIfNecessary(resolved)) : type;
	}

}
