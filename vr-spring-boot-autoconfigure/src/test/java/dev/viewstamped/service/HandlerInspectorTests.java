package dev.viewstamped.service;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.viewstamped.Command;
import dev.viewstamped.CommandContext;
import dev.viewstamped.Query;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedQuery;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.scheduling.annotation.Async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link HandlerInspector}.
 */
class HandlerInspectorTests {

	private static final String PACKAGE = "dev.viewstamped.service.HandlerInspectorTests$";

	@Test
	void handlerWithoutParametersIsRefused() {
		assertRefused(NoParameters.class, "put()", "it has 0 parameters",
				"Let it take the command and, if it needs one, a CommandContext");
	}

	@Test
	void queryHandlerWithContextIsRefused() {
		assertRefused(QueryWithContext.class, "find(Find, CommandContext)", "it has 2 parameters",
				"Let it take the query only");
	}

	@Test
	void firstParameterThatIsNoCommandIsRefused() {
		String action = "Let its first parameter be a concrete class that implements Command<R>, a record for example";
		assertRefused(TakesString.class, "put(String)",
				"its first parameter java.lang.String is not a concrete class that implements Command<R>", action);
		assertRefused(TakesObject.class, "put(Object)",
				"its first parameter java.lang.Object is not a concrete class that implements Command<R>", action);
		assertRefused(TakesPrimitive.class, "put(int)",
				"its first parameter int is not a concrete class that implements Command<R>", action);
		assertRefused(TakesInterface.class, "put(Command)",
				"its first parameter dev.viewstamped.Command is not a concrete class that implements Command<R>",
				action);
	}

	@Test
	void commandThatIsAlsoQueryIsRefused() {
		assertRefused(TakesBoth.class, "put(Both)",
				"its first parameter " + PACKAGE + "Both is both a Command and a Query",
				"Let " + PACKAGE + "Both implement one of the two");
	}

	@Test
	void secondParameterThatIsNoContextIsRefused() {
		assertRefused(TakesTwo.class, "put(Put, String)", "its second parameter java.lang.String is not CommandContext",
				"Let its second parameter be a CommandContext, or remove it");
	}

	@Test
	void asynchronousHandlerIsRefused() {
		assertRefused(ReturnsFuture.class, "put(Later)",
				"it returns java.util.concurrent.CompletableFuture, but its result must be there when it returns",
				"Return the value itself");
	}

	@Test
	void returnTypeThatIsNotTheResultIsRefused() {
		assertRefused(ReturnsInteger.class, "put(Put)",
				"it returns java.lang.Integer, but the result of " + PACKAGE + "Put is java.lang.String",
				"Let it return java.lang.String");
		assertRefused(ReturnsNothing.class, "put(Put)",
				"it returns void, but the result of " + PACKAGE + "Put is java.lang.String",
				"Let it return java.lang.String");
		assertRefused(ReturnsSomethingForVoid.class, "clear(Clear)",
				"it returns java.lang.String, but the result of " + PACKAGE + "Clear is java.lang.Void",
				"Let it return void");
		assertRefused(ReturnsOtherList.class, "find(Find)",
				"it returns java.util.Optional<java.lang.Integer>, but the result of " + PACKAGE
						+ "Find is java.util.Optional<java.lang.String>",
				"Let it return java.util.Optional<java.lang.String>");
	}

	@Test
	@SuppressWarnings("rawtypes")
	void commandWithoutResultTypeIsRefused() {
		assertRefused(TakesRaw.class, "put(Raw)", PACKAGE + "Raw does not say what its result is",
				"Let " + PACKAGE + "Raw implement Command with the type of the result, Command<String> for example");
	}

	@Test
	void asyncHandlerIsRefused() {
		assertRefused(AsyncMethod.class, "put(Put)",
				"it has @Async, but it must run alone, on the replica's own thread", "Remove @Async from the method");
		assertRefused(AsyncClass.class, "put(Put)",
				"its class has @Async, but it must run alone, on the replica's own thread",
				"Remove @Async from " + PACKAGE + "AsyncClass, or move the handler to a class of its own");
	}

	@Test
	void privateAndStaticHandlersAreRefused() {
		assertRefused(PrivateMethod.class, "put(Put)", "it is private", "Make it package-private, protected or public");
		assertRefused(StaticMethod.class, "put(Put)", "it is static", "Make it an instance method");
	}

	@Test
	void badNamesAreRefused() {
		assertRefused(LongName.class, "put(Put)",
				"its name '" + LongName.NAME + "' has 201 characters and at most 200 are allowed",
				"Give the command a shorter name");
		assertRefused(BlankName.class, "put(Put)", "its name ' ' is blank",
				"Give the command a name, or leave the name out to use the simple name of its class");
	}

