package dev.viewstamped.service;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Handlers by name and by what they handle.
 */
final class HandlerTable {

	static final HandlerTable EMPTY = new HandlerTable(HandlerKind.COMMAND, List.of());

	private static final Log logger = LogFactory.getLog(HandlerTable.class);

	private final HandlerKind kind;

	private final Map<String, Handler> byName = new HashMap<>();

	private final Map<Class<?>, Handler> byType = new HashMap<>();

	private final Set<String> names;

	HandlerTable(HandlerKind kind, List<Handler> handlers) {
		this.kind = kind;
		handlers.forEach(this::add);
		this.names = Collections.unmodifiableSet(new TreeSet<>(this.byName.keySet()));
		addSimpleNames(handlers);
	}

	private void add(Handler handler) {
		Class<?> type = handler.type().messageType().getRawClass();
		Handler other = this.byType.putIfAbsent(type, handler);
		if (other != null) {
			throw invalid(handler, "%s already handles the %s %s".formatted(other, this.kind, type.getName()),
					"Remove one of the two handlers");
		}
		other = this.byName.putIfAbsent(handler.name(), handler);
		if (other != null) {
			throw invalid(handler,
					"%s already handles a %s of the name '%s'".formatted(other, this.kind, handler.name()),
					"Give one of the two another name in its annotation");
		}
	}

	private void addSimpleNames(List<Handler> handlers) {
		Map<String, @Nullable Handler> simpleNames = new TreeMap<>();
		for (Handler handler : handlers) {
			String simpleName = handler.type().simpleName();
			simpleNames.put(simpleName, simpleNames.containsKey(simpleName) ? null : handler);
		}
		simpleNames.forEach((simpleName, handler) -> {
			Handler named = (handler != null) ? this.byName.putIfAbsent(simpleName, handler) : null;
			if (named != null && named != handler) {
				logger.warn(("The %s name '%s' of %s is also the simple class name of what %s handles:"
						+ " an application without handlers that sends the latter would reach the former."
						+ " Rename one of the two")
					.formatted(this.kind, simpleName, named, handler));
			}
		});
	}

	private static InvalidHandlerException invalid(Handler handler, String reason, String action) {
		return new InvalidHandlerException(handler.beanName(), handler.method(), reason, action);
	}

	Set<String> names() {
		return this.names;
	}

	Set<String> beanNames() {
		Set<String> beanNames = new TreeSet<>();
		this.byType.values().forEach((handler) -> beanNames.add(handler.beanName()));
		return beanNames;
	}

	@Nullable Handler handlerNamed(@Nullable String name) {
		return this.byName.get(name);
	}

	@Nullable Handler handlerOf(Class<?> messageType) {
		return this.byType.get(messageType);
	}

}
