package dev.viewstamped.service;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import dev.viewstamped.Checkpointable;
import dev.viewstamped.Command;
import dev.viewstamped.Query;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.ReplicatedQuery;
import dev.viewstamped.ReplicatedState;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.state.Checkpoint;
import dev.viewstamped.state.InvalidMapException;
import dev.viewstamped.state.ReplicatedMaps;
import dev.viewstamped.state.Snapshot;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for snapshots of {@link ServiceStateMachine} with maps and beans.
 */
class ServiceSnapshotTests {

	@Test
	void checkpointOfOneReplicaIsTheStateOfAnother() throws IOException {
		Service first = new Service("journal");
		for (int i = 0; i < 500; i++) {
			first.append("k" + i % 300, "t" + i);
		}
		Checkpoint checkpoint = first.checkpoint();
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		first.machine.checkpointCodec().write(checkpoint, out);
		Service second = new Service("journal");
		second.append("other", "state");
		Checkpoint read = second.machine.checkpointCodec().read(new ByteArrayInputStream(out.toByteArray()));
		second.machine.restore(read.snapshot());
		assertThat(second.text()).isEqualTo(first.text()).contains("t499");
		assertThat(second.checkpoint().digest()).isEqualTo(checkpoint.digest());
		first.append("k7", "later");
		second.append("k7", "later");
		assertThat(second.checkpoint().digest()).isEqualTo(first.checkpoint().digest());
	}

	@Test
	void laterCommandsDoNotChangeSnapshot() {
		Service service = new Service("journal");
		service.append("a", "1");
		Snapshot snapshot = service.machine.snapshot();
		service.append("a", "2");
		service.machine.restore(snapshot);
		assertThat(service.text()).isEqualTo("start,1 {a=1}");
	}

	@Test
	void emptySnapshotIsTheStateAtTheStart() {
		Service service = new Service("journal");
		service.append("a", "1");
		service.machine.restore(Snapshot.EMPTY);
		assertThat(service.text()).isEqualTo("start {}");
		service.machine.restore(service.machine.snapshot());
		assertThat(service.text()).isEqualTo("start {}");
	}

	@Test
	void snapshotWithoutTheStateOfABeanIsRefused() {
		Snapshot snapshot = new Service().machine.snapshot();
		assertThatIllegalStateException().isThrownBy(() -> new Service("journal").machine.restore(snapshot))
			.withMessageContaining("no state of the Checkpointable bean 'journal'")
			.withMessageContaining("Start this replica with the version that the others run");
	}

	@Test
	void snapshotWithTheStateOfAnotherBeanIsRefused() {
		Snapshot snapshot = new Service("journal", "audit").machine.snapshot();
		assertThatIllegalStateException().isThrownBy(() -> new Service("journal").machine.restore(snapshot))
			.withMessageContaining("has the state of a bean 'audit'")
			.withMessageContaining("it has [journal]");
	}

	@Test
	void beanThatCannotReadItsStateIsNamed() {
		Snapshot snapshot = new Service().machine.snapshot().with("bean:journal", new byte[] { 'x' });
		assertThatIllegalStateException().isThrownBy(() -> new Service("journal").machine.restore(snapshot))
			.withMessageContaining(
					"Bean 'journal' (" + Journal.class.getName() + ") could not read its state of 1 bytes")
			.withCauseInstanceOf(IOException.class);
	}

	@Test
	void mapOfTypesThatCannotBeReadBackIsRefused() {
		ReplicatedState state = new ReplicatedMaps(new JsonValues());
		InvalidMapException failure = catchThrowableOfType(InvalidMapException.class,
				() -> state.map("names", String.class, List.class));
		assertThat(failure).hasMessage("'valueType' of map 'names' must not be java.util.List: java.util.List does not "
				+ "tell what is in it, so that it would be read back as something else. Use a record with a component "
				+ "of the type that is meant, such as record Names(List<String> names)");
		FailureAnalysis analysis = new InvalidMapFailureAnalyzer().analyze(failure, failure);
		assertThat(analysis.getDescription()).contains("map 'names'").contains("java.util.List");
		assertThat(analysis.getAction()).startsWith("Use a record");
	}

	record Append(String key, String text) implements Command<Void> {

	}

	record Read() implements Query<String> {

	}

	/**
	 * A service whose beans of other names are all journals.
	 */
	private static class Service {

		private final PayloadMapper mapper = new PayloadMapper();

		private final ServiceStateMachine machine;

		private long opNumber;

		Service(String... journals) {
			DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
			HandlerRegistry registry = new HandlerRegistry(beanFactory, this.mapper);
			ReplicatedMaps maps = new ReplicatedMaps(new JsonValues());
			Journal first = new Journal();
			beanFactory.registerSingleton("texts", new Texts(maps, first));
			for (String journal : journals) {
				beanFactory.registerSingleton(journal, journal.equals("journal") ? first : new Journal());
			}
			registry.afterSingletonsInstantiated();
			this.machine = new ServiceStateMachine(registry, this.mapper, maps);
		}

		void append(String key, String text) {
			byte[] command = this.mapper.encode("Append", this.mapper.typeOf(HandlerKind.COMMAND, Append.class),
					new Append(key, text));
			this.opNumber++;
			this.machine.apply(new Viewstamp(0, 0, this.opNumber), this.opNumber, command);
		}

		String text() {
			MessageType type = this.mapper.typeOf(HandlerKind.QUERY, Read.class);
			byte[] result = this.machine.query(this.mapper.encode("Read", type, new Read()));
			return (String) Objects.requireNonNull(this.mapper.decodeResult(result, type));
		}

		Checkpoint checkpoint() {
			return this.machine.checkpointCodec().take(new Viewstamp(0, 0, 500), this.machine.snapshot());
		}

	}

	static class Texts {

		private final ReplicatedMap<String, String> texts;

		private final Journal journal;

		Texts(ReplicatedState state, Journal journal) {
			this.texts = state.map("texts", String.class, String.class);
			this.journal = journal;
		}

		@ReplicatedCommand
		void append(Append command) {
			this.texts.put(command.key(), command.text());
			this.journal.text += "," + command.text();
		}

		@ReplicatedQuery
		String read(Read query) {
			StringBuilder entries = new StringBuilder();
			this.texts.entries().forEach((entry) -> entries.append(entry));
			return this.journal.text + " {" + entries + "}";
		}

	}

	static class Journal implements Checkpointable {

		private String text = "start";

		@Override
		public void writeTo(OutputStream out) throws IOException {
			out.write(this.text.getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public void readFrom(InputStream in) throws IOException {
			String read = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			if (!read.startsWith("start")) {
				throw new IOException("'" + read + "' is no journal");
			}
			this.text = read;
		}

	}

}
