package dev.viewstamped.benchmark.sofajraft;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import com.alipay.sofa.jraft.RouteTable;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.CliOptions;
import com.alipay.sofa.jraft.rpc.impl.cli.CliClientServiceImpl;

import dev.viewstamped.benchmark.Kv;
import dev.viewstamped.benchmark.Operation;

/**
 * SOFAJRaft's own RPC client: one connection to the leader, calls without waiting.
 */
public final class JRaftKv implements Kv {

	private static final int TIMEOUT_MILLIS = 5000;

	private final CliClientServiceImpl rpc = new CliClientServiceImpl();

	/**
	 * Create a client.
	 * @param lanes the number of lanes
	 */
	public JRaftKv(int lanes) {
		this.rpc.init(new CliOptions());
		RouteTable.getInstance().updateConfiguration(JRaftReplica.GROUP, JRaftReplica.configuration());
	}

	@Override
	public void connect() throws InterruptedException, TimeoutException {
		RouteTable.getInstance().refreshLeader(this.rpc, JRaftReplica.GROUP, TIMEOUT_MILLIS);
	}

	@Override
	public CompletableFuture<Long> put(Operation operation) {
		CompletableFuture<Long> reply = new CompletableFuture<>();
		try {
			this.rpc.getRpcClient()
				.invokeAsync(RouteTable.getInstance().selectLeader(JRaftReplica.GROUP).getEndpoint(),
						new PutRequest(operation.command()), (result, failure) -> {
							if (failure == null && (Long) result >= 0) {
								reply.complete((Long) result);
							}
							else {
								reply.completeExceptionally(
										(failure != null) ? failure : new IllegalStateException("Not the leader"));
							}
						}, TIMEOUT_MILLIS);
		}
		catch (InterruptedException | RemotingException ex) {
			reply.completeExceptionally(ex);
		}
		return reply;
	}

	@Override
	public void close() {
		this.rpc.shutdown();
	}

}
