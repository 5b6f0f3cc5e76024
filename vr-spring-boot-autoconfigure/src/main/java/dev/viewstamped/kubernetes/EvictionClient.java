package dev.viewstamped.kubernetes;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.Eviction;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Evicts pods through the API, which asks the disruption budgets.
 */
public final class EvictionClient implements PodEvictor {

	private final KubernetesClient client;

	private final String namespace;

	/**
	 * Create a client.
	 * @param client the client of the API
	 * @param namespace namespace of the pods
	 */
	public EvictionClient(KubernetesClient client, String namespace) {
		this.client = client;
		this.namespace = namespace;
	}

	@Override
	public boolean evict(ObservedPod pod) {
		String name = pod.name().toString();
		DeleteOptions thisOne = new DeleteOptionsBuilder().withNewPreconditions()
			.withUid(pod.uid())
			.endPreconditions()
			.build();
		Eviction eviction = new EvictionBuilder().withNewMetadata()
			.withName(name)
			.withNamespace(this.namespace)
			.endMetadata()
			.withDeleteOptions(thisOne)
			.build();
		return this.client.pods().inNamespace(this.namespace).withName(name).evict(eviction);
	}

}
