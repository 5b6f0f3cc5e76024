package dev.viewstamped.benchmark.run;

/**
 * Where the load is made.
 */
enum Place {

	/** In a process of its own. */
	LOAD,

	/** In all replicas, with the lanes spread over them. */
	REPLICAS,

	/** In the replica that is the primary. */
	PRIMARY,

	/** In one replica that is a backup. */
	BACKUP

}
