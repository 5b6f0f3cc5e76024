package dev.viewstamped.benchmark;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * A closed loop of some lanes, and what it measures.
 */
final class Load {

	private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(180);

	private static final long REPLICATION_MILLIS = 1000;

	private final Kv kv;

	private final LoadSpec spec;

	private final List<Lane> lanes;

	private final CountDownLatch running;

	private final LongAdder errors = new LongAdder();

	private final LongAdder violations = new LongAdder();

	private final AtomicReference<Throwable> firstFailure = new AtomicReference<>();

	private volatile Acknowledgements measured;

	private volatile boolean stopping;

	Load(Kv kv, LoadSpec spec) {
		this.kv = kv;
		this.spec = spec;
		String value = "v".repeat(spec.valueBytes());
		this.lanes = IntStream.range(spec.firstLane(), spec.firstLane() + spec.lanes())
			.mapToObj((number) -> new Lane(this, spec.run(), number, value))
			.toList();
		this.running = new CountDownLatch(spec.lanes());
	}

	/**
	 * Make the load.
	 * @param measuring told when the measurement begins
	 */
	LoadResult run(Runnable measuring) throws Exception {
		awaitReady();
		if (this.spec.reads()) {
			this.lanes.forEach((lane) -> lane.seed(this.kv::put));
			Thread.sleep(REPLICATION_MILLIS);
		}
		ExecutorService starters = Executors.newCachedThreadPool();
		this.lanes.forEach((lane) -> starters.execute(lane::run));
		Thread.sleep(1000L * this.spec.warmupSeconds());
		double replicaCpu = CpuTime.seconds(this.spec.pids());
		double loadCpu = CpuTime.ownSeconds();
		Acknowledgements acknowledgements = new Acknowledgements();
		measuring.run();
		this.measured = acknowledgements;
		for (int second = 0; second < this.spec.seconds(); second++) {
			Thread.sleep(1000);
			acknowledgements.tick();
		}
		this.measured = null;
		acknowledgements.end();
		replicaCpu = CpuTime.seconds(this.spec.pids()) - replicaCpu;
		loadCpu = CpuTime.ownSeconds() - loadCpu;
		this.stopping = true;
		boolean drained = this.running.await(10, TimeUnit.SECONDS);
		starters.shutdown();
		if (this.firstFailure.get() != null) {
			System.err.println("First failure: " + this.firstFailure.get());
		}
		return new LoadResult(acknowledgements.latency(), acknowledgements.elapsedSeconds(), replicaCpu, loadCpu,
				this.errors.sum(), this.violations.sum(), drained, acknowledgements.perSecond(),
				acknowledgements.gap());
	}

	private void awaitReady() throws Exception {
		Operation probe = Operation.of(this.spec.run(), 0xFFFF, this.spec.firstLane(),
				"v".repeat(this.spec.valueBytes()));
		long deadline = System.nanoTime() + READY_NANOS;
		while (true) {
			try {
				this.kv.connect();
				this.kv.put(new Operation(0, 0, probe.key(), probe.value(), probe.keyBytes(), probe.valueBytes()))
					.get(5, TimeUnit.SECONDS);
				return;
			}
			catch (Exception ex) {
				if (System.nanoTime() > deadline) {
					throw ex;
				}
				Thread.sleep(300);
			}
		}
	}

	boolean reads() {
		return this.spec.reads();
	}

	boolean isStopping() {
		return this.stopping;
	}

	CompletableFuture<Long> call(Operation operation) {
		try {
			return this.spec.reads() ? this.kv.read(operation) : this.kv.put(operation);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	void acknowledged(long sentNanos, boolean asExpected) {
		Acknowledgements acknowledgements = this.measured;
		if (acknowledgements != null) {
			acknowledgements.record(sentNanos, System.nanoTime());
		}
		if (!asExpected) {
			this.violations.increment();
		}
	}

	void failed(Throwable failure) {
		this.errors.increment();
		this.firstFailure.compareAndSet(null, failure);
	}

	void ended() {
		this.running.countDown();
	}

}
