package dev.viewstamped.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What a node does for a while: it looks for its group, or it is a replica of it. Belongs
 * to the loop's thread.
 */
interface Phase {

	/**
	 * The first call.
	 */
	void start();

	/**
	 * An event.
	 * @param event the event
	 */
	void handle(Event event);

	/**
	 * Some milliseconds have passed.
	 */
	void tick();

	/**
	 * The events at hand have been handed over.
	 * @return whether there is more to do without further events
	 */
	boolean flush();

	/**
	 * The loop did not run for long.
	 * @param mailbox what has waited meanwhile
	 * @param nanos for how long it did not
	 */
	void gap(Mailbox<Event> mailbox, long nanos);

	/**
	 * What comes after this phase. Asked after each of the calls above.
	 * @return the next phase, for which this one has made room; {@code null} while this
	 * one goes on
	 */
	@Nullable Phase next();

	/**
	 * The last call, if no other phase follows.
	 * @param failure what ended the loop; {@code null} if it was asked to
	 */
	void end(@Nullable Throwable failure);

}
