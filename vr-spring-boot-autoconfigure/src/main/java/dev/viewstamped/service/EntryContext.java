package dev.viewstamped.service;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

import dev.viewstamped.CommandContext;
import dev.viewstamped.Viewstamp;
import org.jspecify.annotations.Nullable;

/**
 * Context of one log entry. All of it comes from the entry's viewstamp and time.
 */
final class EntryContext implements CommandContext {

	private static final long NANOS_PER_SECOND = 1_000_000_000L;

	private static final long VERSION_8 = 0x8000L;

	private static final long IETF_VARIANT = 1L << 63;

	private static final long MASK_60 = (1L << 60) - 1;

	private static final long MASK_62 = (1L << 62) - 1;

	private final Viewstamp viewstamp;

	private final long timestampNanos;

	private @Nullable RandomGenerator random;

	private long ids;

	EntryContext(Viewstamp viewstamp, long timestampNanos) {
		this.viewstamp = viewstamp;
		this.timestampNanos = timestampNanos;
	}

	@Override
	public long opNumber() {
		return this.viewstamp.opNumber();
	}

	@Override
	public Viewstamp viewstamp() {
		return this.viewstamp;
	}

	@Override
	public Instant time() {
		return Instant.ofEpochSecond(Math.floorDiv(this.timestampNanos, NANOS_PER_SECOND),
				Math.floorMod(this.timestampNanos, NANOS_PER_SECOND));
	}

	@Override
	public RandomGenerator random() {
		RandomGenerator generator = this.random;
		if (generator == null) {
			generator = new SplittableRandom(seed());
			this.random = generator;
		}
		return generator;
	}

	/**
	 * {@inheritDoc} Ids of different commands differ in the upper half, which is a
	 * one-to-one function of the op-number; those of one command in the lower half, which
	 * counts from a number that hardly another group has at that op-number.
	 */
	@Override
	public UUID nextId() {
		long upper = scrambled(opNumber());
		long lower = (seed() + this.ids++) & MASK_62;
		return new UUID((upper & ~0xfffL) << 4 | VERSION_8 | (upper & 0xfffL), IETF_VARIANT | lower);
	}

	private long seed() {
		long seed = mixed(this.viewstamp.epoch());
		seed = mixed(seed ^ this.viewstamp.view());
		seed = mixed(seed ^ this.viewstamp.opNumber());
		return mixed(seed ^ this.timestampNanos);
	}

	/**
	 * A one-to-one function of numbers of 60 bits: an odd factor and a shifted xor can
	 * both be undone.
	 */
	private static long scrambled(long opNumber) {
		long value = (opNumber * 0x9e3779b97f4a7c15L) & MASK_60;
		value ^= value >>> 31;
		value = (value * 0xbf58476d1ce4e5b9L) & MASK_60;
		return value ^ (value >>> 29);
	}

	private static long mixed(long value) {
		long result = value + 0x9e3779b97f4a7c15L;
		result = (result ^ (result >>> 30)) * 0xbf58476d1ce4e5b9L;
		result = (result ^ (result >>> 27)) * 0x94d049bb133111ebL;
		return result ^ (result >>> 31);
	}

}
