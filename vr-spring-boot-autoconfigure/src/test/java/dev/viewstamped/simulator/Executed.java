package dev.viewstamped.simulator;

import java.util.List;

/**
 * What a process has executed.
 *
 * @param restored the state that it went on from
 * @param applied what it executed since, in order
 */
record Executed(Restored restored, List<Applied> applied) {

	/**
	 * All from the beginning.
	 * @param applied the commands
	 * @return what was executed
	 */
	static Executed all(List<Applied> applied) {
		return new Executed(Restored.NOTHING, applied);
	}

}
