package dev.viewstamped.sample.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * A few rules of a StatefulSet with {@code podManagementPolicy: Parallel} and
 * {@code updateStrategy: OnDelete}: pods of all ordinals below the number of replicas are
 * started at once, those above are ended at once, a pod that is deleted gets SIGTERM and
 * after a grace period SIGKILL and is created anew with the latest revision, and a pod on
 * a lost node is not replaced before the node was given up. Names are published from the
 * start, and while a pod terminates.
 */
final class StatefulSet implements AutoCloseable {

	private static final Duration GRACE = Duration.ofSeconds(60);

	private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);

	private final Lan lan;

	private final Path logs;

	private final Function<Integer, List<String>> arguments;

	private final Map<Integer, Pod> pods = new ConcurrentSkipListMap<>();

	private final ExecutorService kubelets = Executors.newCachedThreadPool();

	private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor();

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(PROBE_TIMEOUT).build();

	private int replicas;

	private String revision = "1";

	/**
	 * Create a set without pods.
	 * @param lan the network
	 * @param logs where the pods' logs are
	 * @param arguments the arguments of the pod of an ordinal
	 */
	StatefulSet(Lan lan, Path logs, Function<Integer, List<String>> arguments) {
		this.lan = lan;
		this.logs = logs;
		this.arguments = arguments;
		this.probes.scheduleWithFixedDelay(this::probe, 0, 250, TimeUnit.MILLISECONDS);
	}

	static String name(int ordinal) {
		return "vr-" + ordinal;
	}

	static String address(int ordinal) {
		return name(ordinal) + ".vr-peers:" + Pod.PORT;
	}

	/**
	 * Change the number of replicas; returns when pods that are too many have ended.
	 */
	void scale(int replicas) throws Exception {
		this.replicas = replicas;
		List<Future<?>> ended = new ArrayList<>();
		for (Pod pod : pods()) {
			if (pod.ordinal() >= replicas) {
				ended.add(this.kubelets.submit(() -> {
					end(pod);
					return null;
				}));
			}
		}
		for (Future<?> future : ended) {
			future.get();
		}
		IntStream.range(0, replicas).filter((ordinal) -> !this.pods.containsKey(ordinal)).forEach(this::create);
	}

	/**
	 * Set the revision of pods that are created from now on.
	 */
	void revise(String revision) {
		this.revision = revision;
	}

	/**
	 * Delete a pod; returns when it has ended and was created anew.
	 */
	void delete(int ordinal) throws InterruptedException {
		end(pod(ordinal));
		if (ordinal < this.replicas) {
			create(ordinal);
		}
	}

	/**
	 * Lose the node of a pod: its process and its network stop in the same moment, and
	 * nobody is told.
	 */
	void loseNode(int ordinal) {
		Pod pod = pod(ordinal);
		this.lan.cut(pod.host());
		pod.kill();
	}

	/**
	 * Give a lost node up: its pod is created anew, elsewhere.
	 */
	void giveUpNode(int ordinal) {
		Pod pod = pod(ordinal);
		this.pods.remove(ordinal);
		this.lan.leave(pod.host());
		create(ordinal);
	}

	private void create(int ordinal) {
		Lan.Host host = this.lan.join("p" + ordinal);
		this.lan.publish(name(ordinal) + ".vr-peers", host);
		this.pods.put(ordinal, new Pod(ordinal, this.revision, host, this.arguments.apply(ordinal),
				this.logs.resolve(name(ordinal) + ".log")));
	}

	private void end(Pod pod) throws InterruptedException {
		long startNanos = System.nanoTime();
		boolean orderly = pod.terminate(GRACE);
		System.out.printf("%s ended %s after %d ms%n", pod, orderly ? "by itself" : "by SIGKILL",
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
		this.pods.remove(pod.ordinal());
		this.lan.withdraw(name(pod.ordinal()) + ".vr-peers");
		this.lan.leave(pod.host());
	}

	List<Pod> pods() {
		return List.copyOf(this.pods.values());
	}

	Pod pod(int ordinal) {
		Pod pod = this.pods.get(ordinal);
		if (pod == null) {
			throw new IllegalStateException("There is no pod " + ordinal);
		}
		return pod;
	}

	/**
	 * The pods that clients are sent to.
	 */
	List<Pod> endpoints() {
		return this.pods.values().stream().filter(Pod::isEndpoint).toList();
	}

	private void probe() {
		for (Pod pod : pods()) {
			pod.ready(isReady(pod));
		}
	}

	private boolean isReady(Pod pod) {
		Integer status = null;
		try {
			status = status(pod);
		}
		catch (IOException ex) {
			// No answer: the pod starts or stops
			pod.ready(false);
		}
		return status != null && status == 200;
	}

	private @Nullable Integer status(Pod pod) throws IOException {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(pod.url() + "/actuator/health/readiness"))
				.timeout(PROBE_TIMEOUT)
				.build();
			return this.http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

	@Override
	public void close() {
		this.probes.shutdownNow();
		pods().forEach(Pod::kill);
		this.kubelets.shutdownNow();
	}

}