	@Test
	void typesThatJacksonCannotReadAreRefused() {
		String action = "Make it a record, or tell Jackson how to write and read it with its annotations";
		assertRefused(TakesUnreadable.class, "put(Unreadable)",
				PACKAGE + "Unreadable cannot be read from JSON because no constructor can be used", action);
		assertRefused(ReturnsAbstract.class, "put(PutAbstract)",
				PACKAGE + "Shape is abstract and cannot be read from JSON", action);
	}

	private void assertRefused(Class<?> beanType, String method, String reason, String action) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerBeanDefinition("store", BeanDefinitionBuilder.rootBeanDefinition(beanType).getBeanDefinition());
		InvalidHandlerException failure = catchThrowableOfType(InvalidHandlerException.class,
				new HandlerRegistry(beans, new PayloadMapper())::afterSingletonsInstantiated);
		assertThat(failure).as(beanType.getSimpleName()).isNotNull();
		assertThat(failure.getBeanName()).isEqualTo("store");
		assertThat(failure.getMethod()).isEqualTo(beanType.getName() + "." + method);
		assertThat(failure.getReason()).isEqualTo(reason);
		assertThat(failure.getAction()).isEqualTo(action);
		assertThat(failure).hasMessage("Method " + beanType.getName() + "." + method
				+ " of bean 'store' cannot be a handler: " + reason + ". " + action + ".");
	}

	record Put(String value) implements Command<String> {

	}

	record Clear() implements Command<Void> {

	}

	record Later() implements Command<CompletableFuture<String>> {

	}

	@SuppressWarnings("rawtypes")
	record Raw() implements Command {

	}

	record Find(String key) implements Query<Optional<String>> {

	}

	record Both() implements Command<String>, Query<String> {

	}

	static class Unreadable implements Command<String> {

		Unreadable(Object one, Object two) {
		}

	}

	interface Shape {

		List<String> names();

	}

	record PutAbstract() implements Command<List<Shape>> {

	}

	static class NoParameters {

		@ReplicatedCommand
		String put() {
			return "";
		}

	}

	static class QueryWithContext {

		@ReplicatedQuery
		Optional<String> find(Find query, CommandContext context) {
			return Optional.empty();
		}

	}

	static class TakesString {

		@ReplicatedCommand
		String put(String command) {
			return "";
		}

	}

	static class TakesObject {

		@ReplicatedCommand
		String put(Object command) {
			return "";
		}

	}

	static class TakesPrimitive {

		@ReplicatedCommand
		String put(int command) {
			return "";
		}

	}

	static class TakesInterface {

		@ReplicatedCommand
		String put(Command<String> command) {
			return "";
		}

	}

	static class TakesBoth {

		@ReplicatedCommand
		String put(Both command) {
			return "";
		}

	}

	static class TakesTwo {

		@ReplicatedCommand
		String put(Put command, String other) {
			return "";
		}

	}

	static class TakesRaw {

		@ReplicatedCommand
		String put(Raw command) {
			return "";
		}

	}

	static class TakesUnreadable {

		@ReplicatedCommand
		String put(Unreadable command) {
			return "";
		}

	}

	static class ReturnsAbstract {

		@ReplicatedCommand
		List<Shape> put(PutAbstract command) {
			return List.of();
		}

	}

	static class ReturnsFuture {

		@ReplicatedCommand
		CompletableFuture<String> put(Later command) {
			return CompletableFuture.completedFuture("");
		}

	}

	static class ReturnsInteger {

		@ReplicatedCommand
		Integer put(Put command) {
			return 1;
		}

	}

	static class ReturnsNothing {

		@ReplicatedCommand
		void put(Put command) {
		}

	}

	static class ReturnsSomethingForVoid {

		@ReplicatedCommand
		String clear(Clear command) {
			return "";
		}

	}

	static class ReturnsOtherList {

		@ReplicatedQuery
		Optional<Integer> find(Find query) {
			return Optional.empty();
		}

	}

	static class AsyncMethod {

		@Async
		@ReplicatedCommand
		String put(Put command) {
			return "";
		}

	}

	@Async
	static class AsyncClass {

		@ReplicatedCommand
		String put(Put command) {
			return "";
		}

	}

	static class PrivateMethod {

		@ReplicatedCommand
		private String put(Put command) {
			return "";
		}

	}

	static class StaticMethod {

		@ReplicatedCommand
		static String put(Put command) {
			return "";
		}

	}

	static class LongName {

		static final String NAME = "12345678901234567890123456789012345678901234567890"
				+ "12345678901234567890123456789012345678901234567890"
				+ "12345678901234567890123456789012345678901234567890"
				+ "123456789012345678901234567890123456789012345678901";

		@ReplicatedCommand(NAME)
		String put(Put command) {
			return "";
		}

	}

	static class BlankName {

		@ReplicatedCommand(" ")
		String put(Put command) {
			return "";
		}

	}

}
