package dev.viewstamped.runtime;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.GroupLocation;
import org.jspecify.annotations.Nullable;

/**
 * Finds the group and asks it for a place. Belongs to the loop's thread.
 */
interface GroupSearch {

	/**
	 * A message of a member.
	 * @param target where it came from
	 * @param message the message
	 */
	void onMessage(int target, ClientMessage message);

	/**
	 * Some milliseconds have passed.
	 */
	void tick();

	/**
	 * Where the group is, once this process has a place there.
	 * @return the group; {@code null} until then
	 */
	@Nullable GroupLocation found();

	/**
	 * How far the search is.
	 * @return a sentence without a full stop
	 */
	String waitingFor();

}
