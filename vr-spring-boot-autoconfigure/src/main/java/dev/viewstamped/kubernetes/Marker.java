package dev.viewstamped.kubernetes;

/**
 * What is remembered outside the pods of the forming of the group.
 *
 * @param state how far the forming was known to be
 * @param groupId the group, in 32 hex digits; empty while there is none
 * @param version version of the object that holds the marker, without which it is not
 * changed
 */
public record Marker(State state, String groupId, String version) {

	/**
	 * How far the forming of a group was known to be.
	 */
	public enum State {

		/** There was no group. */
		NEW,

		/** A group was formed, and its quorum was not seen to serve. */
		FORMING,

		/** The group has served, so there is state to lose. */
		FORMED

	}

	Marker with(State state, String groupId) {
		return new Marker(state, groupId, this.version);
	}

}
