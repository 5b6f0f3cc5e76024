package dev.viewstamped.simulator.search;

import java.util.Arrays;

/**
 * Numbers of messages. Not modified once made.
 */
final class MessageSet {

	static final MessageSet EMPTY = new MessageSet(new long[0]);

	private final long[] words;

	private MessageSet(long[] words) {
		this.words = words;
	}

	boolean contains(int number) {
		int word = number >> 6;
		return word < this.words.length && (this.words[word] & (1L << number)) != 0;
	}

	MessageSet with(int... numbers) {
		long[] result = this.words;
		for (int number : numbers) {
			int word = number >> 6;
			if (word >= result.length || (result[word] & (1L << number)) == 0) {
				if (result == this.words || word >= result.length) {
					result = Arrays.copyOf(result, Math.max(result.length, word + 1));
				}
				result[word] |= 1L << number;
			}
		}
		return (result == this.words) ? this : new MessageSet(result);
	}

	boolean includes(MessageSet other) {
		for (int i = 0; i < other.words.length; i++) {
			if ((other.words[i] & ~((i < this.words.length) ? this.words[i] : 0)) != 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The least number from another one on.
	 * @param from where to begin
	 * @return the number, or -1 if there is none
	 */
	int next(int from) {
		int word = from >> 6;
		if (word >= this.words.length) {
			return -1;
		}
		long rest = this.words[word] & (-1L << from);
		while (rest == 0) {
			if (++word == this.words.length) {
				return -1;
			}
			rest = this.words[word];
		}
		return (word << 6) + Long.numberOfTrailingZeros(rest);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof MessageSet set && includes(set) && set.includes(this);
	}

	@Override
	public int hashCode() {
		int hash = 0;
		for (int i = next(0); i >= 0; i = next(i + 1)) {
			hash = 31 * hash + i;
		}
		return hash;
	}

}
