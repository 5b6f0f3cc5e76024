package dev.viewstamped.benchmark.run;

/**
 * What happens to the primary during a measurement.
 */
enum Fault {

	/** Nothing. */
	NONE,

	/** It is killed, and says nothing any more. */
	KILL,

	/** It is asked to end. */
	TERMINATE

}
