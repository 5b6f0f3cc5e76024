package dev.viewstamped.state;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SnapshotTests {

	private final Ledger ledger = new Ledger();

	@Test
	void restoreGivesTheStateOfTheSnapshot() {
		this.ledger.fill(300);
		Snapshot snapshot = this.ledger.maps.snapshot();
		List<Map.Entry<String, Integer>> balances = this.ledger.balances();
		this.ledger.change(1, 500, 1_000);
		this.ledger.maps.restore(snapshot);
		assertThat(this.ledger.balances()).isEqualTo(balances);
		assertThat(this.ledger.maps.entryCount()).isEqualTo(600);
		this.ledger.execute((service) -> service.balances.remove("account 0"));
		assertThat(this.ledger.maps.entryCount()).isEqualTo(599);
		this.ledger.maps.restore(snapshot);
		assertThat(this.ledger.balances()).isEqualTo(balances);
		assertThat(this.ledger.maps.entryCount()).isEqualTo(600);
	}

	@Test
	void restoreOfTheEmptySnapshotEmptiesAllMaps() {
		this.ledger.fill(300);
		this.ledger.maps.restore(Snapshot.EMPTY);
		assertThat(this.ledger.balances()).isEmpty();
		assertThat(this.ledger.names()).isEmpty();
		assertThat(this.ledger.maps.entryCount()).isZero();
		assertThat(this.ledger.take(1).digest()).isEqualTo(new Ledger().take(1).digest());
	}

	@Test
	void mapThatTheSnapshotLacksIsEmptyAfterRestore() {
		this.ledger.execute((service) -> service.names.put(1, "one"));
		Snapshot snapshot = this.ledger.maps.snapshot();
		assertThat(snapshot.maps()).containsOnlyKeys("names");
		this.ledger.execute((service) -> service.balances.put("a", 1));
		this.ledger.maps.restore(snapshot);
		assertThat(this.ledger.balances()).isEmpty();
		assertThat(this.ledger.names()).containsExactly(Map.entry(1, "one"));
		assertThat(this.ledger.maps.entryCount()).isEqualTo(1);
	}

	@Test
	void restoreWhenMapDoesNotExistChangesNothing() {
		this.ledger.fill(3);
		ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());
		maps.map("balances", String.class, Integer.class);
		maps.seal();
		assertThatIllegalStateException().isThrownBy(() -> maps.restore(this.ledger.maps.snapshot()))
			.withMessageStartingWith("The state has entries in map 'names', and this application does not create");
		assertThat(maps.entryCount()).isZero();
		maps.beginCommand();
		maps.commitCommand();
	}

	@Test
	void restoreWhenCommandRunsThrows() {
		Snapshot snapshot = this.ledger.maps.snapshot();
		this.ledger.maps.beginCommand();
		assertThatIllegalStateException().isThrownBy(() -> this.ledger.maps.restore(snapshot))
			.withMessageStartingWith("A restore cannot begin on thread ")
			.withMessageContaining("a command is running");
		assertThatIllegalStateException().isThrownBy(this.ledger.maps::snapshot)
			.withMessageStartingWith("A snapshot cannot begin on thread ");
		this.ledger.maps.rollbackCommand();
		this.ledger.maps.restore(snapshot);
	}

	@Test
	void snapshotWhenMapsCanStillBeCreatedThrows() {
		ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());
		assertThatIllegalStateException().isThrownBy(maps::snapshot)
			.withMessage("A snapshot cannot begin while maps can still be created. Call seal() first");
		assertThatIllegalStateException().isThrownBy(() -> maps.restore(Snapshot.EMPTY))
			.withMessage("A restore cannot begin while maps can still be created. Call seal() first");
	}

	@Test
	void codecKnowsMapsThatAreCreatedAfterIt() {
		ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());
		CheckpointCodec codec = maps.checkpointCodec();
		maps.map("balances", String.class, Integer.class);
		maps.map("names", Integer.class, String.class);
		maps.seal();
		this.ledger.fill(100);
		assertThat(codec.take(Ledger.at(1), this.ledger.maps.snapshot().with("replica", new byte[0])).digest())
			.isEqualTo(this.ledger.take(1).digest());
	}

	@Test
	void sectionsAreAdded() {
		Snapshot one = Snapshot.EMPTY.with("a", new byte[] { 1 });
		Snapshot two = one.with("b", new byte[] { 2 });
		assertThat(one.section("b")).isNull();
		assertThat(two.section("a")).containsExactly(1);
		assertThat(two.section("b")).containsExactly(2);
		assertThat(Snapshot.EMPTY.section("a")).isNull();
		assertThatIllegalArgumentException().isThrownBy(() -> two.with("a", new byte[0]))
			.withMessage("There is a section 'a' already");
	}

}
