package dev.viewstamped.runtime;

import java.util.function.Predicate;

import dev.viewstamped.client.ClientSession;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.PeerMessage;

/**
 * What a loop takes from its mailbox.
 */
sealed interface Event {

	/**
	 * What the event keeps in memory, without what all events do.
	 * @return the number of bytes
	 */
	default long bytes() {
		return 0;
	}

	/**
	 * Whether the event is still worth something when the loop has not run for long: it
	 * comes from this process and says nothing of others.
	 * @return {@code true} if it is
	 */
	default boolean outlivesGap() {
		return true;
	}

	/**
	 * Nobody will take the event.
	 * @param why the reason, as the caller reads it
	 */
	default void refuse(String why) {
	}

	/**
	 * Drop what waits in a mailbox and is too old after a gap.
	 * @param mailbox the mailbox
	 */
	static void dropOutdated(Mailbox<Event> mailbox) {
		drop(mailbox, (event) -> !event.outlivesGap());
	}

	/**
	 * Drop some of what waits in a mailbox.
	 * @param mailbox the mailbox
	 * @param which what to drop
	 */
	static void drop(Mailbox<Event> mailbox, Predicate<Event> which) {
		mailbox.drain((event) -> {
			if (!which.test(event)) {
				mailbox.put(event);
			}
		});
	}

	/**
	 * A message of another member.
	 *
	 * @param message the message
	 */
	record FromPeer(PeerMessage message) implements Event {

		@Override
		public long bytes() {
			return MessageBytes.of(this.message);
		}

		@Override
		public boolean outlivesGap() {
			return false;
		}

	}

	/**
	 * A message of a client at a link.
	 *
	 * @param link the link
	 * @param message the message
	 */
	record FromClient(long link, ClientMessage message) implements Event {

		@Override
		public long bytes() {
			return MessageBytes.of(this.message);
		}

		@Override
		public boolean outlivesGap() {
			return false;
		}

	}

	/**
	 * A message of a member to this client.
	 *
	 * @param target the member
	 * @param message the message
	 */
	record FromMember(int target, ClientMessage message) implements Event {

		@Override
		public long bytes() {
			return MessageBytes.of(this.message);
		}

		@Override
		public boolean outlivesGap() {
			return false;
		}

	}

	/**
	 * A client's link was closed.
	 *
	 * @param link the link
	 */
	record ClientClosed(long link) implements Event {

	}

	/**
	 * No process listens at a member's address any more.
	 *
	 * @param memberId the member
	 */
	record PeerGone(int memberId) implements Event {

		@Override
		public boolean outlivesGap() {
			return false;
		}

	}

	/**
	 * A replica of another epoch can be sent to.
	 *
	 * @param memberId its id
	 */
	record Stranger(int memberId) implements Event {

		@Override
		public boolean outlivesGap() {
			return false;
		}

	}

	/**
	 * A newer process has this member's place.
	 *
	 * @param why what was found
	 */
	record Superseded(String why) implements Event {

	}

	/**
	 * Work that was done elsewhere has ended.
	 *
	 * @param end what to do with its result
	 */
	record Done(Runnable end) implements Event {

	}

	/**
	 * The disk has what was handed over to it.
	 *
	 * @param sequence the number of a flush
	 */
	record Stored(long sequence) implements Event {

	}

	/**
	 * The disk has failed.
	 *
	 * @param message what has happened, and what the operator can do
	 */
	record StorageFailed(String message) implements Event {

	}

	/**
	 * What the disk held was given up, so that a new life can begin.
	 */
	record StartedOver() implements Event {

	}

	/**
	 * This application is about to stop.
	 */
	record Stopping() implements Event {

	}

	/**
	 * This application is about to stop, and another member should be the primary.
	 */
	record HandOver() implements Event {

	}

	/**
	 * The operator wants a replica that has stopped to begin anew.
	 */
	record Repair() implements Event {

	}

	/**
	 * A call of this application.
	 */
	non-sealed interface Call extends Event {

		/**
		 * Give the call to the session.
		 * @param session the session
		 */
		void begin(ClientSession session);

		/**
		 * Fail the call, which never reached the session.
		 */
		@Override
		void refuse(String why);

	}

}
