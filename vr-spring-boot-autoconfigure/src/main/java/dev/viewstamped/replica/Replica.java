package dev.viewstamped.replica;

import java.util.random.RandomGenerator;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.state.StateMachine;

/**
 * One replica of the group: the entry point of the protocol. Not thread-safe: every call
 * is made by the thread of the loop that owns it.
 */
public final class Replica {

	/**
	 * Origin of messages of the client in the same process. Clients at links have
	 * positive origins.
	 */
	public static final long LOCAL_ORIGIN = 0;

	/**
	 * Create a replica that has no state yet.
	 * @param options its settings
	 * @param network where its messages go
	 * @param time its clocks
	 * @param random its random source, for identities and jitter
	 * @param stateMachine the service
	 */
	public Replica(ReplicaOptions options, Network network, Time time, RandomGenerator random,
			StateMachine stateMachine) {
	}

	/**
	 * Begin: form a group with the other members, or recover the state from them.
	 */
	public void start() {
	}

	/**
	 * A message from another member, proven to be its sender.
	 * @param message the message
	 */
	public void onMessage(PeerMessage message) {
	}

	/**
	 * A message from a client.
	 * @param origin where the answer goes
	 * @param message the message
	 */
	public void onClientMessage(long origin, ClientMessage message) {
	}

	/**
	 * The link of a client was closed.
	 * @param origin the link
	 */
	public void onClientClosed(long origin) {
	}

	/**
	 * Time has passed. To be called every few milliseconds.
	 */
	public void tick() {
	}

	/**
	 * The inputs at hand have been handed over: send what was held back to make batches.
	 * @return whether there is more work to do without further input, by another call
	 */
	public boolean flush() {
		return false;
	}

	/**
	 * The loop did not run for longer than the view-change timeout: what the replica
	 * believes of the others may be long outdated.
	 */
	public void onGap() {
	}

	/**
	 * Stop for good. The replica ignores all further input.
	 * @param condition why
	 */
	public void stop(Condition condition) {
	}

	/**
	 * The replica at this moment.
	 * @return the report
	 */
	public ReplicaReport report() {
		throw new IllegalStateException("skeleton");
	}

}
