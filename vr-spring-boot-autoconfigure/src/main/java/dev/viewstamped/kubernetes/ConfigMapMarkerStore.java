package dev.viewstamped.kubernetes;

import java.net.HttpURLConnection;
import java.util.Map;

import dev.viewstamped.kubernetes.Marker.State;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the marker in a ConfigMap, which must have been made beforehand, so that the pods
 * need no right to create any. One without data is that of a new group.
 */
public final class ConfigMapMarkerStore implements MarkerStore {

	private static final String STATE = "state";

	private static final String GROUP_ID = "groupId";

	private final KubernetesClient client;

	private final String namespace;

	private final String name;

	/**
	 * Create a store.
	 * @param client the client of the API
	 * @param namespace namespace of the ConfigMap
	 * @param name name of the ConfigMap
	 */
	public ConfigMapMarkerStore(KubernetesClient client, String namespace, String name) {
		this.client = client;
		this.namespace = namespace;
		this.name = name;
	}

	@Override
	public @Nullable Marker read() {
		ConfigMap map = this.client.configMaps().inNamespace(this.namespace).withName(this.name).get();
		if (map == null) {
			return null;
		}
		Map<String, String> data = (map.getData() != null) ? map.getData() : Map.of();
		return new Marker(state(data.getOrDefault(STATE, "")), data.getOrDefault(GROUP_ID, ""),
				map.getMetadata().getResourceVersion());
	}

	private State state(String text) {
		for (State state : State.values()) {
			if (state.name().equals(text)) {
				return state;
			}
		}
		if (text.isEmpty()) {
			return State.NEW;
		}
		throw new IllegalStateException(
				"The ConfigMap '" + this.name + "' has the state '" + text + "': set it to NEW, FORMING or FORMED");
	}

	@Override
	public boolean write(Marker marker) {
		ConfigMap map = this.client.configMaps().inNamespace(this.namespace).withName(this.name).get();
		if (map == null || !marker.version().equals(map.getMetadata().getResourceVersion())) {
			return false;
		}
		ConfigMap changed = new ConfigMapBuilder(map).addToData(STATE, marker.state().name())
			.addToData(GROUP_ID, marker.groupId())
			.build();
		try {
			this.client.resource(changed).inNamespace(this.namespace).update();
			return true;
		}
		catch (KubernetesClientException ex) {
			if (ex.getCode() == HttpURLConnection.HTTP_CONFLICT) {
				return false;
			}
			throw ex;
		}
	}

}
