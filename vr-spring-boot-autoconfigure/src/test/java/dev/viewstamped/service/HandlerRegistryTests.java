package dev.viewstamped.service;

import java.util.Objects;
import java.util.Optional;

import dev.viewstamped.Command;
import dev.viewstamped.CommandContext;
import dev.viewstamped.Query;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link HandlerRegistry}.
 */
@ExtendWith(OutputCaptureExtension.class)
class HandlerRegistryTests {

	private static final String PACKAGE = "dev.viewstamped.service.HandlerRegistryTests$";

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final HandlerRegistry registry = new HandlerRegistry(this.beanFactory, new PayloadMapper());

	@Test
	void handlersAreFoundByNameAndBySimpleClassName() {
		register("store", Store.class);
		this.registry.afterSingletonsInstantiated();
		assertThat(this.registry.commandNames()).containsExactly("Count", "store.clear", "store.put");
		assertThat(this.registry.queryNames()).containsExactly("Find");
		assertThat(this.registry.nameOf(Put.class)).isEqualTo("store.put");
		assertThat(this.registry.command("Put")).isSameAs(this.registry.command("store.put")).isNotNull();
		assertThat(this.registry.query("Find")).isNotNull();
		assertThat(this.registry.command("Find")).isNull();
	}

	@Test
	void nameOfWhenThereIsNoHandlerIsSimpleClassName() {
		assertThat(this.registry.nameOf(Put.class)).isEqualTo("Put");
	}

	@Test
	void simpleClassNameWhenAmbiguousFindsNothing() {
		register("first", Store.class);
		register("second", OtherPutHandler.class);
		this.registry.afterSingletonsInstantiated();
		assertThat(this.registry.command("Put")).isNull();
		assertThat(this.registry.nameOf(Other.Put.class)).isEqualTo("other.put");
	}

	@Test
	void simpleClassNameThatIsTheNameOfAnotherHandlerIsWarnedOf(CapturedOutput output) {
		register("store", Store.class);
		register("tick", NamedLikePut.class);
		this.registry.afterSingletonsInstantiated();
		assertThat(output).contains(
				"The command name 'Put' of " + PACKAGE + "NamedLikePut.tick(Tick) of bean 'tick' is also the simple"
						+ " class name of what " + PACKAGE + "Store.put(Put) of bean 'store' handles");
	}

	@Test
	void lazyBeansAreFound() {
		BeanDefinition definition = register("store", Store.class);
		definition.setLazyInit(true);
		this.registry.afterSingletonsInstantiated();
		assertThat(this.registry.command("store.put")).isNotNull();
	}

	@Test
	void genericBaseClassesAreResolved() {
		register("put", PutFromBase.class);
		this.registry.afterSingletonsInstantiated();
		assertThat(this.registry.commandNames()).containsExactly("Put");
	}

	@Test
	void inheritedMethodOfClassBasedProxyIsCalledOnTheProxy() throws Throwable {
		ProxyFactory proxyFactory = new ProxyFactory(new Store());
		proxyFactory.setProxyTargetClass(true);
		this.beanFactory.registerSingleton("store", proxyFactory.getProxy());
		this.registry.afterSingletonsInstantiated();
		Handler handler = Objects.requireNonNull(this.registry.command("store.put"));
		assertThat(handler.invoke(new Put("a"), null)).isEqualTo("put a");
	}

