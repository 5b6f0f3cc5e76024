package dev.viewstamped.replica;

import java.util.UUID;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.QueryRefused;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;
import org.junit.jupiter.api.Test;

import static dev.viewstamped.replica.DirectGroup.CLIENT_WINDOW;
import static dev.viewstamped.replica.DirectGroup.TIMEOUT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A replica that has recovered a long log and has not executed it yet.
 */
class RecoveredStateTests {

	private static final UUID CLIENT = new UUID(5, 5);

	private static final int COMMANDS = 9000;

	private final DirectGroup group = new DirectGroup();

	@Test
	void replicaThatHasNotExecutedWhatItRecoveredDoesNotServe() {
		for (int id = 0; id < 3; id++) {
			this.group.start(id);
		}
		this.group.run(5 * TIMEOUT_NANOS);
		commit(COMMANDS);
		this.group.pause(this.group.at(2));
		Replica recovering = this.group.start(2);
		while (recovering.report().status() != Status.NORMAL) {
			this.group.runTick();
		}

		assertThat(recovering.report().executedNumber()).isLessThan(COMMANDS);
		assertThat(recovering.report().available()).isFalse();
		assertThat(recovering.report().condition()).satisfies((condition) -> {
			assertThat(condition.code()).isEqualTo(Condition.RECOVERING);
			assertThat(condition.message()).contains(" of " + (COMMANDS + 1));
		});
		assertThat(staleQuery(recovering)).isInstanceOf(QueryRefused.class);

		while (recovering.report().executedNumber() <= COMMANDS) {
			this.group.runTick();
		}
		assertThat(recovering.report().available()).isTrue();
		assertThat(staleQuery(recovering)).isInstanceOf(QueryReply.class);
	}

	private void commit(int commands) {
		Replica primary = this.group.at(0);
		UUID groupId = primary.report().groupId();
		primary.onClientMessage(1, new Request(groupId, CLIENT, 0, 0, 0, 1, Operation.REGISTER, new byte[0]));
		this.group.run(TIMEOUT_NANOS);
		long session = ((Reply) this.group.replies().get(0)).viewstamp().opNumber();
		for (int n = 1; n <= commands; n++) {
			primary.onClientMessage(1,
					new Request(groupId, CLIENT, session, n, n - 1, 1, Operation.COMMAND, new byte[] { 1 }));
			if (n % (CLIENT_WINDOW / 2) == 0) {
				this.group.run(TIMEOUT_NANOS / 5);
			}
		}
		this.group.run(TIMEOUT_NANOS);
		assertThat(primary.report().executedNumber()).isEqualTo(commands + 1);
	}

	private ClientMessage staleQuery(Replica replica) {
		replica.onClientMessage(2, new QueryRequest(CLIENT, 1, Consistency.STALE, 0, new byte[] { 2 }));
		return this.group.replies().get(this.group.replies().size() - 1);
	}

}
