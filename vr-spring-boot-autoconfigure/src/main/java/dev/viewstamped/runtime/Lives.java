package dev.viewstamped.runtime;

import java.util.UUID;
import java.util.random.RandomGenerator;

import dev.viewstamped.client.ClientOptions;
import dev.viewstamped.client.ClientSession;
import dev.viewstamped.replica.Replica;
import dev.viewstamped.replica.ReplicaOptions;
import dev.viewstamped.replica.Storage;
import dev.viewstamped.replica.Time;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;
import dev.viewstamped.transport.ReplicaTransport;

/**
 * Makes the lives of a replica: the first one, which goes on from what an earlier process
 * has left, and later ones, which take all from the other members.
 */
final class Lives {

	private final ReplicaOptions options;

	private final ClientOptions clientOptions;

	private final ReplicaTransport transport;

	private final Mailbox<Event> mailbox;

	private final StateMachine stateMachine;

	private final Storage storage;

	private final Time time;

	private final RandomGenerator random;

	Lives(ReplicaOptions options, ClientOptions clientOptions, ReplicaTransport transport, Mailbox<Event> mailbox,
			StateMachine stateMachine, Storage storage, Time time, RandomGenerator random) {
		this.options = options;
		this.clientOptions = clientOptions;
		this.transport = transport;
		this.mailbox = mailbox;
		this.stateMachine = new WatchedStateMachine(stateMachine);
		this.storage = storage;
		this.time = time;
		this.random = random;
	}

	/**
	 * The first life in this process.
	 * @return the life, whose replica has not been started
	 */
	Life first() {
		return create(this.options);
	}

	/**
	 * A further life, as blank as after a restart that has found nothing: for the others
	 * it is another process. It never takes part in forming a new group, since there was
	 * one.
	 * @return the life, whose replica has not been started
	 */
	Life next() {
		this.stateMachine.restore(Snapshot.EMPTY);
		UUID boot = new UUID(this.random.nextLong(), this.random.nextLong());
		return create(this.options.ofNextLife(boot));
	}

	private Life create(ReplicaOptions options) {
		LocalExchange exchange = new LocalExchange(this.transport);
		BackgroundThread background = new BackgroundThread(this.mailbox);
		Replica replica = new Replica(options, exchange, this.time, this.random, this.stateMachine, background,
				this.storage);
		ClientSession session = new ClientSession(this.clientOptions, exchange, this.time, this.random);
		return new Life(replica, session, exchange, background);
	}

}
