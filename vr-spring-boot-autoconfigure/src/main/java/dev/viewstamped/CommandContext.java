package dev.viewstamped;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * What a handler may know besides its command: values that are the same on every replica
 * (VR Revisited §4.4).
 */
public interface CommandContext {

	/**
	 * Position of the command in the replicated log: 1 is the first. Grows with each
	 * command of any client, with gaps.
	 * @return the op-number
	 */
	long opNumber();

	/**
	 * Identity of the command's log entry.
	 * @return the viewstamp
	 */
	Viewstamp viewstamp();

	/**
	 * Time that the primary predicted for the command. Strictly greater than that of
	 * every earlier command, over changes of the primary too.
	 * @return the replicated time
	 */
	Instant time();

	/**
	 * Random numbers seeded by the command's log entry. Not for secrets: whoever knows
	 * the log knows them.
	 * @return the random source of this command
	 */
	RandomGenerator random();

	/**
	 * A new identifier, unique in the group.
	 * @return an identifier that differs from call to call
	 */
	UUID nextId();

}
