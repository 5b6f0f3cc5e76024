package dev.viewstamped.storage;

/**
 * What a storage has to tell. Called on whatever thread does its work.
 */
public interface StorageListener {

	/**
	 * What was handed over is durable.
	 * @param sequence a number at least as great as each that
	 * {@link DurableStorage#flush()} has returned for it
	 */
	void stored(long sequence);

	/**
	 * The disk has failed. Nothing is written any more.
	 * @param message what has happened, and what the operator can do
	 */
	void failed(String message);

	/**
	 * Something that the operator should know, and that needs no action by the replica.
	 * @param message what was found
	 */
	void noticed(String message);

}
