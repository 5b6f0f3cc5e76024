package dev.viewstamped.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Operation;
import dev.viewstamped.replica.Promises;
import dev.viewstamped.state.Checkpoint;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.ReplicatedMaps;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.ValueCodec;

/**
 * Values to keep.
 */
final class Samples {

	static final StorageIdentity IDENTITY = new StorageIdentity("group", 1);

	/**
	 * Segments of a few records, and a checkpoint file for every few of them.
	 */
	static final DurableOptions SMALL = new DurableOptions(700, 300, 600, 1 << 20);

	static final CheckpointCodec CODEC = codec();

	private static final UUID GROUP = new UUID(7, 8);

	private Samples() {
	}

	static Entry entry(long view, long opNumber) {
		byte[] payload = ("command " + opNumber + " of view " + view).getBytes(StandardCharsets.UTF_8);
		return new Entry(0, view, opNumber, 1000 * opNumber, Operation.COMMAND, new UUID(1, opNumber), 1, opNumber,
				opNumber - 1, payload);
	}

	static List<Entry> entries(long view, long first, long last) {
		List<Entry> entries = new ArrayList<>();
		for (long opNumber = first; opNumber <= last; opNumber++) {
			entries.add(entry(view, opNumber));
		}
		return entries;
	}

	static Promises promises(long view) {
		Configuration configuration = new Configuration(0,
				List.of(new Member(0, "a:1"), new Member(1, "b:1"), new Member(2, "c:1")));
		return new Promises(GROUP, configuration, view, Math.max(0, view - 1), 3, CrashVector.of(1, 3, 2), 0);
	}

	static Checkpoint checkpoint(long opNumber) {
		byte[] section = new byte[200];
		section[0] = (byte) opNumber;
		return CODEC.take(new Viewstamp(0, 1, opNumber), Snapshot.EMPTY.with("replica", section));
	}

	/**
	 * Entries as text, because arrays are not equal.
	 */
	static List<String> text(List<Entry> entries) {
		return entries.stream()
			.map((entry) -> entry.viewstamp() + " " + entry.timestampNanos() + " " + entry.operation() + " "
					+ entry.client() + " " + entry.session() + " " + entry.requestNumber() + " " + entry.acknowledged()
					+ " " + new String(entry.payload(), StandardCharsets.UTF_8))
			.toList();
	}

	private static CheckpointCodec codec() {
		return new ReplicatedMaps(new ValueCodec() {

			@Override
			public String formatOf(Class<?> type) {
				return type.getName();
			}

			@Override
			public byte[] encode(Object object) {
				throw new IllegalArgumentException("No values here");
			}

			@Override
			public <T> T decode(byte[] bytes, Class<T> type) {
				throw new IllegalArgumentException("No values here");
			}

		}).checkpointCodec();
	}

}