	@Test
	void methodHiddenByInterfaceProxyIsRefused() {
		ProxyFactory proxyFactory = new ProxyFactory(new HiddenHandler());
		proxyFactory.setInterfaces(Runnable.class);
		RootBeanDefinition definition = new RootBeanDefinition(Runnable.class,
				() -> (Runnable) proxyFactory.getProxy());
		definition.setAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE, HiddenHandler.class);
		this.beanFactory.registerBeanDefinition("store", definition);
		InvalidHandlerException failure = failure();
		assertThat(failure).hasMessageContaining("bean 'store' cannot be a handler: the proxy around its bean hides it")
			.hasMessageContaining("use class-based proxies");
	}

	@Test
	void finalMethodBehindClassBasedProxyIsRefused() {
		ProxyFactory proxyFactory = new ProxyFactory(new FinalHandler());
		proxyFactory.setProxyTargetClass(true);
		this.beanFactory.registerSingleton("store", proxyFactory.getProxy());
		assertThat(failure()).hasMessageContaining("it is final, so the proxy around its bean cannot pass the call on");
	}

	@Test
	void twoHandlersOfOneNameAreRefused() {
		register("first", Store.class);
		register("second", SameName.class);
		assertThat(failure())
			.hasMessage("Method " + PACKAGE + "SameName.tick(Tick) of bean 'second' cannot be a handler: " + PACKAGE
					+ "Store.put(Put) of bean 'first' already handles a command of the name 'store.put'."
					+ " Give one of the two another name in its annotation.");
	}

	@Test
	void twoHandlersOfOneCommandAreRefused() {
		register("first", Store.class);
		register("second", SameCommand.class);
		assertThat(failure()).hasMessage("Method " + PACKAGE + "SameCommand.put(Put) of bean 'second' cannot be a"
				+ " handler: " + PACKAGE + "Store.put(Put) of bean 'first' already handles the command " + PACKAGE
				+ "Put. Remove one of the two handlers.");
	}

	@Test
	void beanThatIsNoSingletonIsRefused() {
		register("store", Store.class).setScope(BeanDefinition.SCOPE_PROTOTYPE);
		assertThat(failure()).hasMessageContaining("bean 'store' cannot be a handler: its bean is not a singleton, but"
				+ " all commands must meet the same bean. Make the bean a singleton by removing its scope.");
	}

	private InvalidHandlerException failure() {
		return catchThrowableOfType(InvalidHandlerException.class, this.registry::afterSingletonsInstantiated);
	}

	private BeanDefinition register(String name, Class<?> type) {
		BeanDefinition definition = BeanDefinitionBuilder.rootBeanDefinition(type).getBeanDefinition();
		this.beanFactory.registerBeanDefinition(name, definition);
		return definition;
	}

	record Put(String value) implements Command<String> {

	}

	record Count() implements Command<Integer> {

	}

	record Clear() implements Command<Void> {

	}

	record Tick() implements Command<String> {

	}

	record Find(String key) implements Query<Optional<String>> {

	}

	static class Other {

		record Put() implements Command<String> {

		}

	}

	static class Store {

		@ReplicatedCommand("store.put")
		String put(Put command) {
			return "put " + command.value();
		}

		@ReplicatedCommand
		int count(Count command, CommandContext context) {
			return 1;
		}

		@ReplicatedCommand("store.clear")
		void clear(Clear command) {
		}

		@ReplicatedQuery
		Optional<String> find(Find query) {
			return Optional.of(query.key());
		}

	}

	static class OtherPutHandler {

		@ReplicatedCommand("other.put")
		String put(Other.Put command) {
			return "";
		}

	}

	abstract static class Base<C extends Command<R>, R> {

		@ReplicatedCommand
		R handle(C command) {
			return result(command);
		}

		abstract R result(C command);

	}

	static class PutFromBase extends Base<Put, String> {

		@Override
		String result(Put command) {
			return command.value();
		}

	}

	static class HiddenHandler implements Runnable {

		@ReplicatedCommand
		public String put(Put command) {
			return "";
		}

		@Override
		public void run() {
		}

	}

	static class FinalHandler {

		@ReplicatedCommand
		final String put(Put command) {
			return "";
		}

	}

	static class NamedLikePut {

		@ReplicatedCommand("Put")
		String tick(Tick command) {
			return "";
		}

	}

	static class SameName {

		@ReplicatedCommand("store.put")
		String tick(Tick command) {
			return "";
		}

	}

	static class SameCommand {

		@ReplicatedCommand("other.put")
		String put(Put command) {
			return "";
		}

	}

}
