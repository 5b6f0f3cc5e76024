package dev.viewstamped.benchmark.jgroups;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import dev.viewstamped.benchmark.Store;
import org.jgroups.raft.StateMachine;

/**
 * The map as jgroups-raft's state machine.
 */
final class StoreMachine implements StateMachine {

	private final Store store = new Store();

	@Override
	public byte[] apply(byte[] data, int offset, int length, boolean serializeResponse) {
		return Store.reply(this.store.put(data, offset, length));
	}

	@Override
	public void readContentFrom(DataInput in) throws IOException {
		this.store.readFrom(in);
	}

	@Override
	public void writeContentTo(DataOutput out) throws IOException {
		this.store.writeTo(out);
	}

}
