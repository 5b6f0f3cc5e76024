package dev.viewstamped.storage;

import org.jspecify.annotations.Nullable;

/**
 * A directory that cannot be used to keep the state of this replica. It is left as it
 * was.
 */
public class StorageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String cure;

	/**
	 * Create an exception.
	 * @param message what is wrong, with path and value
	 * @param cure what the operator can do
	 * @param cause why, if there is more to say
	 */
	public StorageException(String message, String cure, @Nullable Throwable cause) {
		super(message, cause);
		this.cure = cure;
	}

	static StorageException unreadable(StorageDirectory directory, Exception cause) {
		return new StorageException("The directory %s cannot be read: %s".formatted(directory.location(), cause),
				"Check the disk, or set vr.storage.directory to another directory", cause);
	}

	/**
	 * What the operator can do.
	 * @return the cure
	 */
	public String getCure() {
		return this.cure;
	}

}
