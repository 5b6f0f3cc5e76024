package dev.viewstamped.service;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import dev.viewstamped.Command;
import dev.viewstamped.CommandContext;
import dev.viewstamped.CommandFailedException;
import dev.viewstamped.Query;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.ReplicatedQuery;
import dev.viewstamped.ReplicatedState;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.state.ReplicatedMaps;
import dev.viewstamped.state.TextValueCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ServiceStateMachine}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServiceStateMachineTests {

	private final PayloadMapper mapper = new PayloadMapper();

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final HandlerRegistry registry = new HandlerRegistry(this.beanFactory, this.mapper);

	private final ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());

	private final ServiceStateMachine service = new ServiceStateMachine(this.registry, this.mapper, this.maps);

	private long opNumber;

	@BeforeEach
	void start() {
		this.beanFactory.registerSingleton("store", new Store(this.maps, this.service));
		this.registry.afterSingletonsInstantiated();
	}

	@Test
	void commandChangesAndQueryReads() {
		assertThat(apply(new Put("a", "1"))).isEqualTo(Optional.empty());
		assertThat(apply(new Put("a", "2"))).isEqualTo(Optional.of("1"));
		assertThat(query(new Find("a"))).isEqualTo(Optional.of("2"));
	}

	@Test
	void resultMayBeVoid() {
		apply(new Put("a", "1"));
		assertThat(apply(new Clear("a"))).isNull();
		assertThat(query(new Find("a"))).isEqualTo(Optional.empty());
	}

	@Test
	void commandMayComeUnderTheSimpleNameOfItsClass() {
		byte[] payload = this.mapper.encode("Put", this.mapper.typeOf(HandlerKind.COMMAND, Put.class),
				new Put("a", "1"));
		assertThat(this.service.knows(payload)).isTrue();
		this.service.apply(nextViewstamp(), 1, payload);
		assertThat(query(new Find("a"))).isEqualTo(Optional.of("1"));
	}

	@Test
	void contextIsTheEntrys() {
		assertThat(apply(new Describe())).isEqualTo("1 0.3.1 1970-01-01T00:00:00.000001Z");
	}

	@Test
	void runtimeExceptionIsResultAndIsRolledBack() {
		apply(new Put("a", "1"));
		assertFails(new Fail("runtime"), "illegal-argument", "changed and failed");
		assertThat(query(new Find("a"))).isEqualTo(Optional.of("1"));
		assertThat(apply(new Put("b", "1"))).isEqualTo(Optional.empty());
	}

	@Test
	void exceptionIsLoggedWithItsPlaceAtThePrimaryOnly(CapturedOutput output) {
		AtomicBoolean primary = new AtomicBoolean();
		this.service.warnOfFailuresWhile(primary::get);
		assertFails(new Fail("runtime"), "illegal-argument", "changed and failed");
		assertThat(output).doesNotContain("failed");
		primary.set(true);
		assertFails(new Fail("runtime"), "illegal-argument", "changed and failed");
		assertThat(output)
			.containsOnlyOnce("The command 'Fail' failed in " + Store.class.getName() + ".fail(Fail) of bean 'store'")
			.contains("WARN")
			.contains("IllegalArgumentException: changed and failed")
			.containsPattern("at .*ServiceStateMachineTests\\$Store\\.fail");
	}

	@Test
	void exceptionOfQueryIsLoggedWhereItIsAnswered(CapturedOutput output) {
		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> query(new Meddle("a")));
		assertThat(output).containsOnlyOnce("The query 'Meddle' failed in ");
	}

	@Test
	void checkedExceptionIsResultAndIsRolledBack() {
		apply(new Put("a", "1"));
		assertFails(new Fail("checked"), "io", "");
		assertThat(query(new Find("a"))).isEqualTo(Optional.of("1"));
	}

	@Test
	void errorPassesThrough() {
		byte[] payload = payload(new Fail("error"));
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.service.apply(nextViewstamp(), 1, payload))
			.withMessage("broken");
		assertThat(this.service.isHandling()).isFalse();
	}

	@Test
	void interruptionStopsTheReplica() {
		byte[] payload = payload(new Fail("interrupted"));
		assertThatIllegalStateException().isThrownBy(() -> this.service.apply(nextViewstamp(), 1, payload))
			.withMessageContaining("The thread was interrupted in " + Store.class.getName() + ".fail(Fail)");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void resultThatCannotBeWrittenIsRolledBack() {
		apply(new Put("a", "1"));
		assertFails(new Fail("unwritable"), "unwritable-result",
				"The result of the command 'Fail' cannot be written as JSON");
		assertThat(query(new Find("a"))).isEqualTo(Optional.of("1"));
	}

	@Test
	void commandThatCannotBeReadIsResult() {
		byte[] payload = payload(new Put("a", "1"));
		payload[payload.length - 1] = 'x';
		assertThat(this.service.knows(payload)).isTrue();
		byte[] result = this.service.apply(nextViewstamp(), 1, payload);
		assertThatExceptionOfType(CommandFailedException.class)
			.isThrownBy(() -> this.mapper.decodeResult(result, this.mapper.typeOf(HandlerKind.COMMAND, Put.class)))
			.withMessageStartingWith("The command 'store.put' cannot be read: Put cannot be read from JSON")
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("unreadable-command"));
	}

	@Test
	void unknownCommandIsNotKnownAndStopsTheReplica() {
		byte[] payload = { 0, 2, 'n', 'o', '{', '}' };
		assertThat(this.service.knows(payload)).isFalse();
		assertThat(this.service.knows(new byte[0])).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> this.service.apply(new Viewstamp(0, 3, 9), 1, payload))
			.withMessage("Command 'no' at 0.3.9 is committed, but no @ReplicatedCommand method handles it."
					+ " Start this replica with a version of the application that does");
	}

	@Test
	void unknownQueryIsResult() {
		byte[] result = this.service.query(new byte[] { 0, 2, 'n', 'o', '{', '}' });
		assertThatExceptionOfType(CommandFailedException.class)
			.isThrownBy(() -> this.mapper.decodeResult(result, this.mapper.typeOf(HandlerKind.QUERY, Find.class)))
			.withMessage("No @ReplicatedQuery method of the replica handles the query 'no'");
	}

	@Test
	void queryThatChangesFailsAndChangesNothing() {
		apply(new Put("a", "1"));
		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> query(new Meddle("a")))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("illegal-state"));
		assertThat(query(new Find("a"))).isEqualTo(Optional.of("1"));
	}

	@Test
	void streamsOfEntriesAreWrittenBeforeTheQueryEnds() {
		apply(new Put("a", "1"));
		apply(new Put("b", "2"));
		assertThat(query(new All())).isEqualTo(Map.of("a", "1", "b", "2"));
	}

	@Test
	void isHandlingInsideHandlerOfThisThreadOnly() {
		assertThat(this.service.isHandling()).isFalse();
		assertThat(apply(new AskHandling())).isEqualTo(List.of(true, false));
		assertThat(this.service.isHandling()).isFalse();
	}

	@Test
	void firstCallSealsTheMaps() {
		query(new Find("a"));
		assertThatIllegalStateException().isThrownBy(() -> this.maps.map("late", String.class, String.class));
	}

	private void assertFails(Command<?> command, String code, String message) {
		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> apply(command))
			.withMessage(message)
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(code));
	}

	private @Nullable Object apply(Command<?> command) {
		MessageType type = this.mapper.typeOf(HandlerKind.COMMAND, command.getClass());
		byte[] payload = payload(command);
		assertThat(this.service.knows(payload)).isTrue();
		Viewstamp viewstamp = nextViewstamp();
		return this.mapper.decodeResult(this.service.apply(viewstamp, viewstamp.opNumber() * 1000, payload), type);
	}

	private byte[] payload(Command<?> command) {
		MessageType type = this.mapper.typeOf(HandlerKind.COMMAND, command.getClass());
		return this.mapper.encode(this.registry.nameOf(command.getClass()), type, command);
	}

	private @Nullable Object query(Query<?> query) {
		MessageType type = this.mapper.typeOf(HandlerKind.QUERY, query.getClass());
		byte[] payload = this.mapper.encode(this.registry.nameOf(query.getClass()), type, query);
		return this.mapper.decodeResult(this.service.query(payload), type);
	}

	private Viewstamp nextViewstamp() {
		return new Viewstamp(0, 3, ++this.opNumber);
	}

	record Put(String key, String value) implements Command<Optional<String>> {

	}

	record Clear(String key) implements Command<Void> {

	}

	record Describe() implements Command<String> {

	}

	record Fail(String how) implements Command<Unwritable> {

	}

	record AskHandling() implements Command<List<Boolean>> {

	}

	record Find(String key) implements Query<Optional<String>> {

	}

	record Meddle(String key) implements Query<String> {

	}

	record All() implements Query<Map<String, String>> {

	}

	static class Unwritable {

		public UUID getId() {
			throw new IllegalStateException("out of order");
		}

	}

	static class Store {

		private final ReplicatedMap<String, String> entries;

		private final ServiceStateMachine service;

		Store(ReplicatedState state, ServiceStateMachine service) {
			this.entries = state.map("entries", String.class, String.class);
			this.service = service;
		}

		@ReplicatedCommand("store.put")
		Optional<String> put(Put command) {
			return Optional.ofNullable(this.entries.put(command.key(), command.value()));
		}

		@ReplicatedCommand
		void clear(Clear command) {
			this.entries.remove(command.key());
		}

		@ReplicatedCommand
		String describe(Describe command, CommandContext context) {
			return context.opNumber() + " " + context.viewstamp() + " " + context.time();
		}

		@ReplicatedCommand
		Unwritable fail(Fail command) throws Exception {
			this.entries.put("a", "changed");
			switch (command.how()) {
				case "runtime" -> throw new IllegalArgumentException(this.entries.get("a") + " and failed");
				case "checked" -> throw new IOException();
				case "error" -> throw new AssertionError("broken");
				case "interrupted" -> throw new InterruptedException();
				default -> {
					return new Unwritable();
				}
			}
		}

		@ReplicatedCommand
		List<Boolean> askHandling(AskHandling command) throws InterruptedException {
			boolean[] elsewhere = { true };
			Thread thread = new Thread(() -> elsewhere[0] = this.service.isHandling());
			thread.start();
			thread.join();
			return List.of(this.service.isHandling(), elsewhere[0]);
		}

		@ReplicatedQuery
		Optional<String> find(Find query) {
			return Optional.ofNullable(this.entries.get(query.key()));
		}

		@ReplicatedQuery
		String meddle(Meddle query) {
			return String.valueOf(this.entries.put(query.key(), "meddled"));
		}

		@ReplicatedQuery
		Map<String, String> all(All query) {
			return this.entries.entries().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
		}

	}

}
