package dev.viewstamped.benchmark.sofajraft;

import java.nio.ByteBuffer;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.rpc.RpcContext;

import dev.viewstamped.benchmark.Store;

/**
 * The map as SOFAJRaft's state machine.
 */
final class StoreMachine extends StateMachineAdapter {

	private final Store store = new Store();

	@Override
	public void onApply(Iterator entries) {
		for (; entries.hasNext(); entries.next()) {
			ByteBuffer data = entries.getData();
			byte[] command = new byte[data.remaining()];
			data.duplicate().get(command);
			long version = this.store.put(command, 0, command.length);
			if (entries.done() instanceof Reply reply) {
				reply.version = version;
				reply.run(Status.OK());
			}
		}
	}

	/**
	 * Answers the client once its command was applied.
	 */
	static final class Reply implements Closure {

		private final RpcContext context;

		private long version;

		Reply(RpcContext context) {
			this.context = context;
		}

		@Override
		public void run(Status status) {
			this.context.sendResponse(status.isOk() ? this.version : -1L);
		}

	}

}
