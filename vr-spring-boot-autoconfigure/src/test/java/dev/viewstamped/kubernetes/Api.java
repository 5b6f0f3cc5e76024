package dev.viewstamped.kubernetes;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;

/**
 * An API of Kubernetes for tests, with a StatefulSet {@code vr} in namespace {@code ns}.
 */
public final class Api implements AutoCloseable {

	/** The namespace. */
	public static final String NAMESPACE = "ns";

	private static final Map<String, String> LABELS = Map.of("app", "vr");

	final KubernetesMockServer server;

	private final KubernetesClient client;

	private Api(KubernetesMockServer server) {
		this.server = server;
		this.server.init(InetAddress.getLoopbackAddress(), 0);
		this.client = server.createClient();
	}

	/**
	 * An API that keeps what it is given.
	 */
	public static Api keeping() {
		return new Api(new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(),
				new KubernetesCrudDispatcher(), false));
	}

	/**
	 * An API that answers what it is told.
	 */
	static Api answering() {
		return new Api(new KubernetesMockServer(false));
	}

	/**
	 * The client of the API.
	 */
	public KubernetesClient client() {
		return this.client;
	}

	/**
	 * Make the set with all its pods ready.
	 */
	public void create(int replicas) {
		StatefulSet set = this.client.resource(set(replicas)).create();
		for (int ordinal = 0; ordinal < replicas; ordinal++) {
			create(set, ordinal);
		}
	}

	Pod create(StatefulSet set, int ordinal) {
		return this.client.resource(pod(set, "vr-" + ordinal)).create();
	}

	/**
	 * Make the ConfigMap that holds the marker.
	 */
	public void createMarker(Map<String, String> data) {
		this.client
			.resource(new ConfigMapBuilder().withNewMetadata()
				.withName("vr-cluster")
				.withNamespace(NAMESPACE)
				.endMetadata()
				.withData(data)
				.build())
			.create();
	}

	static StatefulSet set(int replicas) {
		return new StatefulSetBuilder().withNewMetadata()
			.withName("vr")
			.withNamespace(NAMESPACE)
			.withGeneration(4L)
			.endMetadata()
			.withNewSpec()
			.withReplicas(replicas)
			.withServiceName("vr-peers")
			.withNewUpdateStrategy()
			.withType("OnDelete")
			.endUpdateStrategy()
			.withNewSelector()
			.withMatchLabels(LABELS)
			.endSelector()
			.endSpec()
			.withNewStatus()
			.withObservedGeneration(4L)
			.withAvailableReplicas(replicas)
			.withUpdateRevision(Sets.NEW)
			.endStatus()
			.build();
	}

	static Pod pod(StatefulSet set, String name) {
		return new PodBuilder().withNewMetadata()
			.withName(name)
			.withNamespace(NAMESPACE)
			.withLabels(Map.of("app", "vr", "controller-revision-hash", Sets.NEW))
			.addNewOwnerReference()
			.withApiVersion("apps/v1")
			.withKind("StatefulSet")
			.withName("vr")
			.withUid(set.getMetadata().getUid())
			.endOwnerReference()
			.endMetadata()
			.withNewStatus()
			.addNewCondition()
			.withType("Ready")
			.withStatus("True")
			.endCondition()
			.endStatus()
			.build();
	}

	static List<Integer> ordinals(ObservedSet set) {
		return set.pods().stream().map((pod) -> pod.name().ordinal()).toList();
	}

	/**
	 * The server is not waited for: it writes for half a minute to a watch that is closed
	 * while it opens.
	 */
	@Override
	public void close() {
		this.client.close();
		CompletableFuture.runAsync(this.server::destroy);
	}

}
