package dev.viewstamped.sample.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an operator sees and does with HTTP.
 */
final class Operator {

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static final int MAX_TRIES = 10;

	private final StatefulSet pods;

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

	private final JsonMapper json = JsonMapper.builder().build();

	Operator(StatefulSet pods) {
		this.pods = pods;
	}

	/**
	 * Wait until all pods take requests and tell of the same epoch with the same members.
	 * @return the epoch
	 */
	long awaitAllReady(int pods) throws InterruptedException {
		await(pods + " ready pods that are the members", () -> {
			List<Pod> endpoints = this.pods.endpoints();
			List<String> stories = endpoints.stream().map((pod) -> story(pod)).distinct().toList();
			return endpoints.size() == pods && this.pods.pods().size() == pods && stories.size() == 1
					&& Objects.equals(stories.get(0).split(" ", 2)[1], addresses(pods).toString());
		});
		return Long.parseLong(story(this.pods.endpoints().get(0)).split(" ")[0]);
	}

	/**
	 * Epoch and members, as a pod tells.
	 */
	private String story(Pod pod) {
		JsonNode epoch = get(pod, "epoch");
		if (epoch == null) {
			return "unknown []";
		}
		return epoch.path("epoch").asLong(-1) + " " + addressesIn(epoch.path("configuration"));
	}

	private static List<String> addressesIn(JsonNode members) {
		List<String> addresses = new ArrayList<>();
		members.forEach((member) -> addresses.add(member.path("address").asString("")));
		return addresses.stream().sorted().toList();
	}

	/**
	 * Wait until the primary knows the pods as standbys.
	 */
	void awaitStandbys(List<String> addresses) throws InterruptedException {
		await("standbys " + addresses, () -> {
			Pod primary = primary();
			JsonNode node = (primary != null) ? get(primary, "") : null;
			return node != null && addressesIn(node.path("standbys")).containsAll(addresses);
		});
	}

	/**
	 * Make the pods below an ordinal the members, and wait until that is complete.
	 */
	void reconfigure(long expectedEpoch, int members) throws IOException, InterruptedException {
		String body = this.json
			.writeValueAsString(new Change(expectedEpoch, addresses(members).toArray(String[]::new)));
		Pod asked = this.pods.endpoints().get(0);
		HttpRequest request = HttpRequest.newBuilder(URI.create(asked.url() + "/actuator/vr/reconfiguration"))
			.header("Content-Type", "application/json")
			.timeout(Duration.ofSeconds(70))
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		HttpResponse<String> response = this.http.send(request, HttpResponse.BodyHandlers.ofString());
		for (int tries = 1; isTooEarly(response) && tries < MAX_TRIES; tries++) {
			System.out.println("Reconfiguration: " + response.statusCode() + " " + response.body());
			TimeUnit.SECONDS.sleep(1);
			response = this.http.send(request, HttpResponse.BodyHandlers.ofString());
		}
		if (response.statusCode() != 202) {
			throw new IllegalStateException(
					"Reconfiguration ended with " + response.statusCode() + " " + response.body());
		}
		System.out.println("Reconfiguration: " + response.body());
		await("reconfiguration to " + members + " members", () -> {
			JsonNode change = get(this.pods.pod(0), "reconfiguration");
			return change != null && change.path("epoch").asLong() == expectedEpoch + 1
					&& change.path("state").asString("").equals("complete");
		});
	}

	/**
	 * No primary in time, or newcomers that get on slowly: then the same is asked again.
	 */
	private static boolean isTooEarly(HttpResponse<String> response) {
		return response.statusCode() == 503
				|| (response.statusCode() == 422 && response.body().contains("do not catch up"));
	}

	/**
	 * Wait until a pod that was replaced says so.
	 */
	void awaitRetired(int ordinal) throws InterruptedException {
		await("retirement of " + ordinal, () -> {
			JsonNode status = get(this.pods.pod(ordinal), "status");
			return status != null && status.path("status").asString("").equals("retired");
		});
	}

	@Nullable Pod primary() {
		for (Pod pod : this.pods.pods()) {
			JsonNode status = get(pod, "status");
			if (status != null && status.path("role").asString("").equals("primary")) {
				return pod;
			}
		}
		return null;
	}

	int awaitPrimary() throws InterruptedException {
		await("a primary", () -> primary() != null);
		Pod primary = primary();
		return (primary != null) ? primary.ordinal() : awaitPrimary();
	}

	static List<String> addresses(int pods) {
		return IntStream.range(0, pods).mapToObj(StatefulSet::address).sorted().toList();
	}

	private @Nullable JsonNode get(Pod pod, String part) {
		try {
			String path = part.isEmpty() ? "/actuator/vr" : "/actuator/vr/" + part;
			HttpRequest request = HttpRequest.newBuilder(URI.create(pod.url() + path))
				.timeout(Duration.ofSeconds(3))
				.build();
			HttpResponse<String> response = this.http.send(request, HttpResponse.BodyHandlers.ofString());
			return (response.statusCode() == 200) ? this.json.readTree(response.body()) : null;
		}
		catch (IOException ex) {
			return unanswered(pod, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

	private static @Nullable JsonNode unanswered(Pod pod, IOException ex) {
		System.out.println("No answer of " + pod + ": " + ex);
		return null;
	}

	private void await(String what, Wanted wanted) throws InterruptedException {
		long endNanos = System.nanoTime() + PATIENCE.toNanos();
		while (!wanted.isThere()) {
			if (System.nanoTime() - endNanos > 0) {
				throw new IllegalStateException("Waited in vain for " + what + ": " + describe());
			}
			TimeUnit.MILLISECONDS.sleep(200);
		}
	}

	String describe() {
		StringBuilder text = new StringBuilder();
		for (Pod pod : this.pods.pods()) {
			text.append(String.format(Locale.ROOT, "%n%s: %s %s", pod, get(pod, ""), get(pod, "reconfiguration")));
		}
		return text.toString();
	}

	private record Change(long expectedEpoch, String[] members) {

	}

	@FunctionalInterface
	private interface Wanted {

		boolean isThere();

	}

}
