package dev.viewstamped.simulator;

import java.util.SplittableRandom;
import java.util.function.BiConsumer;

import dev.viewstamped.Viewstamp;

/**
 * What each command writes besides what its client asked for, so that the state of a
 * short run has many pages, and some of them are large. No query sees it; digests do.
 *
 * @param keys how many keys there are
 * @param perCommand how many of them a command writes at most
 * @param maxCharacters how long a value is at most
 */
record Ballast(int keys, int perCommand, int maxCharacters) {

	static final Ballast NONE = new Ballast(0, 0, 0);

	private static final int LONG_VALUES = 50;

	/**
	 * About how many bytes all keys take.
	 */
	long bytes() {
		return this.keys * (30L + this.maxCharacters / 40);
	}

	/**
	 * Write what a command writes.
	 * @param viewstamp identity of the command's entry
	 * @param target takes keys and values
	 */
	void write(Viewstamp viewstamp, BiConsumer<String, String> target) {
		if (this.keys == 0) {
			return;
		}
		SplittableRandom random = new SplittableRandom(viewstamp.opNumber() * 31 + viewstamp.view());
		int count = random.nextInt(this.perCommand + 1);
		for (int i = 0; i < count; i++) {
			int most = (random.nextInt(LONG_VALUES) == 0) ? this.maxCharacters : this.maxCharacters / 20;
			String text = Long.toHexString(random.nextLong());
			target.accept("b" + random.nextInt(this.keys), text + "x".repeat(random.nextInt(most + 1)));
		}
	}

}
