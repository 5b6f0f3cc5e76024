package dev.viewstamped.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties for replicas in the pods of a Kubernetes StatefulSet.
 *
 * @param enabled Whether replicas in pods of a StatefulSet talk to the API of Kubernetes,
 * so that the group follows the size of the set and its pods are replaced one at a time.
 * @param namespace Namespace of the StatefulSet. That of the pod when not set.
 * @param bootstrapMarker Name of the ConfigMap that remembers that the group was formed.
 */
@ConfigurationProperties("vr.kubernetes")
public record VrKubernetesProperties(@DefaultValue("true") boolean enabled, @Nullable String namespace,
		@DefaultValue("vr-cluster") String bootstrapMarker) {

}
