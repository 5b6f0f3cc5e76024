package dev.viewstamped.state;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;

import dev.viewstamped.Digest;
import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.Viewstamp;

/**
 * A service with two maps, to take checkpoints of and to restore.
 */
final class Ledger {

	final ReplicatedMaps maps;

	final ReplicatedMap<String, Integer> balances;

	final ReplicatedMap<Integer, String> names;

	final CheckpointCodec codec;

	Ledger() {
		this(new TextValueCodec());
	}

	Ledger(ValueCodec codec) {
		this.maps = new ReplicatedMaps(codec);
		this.balances = this.maps.map("balances", String.class, Integer.class);
		this.names = this.maps.map("names", Integer.class, String.class);
		this.codec = this.maps.checkpointCodec();
		this.maps.seal();
	}

	/**
	 * A service with so many entries in each map.
	 */
	static Ledger of(int entries) {
		Ledger ledger = new Ledger();
		ledger.fill(entries);
		return ledger;
	}

	void fill(int entries) {
		execute((ledger) -> {
			for (int i = 0; i < entries; i++) {
				ledger.balances.put("account " + i, i);
				ledger.names.put(i, "name " + i);
			}
		});
	}

	void execute(Consumer<Ledger> command) {
		this.maps.beginCommand();
		command.accept(this);
		this.maps.commitCommand();
	}

	/**
	 * Change a few entries, the same ones for the same seed.
	 */
	void change(long seed, int changes, int keys) {
		Random random = new Random(seed);
		int puts = random.nextInt(2, 9);
		execute((ledger) -> {
			for (int i = 0; i < changes; i++) {
				int key = random.nextInt(keys);
				if (random.nextInt(10) < puts) {
					ledger.balances.put("account " + key, random.nextInt());
					ledger.names.put(key, "name " + random.nextInt(100));
				}
				else {
					ledger.balances.remove("account " + key);
					ledger.names.remove(key);
				}
			}
		});
	}

	List<Map.Entry<String, Integer>> balances() {
		this.maps.beginQuery();
		List<Map.Entry<String, Integer>> entries = this.balances.entries().toList();
		this.maps.endQuery();
		return entries;
	}

	List<Map.Entry<Integer, String>> names() {
		this.maps.beginQuery();
		List<Map.Entry<Integer, String>> entries = this.names.entries().toList();
		this.maps.endQuery();
		return entries;
	}

	Checkpoint take(long opNumber) {
		return take(opNumber, new byte[0]);
	}

	Checkpoint take(long opNumber, byte[] section) {
		return this.codec.take(at(opNumber), this.maps.snapshot().with("replica", section));
	}

	CheckpointAssembly assemble(Checkpoint wanted, Checkpoint... atHand) {
		return this.codec.assemble(wanted.viewstamp(), wanted.digest(), List.of(atHand));
	}

	/**
	 * Fetch all pages of a checkpoint of another service.
	 */
	Checkpoint fetch(Checkpoint wanted, Checkpoint... atHand) {
		CheckpointAssembly assembly = assemble(wanted, atHand);
		fetch(assembly, wanted);
		return assembly.checkpoint();
	}

	static void fetch(CheckpointAssembly assembly, Checkpoint wanted) {
		Queue<CheckpointAssembly.MissingPage> missing = new ArrayDeque<>(assembly.missing(5));
		while (!missing.isEmpty()) {
			CheckpointAssembly.MissingPage page = missing.remove();
			byte[] bytes = wanted.page(page.path());
			if (!assembly.accept(page.digest(), bytes.length, 0, bytes)) {
				throw new AssertionError("Page %s was of no use".formatted(page));
			}
			if (missing.isEmpty()) {
				missing.addAll(assembly.missing(5));
			}
		}
	}

	static Viewstamp at(long opNumber) {
		return new Viewstamp(0, 3, opNumber);
	}

}
