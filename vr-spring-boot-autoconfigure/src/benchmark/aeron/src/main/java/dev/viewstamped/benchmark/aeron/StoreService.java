package dev.viewstamped.benchmark.aeron;

import java.nio.ByteOrder;

import dev.viewstamped.benchmark.Store;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The map as a clustered service. A request is an id and the command, a reply the id and
 * a number.
 */
final class StoreService implements ClusteredService {

	private static final int REPLY_BYTES = 2 * Long.BYTES;

	private final Store store = new Store();

	private final UnsafeBuffer reply = new UnsafeBuffer(new byte[REPLY_BYTES]);

	private Cluster cluster;

	@Override
	public void onStart(Cluster started, Image snapshot) {
		this.cluster = started;
	}

	@Override
	public void onSessionMessage(ClientSession session, long timestamp, DirectBuffer buffer, int offset, int length,
			Header header) {
		byte[] command = new byte[length - Long.BYTES];
		buffer.getBytes(offset + Long.BYTES, command);
		this.reply.putLong(0, buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN), ByteOrder.LITTLE_ENDIAN);
		this.reply.putLong(Long.BYTES, this.store.put(command, 0, command.length), ByteOrder.LITTLE_ENDIAN);
		while (session != null && session.offer(this.reply, 0, REPLY_BYTES) < 0 && !session.isClosing()) {
			this.cluster.idleStrategy().idle();
		}
	}

	@Override
	public void onSessionOpen(ClientSession session, long timestamp) {
	}

	@Override
	public void onSessionClose(ClientSession session, long timestamp, CloseReason reason) {
	}

	@Override
	public void onTimerEvent(long correlationId, long timestamp) {
	}

	@Override
	public void onTakeSnapshot(ExclusivePublication snapshot) {
	}

	@Override
	public void onRoleChange(Cluster.Role role) {
	}

	@Override
	public void onTerminate(Cluster terminated) {
	}

}
