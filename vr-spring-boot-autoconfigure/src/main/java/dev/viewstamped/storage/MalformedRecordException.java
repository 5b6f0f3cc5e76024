package dev.viewstamped.storage;

import java.io.IOException;

/**
 * Bytes on the disk that are not what was written.
 */
class MalformedRecordException extends IOException {

	private static final long serialVersionUID = 1L;

	MalformedRecordException(String message) {
		super(message);
	}

}
