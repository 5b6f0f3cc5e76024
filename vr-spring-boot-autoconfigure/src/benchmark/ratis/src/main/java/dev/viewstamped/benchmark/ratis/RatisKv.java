package dev.viewstamped.benchmark.ratis;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import dev.viewstamped.benchmark.Kv;
import dev.viewstamped.benchmark.Operation;
import dev.viewstamped.benchmark.Settings;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/**
 * Ordered asynchronous clients of Ratis, one gRPC stream each, with the lanes spread over
 * them.
 */
public final class RatisKv implements Kv {

	private static final int MAX_OUTSTANDING = 1024;

	private final RaftClient[] clients;

	/**
	 * Create the clients.
	 * @param lanes the number of lanes
	 */
	public RatisKv(int lanes) {
		RaftProperties properties = new RaftProperties();
		RaftClientConfigKeys.Async.setOutstandingRequestsMax(properties, MAX_OUTSTANDING);
		this.clients = new RaftClient[Settings.connections(lanes)];
		for (int i = 0; i < this.clients.length; i++) {
			this.clients[i] = RaftClient.newBuilder()
				.setProperties(properties)
				.setRaftGroup(RatisReplica.group())
				.build();
		}
	}

	@Override
	public CompletableFuture<Long> put(Operation operation) {
		ByteString command = UnsafeByteOperations.unsafeWrap(operation.command());
		RaftClient client = this.clients[operation.lane() % this.clients.length];
		return client.async().send(Message.valueOf(command)).thenApply((reply) -> {
			if (!reply.isSuccess()) {
				throw new IllegalStateException(reply.getException());
			}
			return reply.getMessage().getContent().asReadOnlyByteBuffer().getLong();
		});
	}

	@Override
	public void close() throws IOException {
		for (RaftClient client : this.clients) {
			client.close();
		}
	}

}
