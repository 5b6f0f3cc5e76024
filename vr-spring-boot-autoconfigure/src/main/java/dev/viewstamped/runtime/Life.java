package dev.viewstamped.runtime;

import dev.viewstamped.client.ClientSession;
import dev.viewstamped.replica.Replica;

/**
 * One life of the replica in this process, with what ends with it. Belongs to the loop's
 * thread.
 *
 * @param replica the replica
 * @param session the client in the same process
 * @param exchange what the two say to each other
 * @param background what takes long
 */
record Life(Replica replica, ClientSession session, LocalExchange exchange, BackgroundThreads background) {

	/**
	 * Deliver what the replica and the client have said.
	 */
	void deliver() {
		this.exchange.deliver(this.replica, this.session);
	}

	/**
	 * End what is under way: the calls of this application fail, and nothing comes from
	 * the background any more.
	 */
	void end() {
		this.background.close();
		this.session.close();
	}

}
