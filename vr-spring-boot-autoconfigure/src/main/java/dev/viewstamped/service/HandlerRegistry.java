package dev.viewstamped.service;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.viewstamped.Checkpointable;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * The methods of beans that handle commands and queries. Found and checked once all
 * singletons exist and before anything with a life cycle starts; the same ever after.
 * <p>
 * Each handler also answers to the simple class name of its command or query, unless two
 * handlers could be meant: an application without handlers knows no other name.
 */
public final class HandlerRegistry implements CommandNames, SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(HandlerRegistry.class);

	private static final String SPRING_PACKAGES = "org.springframework.";

	private final ConfigurableListableBeanFactory beanFactory;

	private final PayloadMapper mapper;

	private final CommandNames fallback = CommandNames.simpleClassNames();

	private volatile HandlerTable commands = HandlerTable.EMPTY;

	private volatile HandlerTable queries = HandlerTable.EMPTY;

	private volatile SortedMap<String, Checkpointable> checkpointables = new TreeMap<>();

	/**
	 * Create a registry that is empty until the singletons of the bean factory exist.
	 * @param beanFactory the beans
	 * @param mapper writes and reads commands, queries and results
	 */
	public HandlerRegistry(ConfigurableListableBeanFactory beanFactory, PayloadMapper mapper) {
		this.beanFactory = beanFactory;
		this.mapper = mapper;
	}

	/**
	 * Find and check all handlers.
	 * @throws InvalidHandlerException if a marked method cannot be a handler
	 */
	@Override
	public void afterSingletonsInstantiated() {
		List<Handler> commandHandlers = new ArrayList<>();
		List<Handler> queryHandlers = new ArrayList<>();
		SortedMap<String, Checkpointable> found = new TreeMap<>();
		for (String beanName : this.beanFactory.getBeanNamesForType(Object.class)) {
			Class<?> beanType = typeToSearch(beanName);
			if (beanType != null) {
				addHandlers(beanName, beanType, HandlerKind.COMMAND, commandHandlers);
				addHandlers(beanName, beanType, HandlerKind.QUERY, queryHandlers);
				if (Checkpointable.class.isAssignableFrom(beanType) && this.beanFactory.isSingleton(beanName)
						&& this.beanFactory.getBean(beanName) instanceof Checkpointable bean) {
					found.put(beanName, bean);
				}
			}
		}
		this.commands = new HandlerTable(HandlerKind.COMMAND, commandHandlers);
		this.queries = new HandlerTable(HandlerKind.QUERY, queryHandlers);
		this.checkpointables = found;
	}

	/**
	 * Look for state of the beans that handle commands that would be in no checkpoint.
	 * @throws UnreplicatedStateException if there is some
	 */
	public void checkState() {
		for (String beanName : this.commands.beanNames()) {
			new StateInspector(beanName).inspect(this.beanFactory.getBean(beanName));
		}
	}

	/**
	 * Names of the commands that have a handler, in alphabetical order.
	 * @return the names on the wire
	 */
	public Set<String> commandNames() {
		return this.commands.names();
	}

	/**
	 * Names of the queries that have a handler, in alphabetical order.
	 * @return the names on the wire
	 */
	public Set<String> queryNames() {
		return this.queries.names();
	}

	@Override
	public String nameOf(Class<?> messageType) {
		Handler handler = this.commands.handlerOf(messageType);
		handler = (handler != null) ? handler : this.queries.handlerOf(messageType);
		return (handler != null) ? handler.name() : this.fallback.nameOf(messageType);
	}

	/**
	 * The beans that keep state outside of replicated maps.
	 * @return the beans by name
	 */
	SortedMap<String, Checkpointable> checkpointables() {
		return this.checkpointables;
	}

	@Nullable Handler command(@Nullable String name) {
		return this.commands.handlerNamed(name);
	}

	@Nullable Handler query(@Nullable String name) {
		return this.queries.handlerNamed(name);
	}

	private @Nullable Class<?> typeToSearch(String beanName) {
		// The bean behind a scoped proxy is looked at under its own name
		boolean scopedProxy = this.beanFactory.containsBeanDefinition(ScopedProxyUtils.getTargetBeanName(beanName));
		try {
			return scopedProxy ? null : withoutSpring(AutoProxyUtils.determineTargetClass(this.beanFactory, beanName));
		}
		catch (BeansException | LinkageError ex) {
			// A lazy bean that nobody may ever ask for
			logger.debug("The type of bean '" + beanName + "' cannot be found out", ex);
			return null;
		}
	}

	/**
	 * Most beans are Spring's own, and to look at all their methods took 3 % of a start.
	 */
	private static @Nullable Class<?> withoutSpring(@Nullable Class<?> beanType) {
		return (beanType != null && beanType.getName().startsWith(SPRING_PACKAGES)) ? null : beanType;
	}

	private void addHandlers(String beanName, Class<?> beanType, HandlerKind kind, List<Handler> handlers) {
		if (AnnotationUtils.isCandidateClass(beanType, kind.annotation())) {
			Map<Method, String> methods = new TreeMap<>(Comparator.comparing(Method::toGenericString));
			methods.putAll(annotatedMethods(beanType, kind));
			methods.keySet().forEach((method) -> handlers.add(createHandler(beanName, beanType, method, kind)));
		}
	}

	private Map<Method, String> annotatedMethods(Class<?> beanType, HandlerKind kind) {
		try {
			return MethodIntrospector.selectMethods(beanType, (MethodIntrospector.MetadataLookup<String>) kind::nameOn);
		}
		catch (LinkageError | IllegalStateException ex) {
			// Its signatures name optional classes that are absent
			logger.debug("Methods of " + beanType.getName() + " cannot be searched for handlers", ex);
			return Map.of();
		}
	}

	private Handler createHandler(String beanName, Class<?> beanType, Method method, HandlerKind kind) {
		HandlerInspector inspector = new HandlerInspector(this.mapper, beanName, beanType, method, kind);
		MessageType type = inspector.messageType();
		String name = inspector.wireName(type);
		if (!this.beanFactory.isSingleton(beanName)) {
			throw inspector.invalid("its bean is not a singleton, but all commands must meet the same bean",
					"Make the bean a singleton by removing its scope");
		}
		Object bean = this.beanFactory.getBean(beanName);
		if (AopUtils.isCglibProxy(bean) && Modifier.isFinal(method.getModifiers())) {
			throw inspector.invalid("it is final, so the proxy around its bean cannot pass the call on",
					"Remove 'final' from the method");
		}
		try {
			boolean concurrent = kind == HandlerKind.QUERY && SharedFields.areMapsAndValues(bean);
			return new Handler(name, beanName, method, type, AopUtils.selectInvocableMethod(method, bean.getClass()),
					bean, concurrent);
		}
		catch (IllegalStateException | IllegalAccessException ex) {
			throw inspector.invalid("the proxy around its bean hides it (%s)".formatted(ex.getMessage()),
					"Declare the method in an interface of the bean, or use class-based proxies");
		}
	}

}
