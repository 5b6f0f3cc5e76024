package dev.viewstamped.kubernetes;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is needed from a StatefulSet, whose optional fields have the defaults of
 * Kubernetes.
 */
final class SetTranslation {

	private SetTranslation() {
	}

	static ObservedSet translate(StatefulSet set, List<ObservedPod> pods) {
		StatefulSetSpec spec = set.getSpec();
		StatefulSetStatus status = (set.getStatus() != null) ? set.getStatus() : new StatefulSetStatus();
		Map<String, String> annotations = set.getMetadata().getAnnotations();
		boolean onDelete = spec.getUpdateStrategy() != null && "OnDelete".equals(spec.getUpdateStrategy().getType());
		int firstOrdinal = (spec.getOrdinals() != null) ? orElse(spec.getOrdinals().getStart(), 0) : 0;
		boolean settled = orElse(status.getObservedGeneration(), 0L) >= orElse(set.getMetadata().getGeneration(), 0L);
		return new ObservedSet(set.getMetadata().getResourceVersion(), orElse(spec.getReplicas(), 1),
				(annotations != null) ? annotations.get(ObservedSet.TARGET_ANNOTATION) : null, firstOrdinal, onDelete,
				settled, (status.getUpdateRevision() != null) ? status.getUpdateRevision() : "",
				orElse(status.getAvailableReplicas(), 0), pods);
	}

	private static <T> T orElse(@Nullable T value, T other) {
		return (value != null) ? value : other;
	}

}
