package dev.viewstamped.benchmark.jgroups;

import java.util.concurrent.CompletableFuture;

import dev.viewstamped.benchmark.Parent;
import dev.viewstamped.benchmark.Settings;
import dev.viewstamped.benchmark.Store;
import dev.viewstamped.benchmark.edge.EdgeServer;
import org.jgroups.JChannel;
import org.jgroups.raft.RaftHandle;

/**
 * A jgroups-raft member behind the TCP edge.
 */
public final class RaftReplica {

	private static final int FIRST_PEER_PORT = 10;

	private RaftReplica() {
	}

	/**
	 * Start a member.
	 * @param args its id
	 * @throws Exception if it cannot join the others
	 */
	public static void main(String[] args) throws Exception {
		Parent.follow();
		int id = Integer.parseInt(args[0]);
		System.setProperty("peer.port", Integer.toString(Settings.port(FIRST_PEER_PORT + id)));
		System.setProperty("peer.hosts",
				"127.0.0.1[%d],127.0.0.1[%d],127.0.0.1[%d]".formatted(Settings.port(FIRST_PEER_PORT),
						Settings.port(FIRST_PEER_PORT + 1), Settings.port(FIRST_PEER_PORT + 2)));
		System.setProperty("peer.data", Settings.data().toString());
		JChannel channel = new JChannel("jgroups-raft.xml").name(args[0]);
		RaftHandle raft = new RaftHandle(channel, new StoreMachine());
		raft.raftId(args[0]);
		channel.connect("benchmark");
		EdgeServer.start(Settings.port(id), (command) -> set(raft, command));
	}

	private static CompletableFuture<Long> set(RaftHandle raft, byte[] command) {
		if (!raft.isLeader()) {
			return CompletableFuture.completedFuture(EdgeServer.CANNOT_SERVE);
		}
		try {
			return raft.setAsync(command, 0, command.length).thenApply(Store::version);
		}
		catch (Exception ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
