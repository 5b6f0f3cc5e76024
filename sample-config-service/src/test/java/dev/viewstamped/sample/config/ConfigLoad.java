package dev.viewstamped.sample.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import dev.viewstamped.CommandResult;
import dev.viewstamped.VrOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Fills a running group with entries, then overwrites some of them: a client of the group
 * in a process of its own. Run it from the project's root after {@code mvn package}:
 *
 * <pre>
 * java -cp sample-config-service/target/sample-config-service.jar:sample-config-service/target/test-classes \
 *     dev.viewstamped.sample.config.ConfigLoad --vr.members=localhost:9001,localhost:9002,localhost:9003 \
 *     --load.fill=1000000 --load.seconds=600
 * </pre>
 *
 * Arguments: {@code load.fill} entries to create (default 0), {@code load.entries}
 * entries to choose overwrites from (default those created), {@code load.seconds} time to
 * overwrite (0) or {@code load.overwrites} how many (0: as many as the time allows),
 * {@code load.spread} whether those entries are picked from all over a larger key space
 * of {@code load.of} entries, {@code load.value-bytes} (128), {@code load.callers}
 * commands in flight (256), {@code load.rate} commands per second at most (0: as many as
 * possible).
 */
final class ConfigLoad {

	private static final long REPORT_SECONDS = 10;

	private final VrOperations vr;

	private final Semaphore room;

	private final int callers;

	private final int valueBytes;

	private final long intervalNanos;

	private final LongAdder done = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final AtomicLong longestNanos = new AtomicLong();

	private final AtomicLong longestTotalNanos = new AtomicLong();

	private ConfigLoad(VrOperations vr, Environment environment) {
		this.vr = vr;
		this.callers = environment.getProperty("load.callers", Integer.class, 256);
		this.room = new Semaphore(this.callers);
		this.valueBytes = environment.getProperty("load.value-bytes", Integer.class, 128);
		long rate = environment.getProperty("load.rate", Long.class, 0L);
		this.intervalNanos = (rate > 0) ? TimeUnit.SECONDS.toNanos(1) / rate : 0;
	}

	/**
	 * Load a group.
	 * @param args see above
	 * @throws InterruptedException if it is interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		String[] all = Arrays.copyOf(args, args.length + 1);
		all[args.length] = "--vr.mode=client";
		SpringApplication application = new SpringApplicationBuilder(Client.class).web(WebApplicationType.NONE).build();
		try (ConfigurableApplicationContext context = application.run(all)) {
			Environment environment = context.getEnvironment();
			ConfigLoad load = new ConfigLoad(context.getBean(VrOperations.class), environment);
			int fill = environment.getProperty("load.fill", Integer.class, 0);
			int entries = environment.getProperty("load.entries", Integer.class, fill);
			int of = environment.getProperty("load.of", Integer.class, entries);
			boolean spread = environment.getProperty("load.spread", Boolean.class, false);
			long seconds = environment.getProperty("load.seconds", Long.class, 0L);
			long overwrites = environment.getProperty("load.overwrites", Long.class, 0L);
			if (fill > 0) {
				load.fill(fill);
			}
			if (seconds > 0 || overwrites > 0) {
				load.overwrite(entries, spread ? of / Math.max(1, entries) : 1, seconds, overwrites);
			}
		}
	}

	private void fill(int entries) throws InterruptedException {
		Progress progress = new Progress("created");
		for (int i = 0; i < entries; i++) {
			put(i, progress);
		}
		end(progress);
	}

	private void overwrite(int entries, int step, long seconds, long overwrites) throws InterruptedException {
		SplittableRandom random = new SplittableRandom(1);
		Progress progress = new Progress("overwritten");
		long endNanos = progress.startNanos + TimeUnit.SECONDS.toNanos((seconds > 0) ? seconds : Integer.MAX_VALUE);
		long left = (overwrites > 0) ? overwrites : Long.MAX_VALUE;
		while (left-- > 0 && System.nanoTime() < endNanos) {
			put(random.nextInt(entries) * step, progress);
		}
		end(progress);
	}

	private void put(int index, Progress progress) throws InterruptedException {
		progress.pace();
		this.room.acquire();
		String value = String.format(Locale.ROOT, "%0" + this.valueBytes + "d", this.done.sum());
		PutEntry command = new PutEntry("load", "p", String.format(Locale.ROOT, "k%08d", index), value, null,
				Precondition.NONE);
		long startNanos = System.nanoTime();
		this.vr.submit(command).whenComplete((result, ex) -> ended(startNanos, result, ex));
		progress.report();
	}

	private void ended(long startNanos, @Nullable CommandResult<PutResult> result, @Nullable Throwable ex) {
		long nanos = System.nanoTime() - startNanos;
		this.longestNanos.accumulateAndGet(nanos, Math::max);
		this.longestTotalNanos.accumulateAndGet(nanos, Math::max);
		if (ex == null && result != null && result.value().current() != null) {
			this.done.increment();
		}
		else {
			this.failed.increment();
		}
		this.room.release();
	}

	private void end(Progress progress) throws InterruptedException {
		this.room.acquire(this.callers);
		this.room.release(this.callers);
		progress.end();
	}

	/**
	 * The application of the client. Not one that the tests of this package find.
	 */
	@EnableAutoConfiguration
	static class Client {

	}

	/**
	 * Prints how fast it goes.
	 */
	private final class Progress {

		private final String what;

		private final long startNanos = System.nanoTime();

		private final long failedBefore = ConfigLoad.this.failed.sum();

		private final long doneBefore = ConfigLoad.this.done.sum();

		private long lastNanos = this.startNanos;

		private long lastDone = this.doneBefore;

		private long nextNanos = this.startNanos;

		private Progress(String what) {
			this.what = what;
			ConfigLoad.this.longestTotalNanos.set(0);
		}

		private void pace() throws InterruptedException {
			if (ConfigLoad.this.intervalNanos > 0) {
				long waitNanos = this.nextNanos - System.nanoTime();
				if (waitNanos > 0) {
					TimeUnit.NANOSECONDS.sleep(waitNanos);
				}
				this.nextNanos = Math.max(this.nextNanos, System.nanoTime() - TimeUnit.SECONDS.toNanos(1))
						+ ConfigLoad.this.intervalNanos;
			}
		}

		private void report() {
			long now = System.nanoTime();
			if (now - this.lastNanos >= TimeUnit.SECONDS.toNanos(REPORT_SECONDS)) {
				long sum = ConfigLoad.this.done.sum();
				print(sum - this.lastDone, now - this.lastNanos, ConfigLoad.this.longestNanos.getAndSet(0));
				this.lastNanos = now;
				this.lastDone = sum;
			}
		}

		private void end() {
			System.out.print("in all: ");
			print(ConfigLoad.this.done.sum() - this.doneBefore, System.nanoTime() - this.startNanos,
					ConfigLoad.this.longestTotalNanos.get());
		}

		private void print(long count, long nanos, long longest) {
			System.out.printf(Locale.ROOT, "%.1f s: %d %s, %.0f per second, longest %.1f ms, %d failed%n",
					(System.nanoTime() - this.startNanos) / 1e9, count, this.what, count * 1e9 / nanos, longest / 1e6,
					ConfigLoad.this.failed.sum() - this.failedBefore);
		}

	}

}
