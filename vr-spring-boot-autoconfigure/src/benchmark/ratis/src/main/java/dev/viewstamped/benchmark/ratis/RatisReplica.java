package dev.viewstamped.benchmark.ratis;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.viewstamped.benchmark.Parent;
import dev.viewstamped.benchmark.Settings;
import dev.viewstamped.benchmark.Store;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.TimeDuration;

/**
 * A Ratis server over gRPC, with the log in memory.
 */
public final class RatisReplica {

	private RatisReplica() {
	}

	static RaftGroup group() {
		return RaftGroup.valueOf(RaftGroupId.valueOf(new UUID(1, 1)),
				IntStream.range(0, Settings.replicas())
					.mapToObj((id) -> RaftPeer.newBuilder().setId("n" + id).setAddress(Settings.address(id)).build())
					.toList());
	}

	/**
	 * Start a server.
	 * @param args its id
	 * @throws IOException if it cannot start
	 */
	public static void main(String[] args) throws IOException {
		Parent.follow();
		int id = Integer.parseInt(args[0]);
		RaftProperties properties = new RaftProperties();
		GrpcConfigKeys.Server.setPort(properties, Settings.port(id));
		RaftServerConfigKeys.setStorageDir(properties, List.of(Settings.data().resolve("member-" + id).toFile()));
		RaftServerConfigKeys.Log.setUseMemory(properties, true);
		RaftServerConfigKeys.Rpc.setTimeoutMin(properties, TimeDuration.valueOf(1, TimeUnit.SECONDS));
		RaftServerConfigKeys.Rpc.setTimeoutMax(properties, TimeDuration.valueOf(2, TimeUnit.SECONDS));
		RaftServer.newBuilder()
			.setGroup(group())
			.setServerId(RaftPeerId.valueOf("n" + id))
			.setProperties(properties)
			.setStateMachine(new StoreMachine())
			.build()
			.start();
	}

	private static final class StoreMachine extends BaseStateMachine {

		private final Store store = new Store();

		@Override
		public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
			LogEntryProto entry = transaction.getLogEntry();
			byte[] command = entry.getStateMachineLogEntry().getLogData().toByteArray();
			long version = this.store.put(command, 0, command.length);
			updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
			return CompletableFuture.completedFuture(Message.valueOf(ByteString.copyFrom(Store.reply(version))));
		}

	}

}
