package dev.viewstamped.state;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.viewstamped.ReplicatedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MapsView}.
 */
class MapsViewTests {

	private final ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());

	private final ReplicatedMap<String, String> second = this.maps.map("second", String.class, String.class);

	private final ReplicatedMap<String, String> first = this.maps.map("first", String.class, String.class);

	@BeforeEach
	void seal() {
		this.maps.seal();
		put("before");
	}

	@Test
	void viewIsReadOnAnotherThreadWhileACommandRuns() {
		MapsView view = this.maps.view();
		put("between");
		this.maps.beginCommand();
		this.first.put("key", "half");
		assertThat(read(view)).isEqualTo("before before 1");
		this.second.put("key", "half");
		this.maps.commitCommand();
		assertThat(read(view)).isEqualTo("before before 1");
		assertThat(read(this.maps.view())).isEqualTo("half half 1");
	}

	@Test
	void viewIsTheSameUntilACommandChangesSomething() {
		MapsView view = this.maps.view();
		this.maps.beginCommand();
		this.maps.commitCommand();
		this.maps.beginCommand();
		this.first.put("key", "undone");
		this.maps.rollbackCommand();
		assertThat(this.maps.view()).isSameAs(view);
		put("after");
		assertThat(this.maps.view()).isNotSameAs(view);
	}

	@Test
	void viewOfARestoredStateIsAnotherOne() {
		MapsView view = this.maps.view();
		this.maps.restore(Snapshot.EMPTY);
		assertThat(read(this.maps.view())).isEqualTo("null null 0");
		assertThat(read(view)).isEqualTo("before before 1");
	}

	@Test
	void viewIsNotTakenInsideACommand() {
		put("after");
		this.maps.beginCommand();
		assertThatIllegalStateException().isThrownBy(this.maps::view).withMessageContaining("a command is running");
	}

	@Test
	void queryOnAViewChangesNothing() {
		this.maps.beginQuery(this.maps.view());
		assertThatIllegalStateException().isThrownBy(() -> this.first.put("key", "changed"))
			.withMessageContaining("inside a query");
		this.maps.endViewQuery();
	}

	@Test
	void mapsAreNotReadAfterTheEnd() {
		this.maps.beginQuery(this.maps.view());
		Stream<Map.Entry<String, String>> entries = this.first.entries();
		this.maps.endViewQuery();
		assertThatIllegalStateException().isThrownBy(() -> this.first.get("key"));
		assertThatIllegalStateException().isThrownBy(entries::count).withMessageContaining("which has ended");
		assertThatIllegalStateException().isThrownBy(this.maps::endViewQuery);
	}

	@Test
	void entriesOfAViewAreReadOnItsThread() {
		this.maps.beginQuery(this.maps.view());
		Stream<Map.Entry<String, String>> entries = this.first.entries();
		assertThat(CompletableFuture.supplyAsync(() -> {
			assertThatIllegalStateException().isThrownBy(entries::toList).withMessageContaining("not on thread");
			return true;
		}).join()).isTrue();
		this.maps.endViewQuery();
	}

	@Test
	void oneThreadRunsOneQuery() {
		this.maps.beginQuery();
		assertThatIllegalStateException().isThrownBy(() -> this.maps.beginQuery(this.maps.view()));
		this.maps.endQuery();
	}

	private void put(String value) {
		this.maps.beginCommand();
		this.first.put("key", value);
		this.second.put("key", value);
		this.maps.commitCommand();
	}

	private String read(MapsView view) {
		return CompletableFuture.supplyAsync(() -> {
			this.maps.beginQuery(view);
			try {
				return this.first.get("key") + " " + this.second.get("key") + " " + this.first.entries().count();
			}
			finally {
				this.maps.endViewQuery();
			}
		}).join();
	}

}
