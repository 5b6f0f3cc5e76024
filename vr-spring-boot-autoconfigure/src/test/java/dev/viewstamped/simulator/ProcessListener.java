package dev.viewstamped.simulator;

/**
 * Told of processes of replicas that begin and end by themselves.
 */
interface ProcessListener {

	/** Nobody. */
	ProcessListener NONE = new ProcessListener() {

		@Override
		public void started(SimulatedReplica replica) {
		}

		@Override
		public void crashed(SimulatedReplica replica) {
		}

	};

	/**
	 * A life of a replica has begun.
	 * @param replica the replica
	 */
	void started(SimulatedReplica replica);

	/**
	 * A life of a replica has ended.
	 * @param replica the replica
	 */
	void crashed(SimulatedReplica replica);

}
