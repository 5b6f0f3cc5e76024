package dev.viewstamped.benchmark.sofajraft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.rpc.RaftRpcServerFactory;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.storage.LogStorage;

import dev.viewstamped.benchmark.Parent;
import dev.viewstamped.benchmark.Settings;

/**
 * A SOFAJRaft node. Nothing is forced to the disk.
 */
public final class JRaftReplica {

	static final String GROUP = "benchmark";

	private static final int ELECTION_MILLIS = 2000;

	private JRaftReplica() {
	}

	static Configuration configuration() {
		Configuration configuration = new Configuration();
		configuration.parse(String.join(",", Settings.addresses()));
		return configuration;
	}

	/**
	 * Start a node.
	 * @param args its id, and {@code rocksdb} for a log that is not only in memory
	 * @throws IOException if its directory cannot be made
	 */
	public static void main(String[] args) throws IOException {
		Parent.follow();
		int id = Integer.parseInt(args[0]);
		Path data = Files.createDirectories(Settings.data().resolve("member-" + id));
		PeerId self = PeerId.parsePeer(Settings.address(id));
		NodeOptions options = options(data, List.of(args).contains("rocksdb"));
		RpcServer server = RaftRpcServerFactory.createRaftRpcServer(self.getEndpoint());
		RaftGroupService group = new RaftGroupService(GROUP, self, options, server);
		Processor processor = new Processor();
		server.registerProcessor(processor);
		processor.node = group.start();
	}

	private static NodeOptions options(Path data, boolean rocksdb) {
		RaftOptions raft = new RaftOptions();
		raft.setSync(false);
		NodeOptions options = new NodeOptions();
		options.setRaftOptions(raft);
		options.setElectionTimeoutMs(ELECTION_MILLIS);
		options.setInitialConf(configuration());
		options.setFsm(new StoreMachine());
		options.setLogUri(data.resolve("log").toString());
		options.setRaftMetaUri(data.resolve("meta").toString());
		if (!rocksdb) {
			options.setServiceFactory(new DefaultJRaftServiceFactory() {

				@Override
				public LogStorage createLogStorage(String uri, RaftOptions ignored) {
					return new MemoryLog();
				}

			});
		}
		return options;
	}

	private static final class Processor implements RpcProcessor<PutRequest> {

		private volatile Node node;

		@Override
		public void handleRequest(RpcContext context, PutRequest request) {
			this.node.apply(new Task(ByteBuffer.wrap(request.command), new StoreMachine.Reply(context)));
		}

		@Override
		public String interest() {
			return PutRequest.class.getName();
		}

	}

}
