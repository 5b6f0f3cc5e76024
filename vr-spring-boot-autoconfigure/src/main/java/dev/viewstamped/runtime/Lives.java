package dev.viewstamped.runtime;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

import dev.viewstamped.client.ClientOptions;
import dev.viewstamped.client.ClientSession;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.GroupLocation;
import dev.viewstamped.replica.Replica;
import dev.viewstamped.replica.ReplicaOptions;
import dev.viewstamped.replica.Time;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;
import dev.viewstamped.transport.ReplicaTransport;

/**
 * Makes the lives of a replica: the first one, which goes on from what an earlier process
 * has left, and later ones, which take all from the other members. Belongs to the loop's
 * thread once the loop runs.
 */
final class Lives {

	private ReplicaOptions options;

	private final ClientOptions clientOptions;

	private final ReplicaTransport transport;

	private final Mailbox<Event> mailbox;

	private final StateMachine stateMachine;

	private final NodeStorage storage;

	private final Time time;

	private final RandomGenerator random;

	private boolean lived;

	Lives(ReplicaOptions options, ClientOptions clientOptions, ReplicaTransport transport, Mailbox<Event> mailbox,
			StateMachine stateMachine, NodeStorage storage, Time time, RandomGenerator random) {
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
		this.options = this.options.ofNextLife(newBoot());
		return create(this.options);
	}

	/**
	 * The life of a member of a later configuration, which goes on from what an earlier
	 * process has left on disk.
	 * @param memberId the member
	 * @param stored the configuration on disk
	 * @return the life, whose replica has not been started
	 */
	Life resumed(int memberId, Configuration stored) {
		ReplicaOptions from = this.options;
		this.options = new ReplicaOptions(memberId, from.boot(), stored, false, from.heartbeatIntervalNanos(),
				from.viewChangeTimeoutNanos(), from.maxRequestsInFlight(), from.maxBatch(), from.maxBatchBytes(),
				from.clientWindow(), from.maxSessions(), from.maxReplyBytes(), from.minSessionIdleNanos(),
				from.maxCommandBytes(), from.checkpoints())
			.withLeases(from.leases());
		return create(this.options);
	}

	/**
	 * A life without state in a group that was located.
	 * @param location where the group is
	 * @param memberId the id there, of a member or of a standby
	 * @param boot identity of the life
	 * @return the life, whose replica has not been started
	 */
	Life inGroup(GroupLocation location, int memberId, UUID boot) {
		if (this.lived) {
			this.stateMachine.restore(Snapshot.EMPTY);
		}
		this.options = this.options.inGroup(location, memberId, boot);
		return create(this.options);
	}

	/**
	 * An identity that no life has had.
	 * @return the identity
	 */
	UUID newBoot() {
		return new UUID(this.random.nextLong(), this.random.nextLong());
	}

	/**
	 * The id of the latest life.
	 * @return the member id
	 */
	int memberId() {
		return this.options.memberId();
	}

	private Life create(ReplicaOptions options) {
		this.lived = true;
		LocalExchange exchange = new LocalExchange(this.transport);
		BackgroundThreads background = new BackgroundThreads(this.mailbox);
		Replica replica = new Replica(options, exchange, this.time, this.random, this.stateMachine, background,
				this.storage.storage());
		ClientSession session = new ClientSession(this.clientOptions, exchange, this.time, this.random,
				new SplittableRandom(this.random.nextLong()));
		return new Life(replica, session, exchange, background);
	}

}
