package dev.viewstamped.storage;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a record of the journal says. The order is part of the format of the disk.
 */
enum RecordType {

	/**
	 * An entry of the log: stands in place of all that have its op-number or a greater
	 * one.
	 */
	ENTRY,

	/**
	 * What was promised.
	 */
	PROMISES,

	/**
	 * An op-number up to which entries are committed.
	 */
	COMMIT,

	/**
	 * Begin of records that count only together: the last op-number of the log that
	 * stays.
	 */
	REPLACE_BEGIN,

	/**
	 * The end of them.
	 */
	REPLACE_END;

	private static final List<RecordType> TYPES = List.of(values());

	int code() {
		return ordinal() + 1;
	}

	static @Nullable RecordType of(int code) {
		return (code >= 1 && code <= TYPES.size()) ? TYPES.get(code - 1) : null;
	}

}
