package dev.viewstamped.kubernetes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jspecify.annotations.Nullable;

/**
 * Watches one StatefulSet and its pods. The watch begins with the first question, and
 * again with the next one if it could not begin or has ended.
 */
public final class ClusterObserver implements DesiredTopology, AutoCloseable {

	private final KubernetesClient client;

	private final String namespace;

	private final String name;

	private @Nullable SharedIndexInformer<StatefulSet> sets;

	private @Nullable SharedIndexInformer<Pod> pods;

	private boolean closed;

	/**
	 * Create an observer.
	 * @param client the client of the API
	 * @param namespace namespace of the StatefulSet
	 * @param name name of the StatefulSet
	 */
	public ClusterObserver(KubernetesClient client, String namespace, String name) {
		this.client = client;
		this.namespace = namespace;
		this.name = name;
	}

	@Override
	public synchronized @Nullable ObservedSet observed() {
		if (this.closed) {
			throw new IllegalStateException("The observer is closed");
		}
		if ((this.sets != null && !this.sets.isRunning()) || (this.pods != null && !this.pods.isRunning())) {
			stop();
		}
		if (this.sets == null) {
			this.sets = set().inform();
		}
		StatefulSet set = this.sets.getStore().list().stream().findFirst().orElse(null);
		if (set == null) {
			return null;
		}
		if (this.pods == null) {
			this.pods = pods(set).inform();
		}
		return translate(set, this.pods.getStore().list());
	}

	@Override
	public @Nullable ObservedSet read() {
		StatefulSet set = set().get();
		return (set != null) ? translate(set, pods(set).list().getItems()) : null;
	}

	private RollableScalableResource<StatefulSet> set() {
		return this.client.apps().statefulSets().inNamespace(this.namespace).withName(this.name);
	}

	private FilterWatchListDeletable<Pod, PodList, PodResource> pods(StatefulSet set) {
		LabelSelector selector = set.getSpec().getSelector();
		Map<String, String> labels = (selector != null && selector.getMatchLabels() != null) ? selector.getMatchLabels()
				: Map.of();
		return this.client.pods().inNamespace(this.namespace).withLabels(labels);
	}

	private ObservedSet translate(StatefulSet set, List<Pod> all) {
		List<ObservedPod> own = new ArrayList<>();
		for (Pod pod : all) {
			PodName podName = PodName.parse(pod.getMetadata().getName());
			if (podName != null && podName.set().equals(this.name) && belongsTo(set, pod)) {
				own.add(translate(podName, pod));
			}
		}
		own.sort(Comparator.comparingInt((pod) -> pod.name().ordinal()));
		return SetTranslation.translate(set, own);
	}

	private static boolean belongsTo(StatefulSet set, Pod pod) {
		return pod.getMetadata()
			.getOwnerReferences()
			.stream()
			.anyMatch((owner) -> Objects.equals(owner.getUid(), set.getMetadata().getUid()));
	}

	private static ObservedPod translate(PodName name, Pod pod) {
		Map<String, String> labels = (pod.getMetadata().getLabels() != null) ? pod.getMetadata().getLabels() : Map.of();
		boolean ready = pod.getStatus() != null && pod.getStatus()
			.getConditions()
			.stream()
			.anyMatch((condition) -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
		return new ObservedPod(name, pod.getMetadata().getUid(), labels.getOrDefault("controller-revision-hash", ""),
				ready, pod.getMetadata().getDeletionTimestamp() != null);
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		stop();
	}

	private void stop() {
		if (this.sets != null) {
			this.sets.close();
			this.sets = null;
		}
		if (this.pods != null) {
			this.pods.close();
			this.pods = null;
		}
	}

}
