package dev.viewstamped.sample.emulator;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writers and readers that use whatever pods take requests, as the clients of a Service
 * do, and try again where a call did not happen. Each register has two writers and a
 * reader at a time.
 */
final class Clients implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(8);

	private static final int CALLS_PER_REGISTER = 100;

	private final StatefulSet pods;

	private final RegisterHistory history;

	private final WriteGaps gaps;

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofMillis(500))
		.build();

	private final JsonMapper json = JsonMapper.builder().build();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Future<?>> running = new ArrayList<>();

	private final Queue<String> errors = new ConcurrentLinkedQueue<>();

	private final LongAdder retries = new LongAdder();

	private final long pauseMillis;

	private volatile boolean ended;

	/**
	 * Create clients that do nothing yet.
	 * @param pauseMillis how long each of them rests after a call
	 */
	Clients(StatefulSet pods, RegisterHistory history, WriteGaps gaps, long pauseMillis) {
		this.pods = pods;
		this.history = history;
		this.gaps = gaps;
		this.pauseMillis = pauseMillis;
	}

	void start(int writers) {
		for (int writer = 0; writer < writers; writer++) {
			int number = writer;
			this.running.add(this.threads.submit(() -> run("w" + number, "pair" + number / 2, true)));
			if (writer % 2 == 0) {
				this.running.add(this.threads.submit(() -> run("r" + number, "pair" + number / 2, false)));
			}
		}
	}

	/**
	 * Fill the state with entries that nobody reads.
	 */
	void fill(int entries) throws Exception {
		List<Future<?>> fillers = new ArrayList<>();
		int fillersInAll = 32;
		for (int filler = 0; filler < fillersInAll; filler++) {
			int first = filler;
			fillers.add(this.threads.submit(() -> {
				for (int i = first; i < entries; i += fillersInAll) {
					put("fill-" + i, "x".repeat(100));
				}
				return null;
			}));
		}
		for (Future<?> filler : fillers) {
			filler.get();
		}
	}

	/**
	 * End all calls.
	 * @return what went wrong other than by calls that could be tried again
	 */
	List<String> end() throws Exception {
		this.ended = true;
		for (Future<?> client : this.running) {
			client.get();
		}
		System.out.println("Calls that were tried again: " + this.retries.sum());
		return List.copyOf(this.errors);
	}

	private void run(String name, String pair, boolean writes) {
		try {
			for (long call = 0; !this.ended; call++) {
				String register = pair + "-" + call / CALLS_PER_REGISTER;
				if (writes) {
					put(register, name + "-" + call);
				}
				else {
					get(register);
				}
				TimeUnit.MILLISECONDS.sleep(this.pauseMillis);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void put(String register, String value) throws InterruptedException {
		String body = "{\"value\":\"" + value + "\"}";
		boolean noted = !register.startsWith("fill");
		while (true) {
			long invoked = System.nanoTime();
			HttpResponse<String> response = send(register,
					(request) -> request.header("Content-Type", "application/json")
						.PUT(HttpRequest.BodyPublishers.ofString(body)));
			if (response != null && (response.statusCode() == 200 || response.statusCode() == 201)) {
				if (noted) {
					this.history.wrote(register, value, invoked, System.nanoTime());
				}
				this.gaps.acknowledged();
				return;
			}
			if (response == null || response.statusCode() == 504) {
				if (noted) {
					// It may happen yet; a further try would write the value twice
					this.history.wrote(register, value, invoked, Long.MAX_VALUE);
					return;
				}
			}
			else if (!isToBeTriedAgain(response)) {
				this.errors.add("PUT " + register + ": " + response.statusCode() + " " + response.body());
				return;
			}
		}
	}

	private void get(String register) throws InterruptedException {
		long invoked = System.nanoTime();
		HttpResponse<String> response = send(register, HttpRequest.Builder::GET);
		if (response == null) {
			return;
		}
		if (response.statusCode() == 200) {
			this.history.read(register, this.json.readTree(response.body()).path("value").stringValue(), invoked,
					System.nanoTime());
		}
		else if (response.statusCode() == 404) {
			this.history.read(register, null, invoked, System.nanoTime());
		}
		else if (!isToBeTriedAgain(response)) {
			this.errors.add("GET " + register + ": " + response.statusCode() + " " + response.body());
		}
	}

	private boolean isToBeTriedAgain(HttpResponse<String> response) throws InterruptedException {
		boolean again = response.statusCode() == 503 || response.statusCode() == 429;
		if (again) {
			this.retries.increment();
			TimeUnit.MILLISECONDS.sleep(10);
		}
		return again;
	}

	/**
	 * Send a request to any pod; to another one where none was there.
	 * @return the answer; {@code null} if the outcome is unknown
	 */
	private @Nullable HttpResponse<String> send(String register, Method method) throws InterruptedException {
		while (true) {
			List<Pod> endpoints = this.pods.endpoints();
			if (!endpoints.isEmpty()) {
				Pod pod = endpoints.get(ThreadLocalRandom.current().nextInt(endpoints.size()));
				HttpRequest.Builder request = HttpRequest
					.newBuilder(URI.create(pod.url() + "/api/v1/configs/emulator/default/" + register))
					.timeout(TIMEOUT);
				try {
					return this.http.send(method.of(request).build(), HttpResponse.BodyHandlers.ofString());
				}
				catch (ConnectException | HttpConnectTimeoutException ex) {
					this.retries.increment();
				}
				catch (IOException ex) {
					this.retries.increment();
					return null;
				}
			}
			TimeUnit.MILLISECONDS.sleep(10);
		}
	}

	@Override
	public void close() {
		this.ended = true;
		this.threads.shutdownNow();
	}

	@FunctionalInterface
	private interface Method {

		HttpRequest.Builder of(HttpRequest.Builder request);

	}

}
