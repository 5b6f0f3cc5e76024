package dev.viewstamped.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/**
 * Sets the size of a StatefulSet through its subresource {@code scale}: a right to change
 * the set itself would be one to change what the pods run.
 */
public final class ScaleClient implements SetScaler {

	private final KubernetesClient client;

	private final String namespace;

	private final String name;

	/**
	 * Create a client.
	 * @param client the client of the API
	 * @param namespace namespace of the StatefulSet
	 * @param name name of the StatefulSet
	 */
	public ScaleClient(KubernetesClient client, String namespace, String name) {
		this.client = client;
		this.namespace = namespace;
		this.name = name;
	}

	@Override
	public void scale(ObservedSet set, int replicas) {
		String patch = "{\"metadata\":{\"resourceVersion\":\"" + set.resourceVersion() + "\"},\"spec\":{\"replicas\":"
				+ replicas + "}}";
		this.client.apps()
			.statefulSets()
			.inNamespace(this.namespace)
			.withName(this.name)
			.subresource("scale")
			.patch(PatchContext.of(PatchType.JSON_MERGE), patch);
	}

}
