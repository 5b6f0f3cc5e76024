package dev.viewstamped.client;

import dev.viewstamped.VrException;

/**
 * Takes the one outcome of a command or a query. It is called by the thread that drives
 * the {@link ClientSession}, which is the replica's loop in a replica's own process: it
 * must not block and must not throw, and moves what is slow to another thread.
 *
 * @param <T> the type of the reply
 */
public interface Completion<T> {

	/**
	 * The reply came.
	 * @param reply the reply
	 */
	void succeeded(T reply);

	/**
	 * There is no reply; the exception says whether the command may have happened.
	 * @param ex the reason
	 */
	void failed(VrException ex);

}
