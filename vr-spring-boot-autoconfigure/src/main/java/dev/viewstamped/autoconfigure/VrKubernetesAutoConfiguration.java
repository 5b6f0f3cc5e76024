package dev.viewstamped.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import dev.viewstamped.actuate.ReadinessGroupMember;
import dev.viewstamped.autoconfigure.VrHealthContributorAutoConfiguration.OnDefaultReadinessGroup;
import dev.viewstamped.kubernetes.BootstrapHealthIndicator;
import dev.viewstamped.kubernetes.BootstrapMarker;
import dev.viewstamped.kubernetes.ClusterObserver;
import dev.viewstamped.kubernetes.ClusterReconciliation;
import dev.viewstamped.kubernetes.ConfigMapMarkerStore;
import dev.viewstamped.kubernetes.EvictionClient;
import dev.viewstamped.kubernetes.MembershipReconciler;
import dev.viewstamped.kubernetes.PodAddresses;
import dev.viewstamped.kubernetes.PodDeparture;
import dev.viewstamped.kubernetes.ReconciliationThread;
import dev.viewstamped.kubernetes.RolloutReconciler;
import dev.viewstamped.kubernetes.ScaleClient;
import dev.viewstamped.kubernetes.Tolerance;
import dev.viewstamped.runtime.Departure;
import dev.viewstamped.runtime.ReplicaRuntime;
import dev.viewstamped.runtime.VrNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnCloudPlatform;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for replicas in the pods of a
 * Kubernetes StatefulSet: the group follows the size of the set, outdated pods are
 * replaced one at a time, and a ConfigMap remembers that the group was formed.
 */
@AutoConfiguration(after = { VrReplicaAutoConfiguration.class, VrHealthContributorAutoConfiguration.class })
@ConditionalOnClass(KubernetesClient.class)
@ConditionalOnCloudPlatform(CloudPlatform.KUBERNETES)
@ConditionalOnBooleanProperty(name = "vr.kubernetes.enabled", matchIfMissing = true)
@ConditionalOnBean(ReplicaRuntime.class)
@Conditional(OnStatefulSetCondition.class)
@EnableConfigurationProperties(VrKubernetesProperties.class)
public final class VrKubernetesAutoConfiguration {

	private static final Duration ROUND_INTERVAL = Duration.ofSeconds(1);

	private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofSeconds(5);

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final int REQUEST_TIMEOUT_MILLIS = 5000;

	private static final int REQUEST_RETRIES = 2;

	@Bean
	@ConditionalOnMissingBean
	KubernetesClient vrKubernetesClient() {
		Config found = Config.autoConfigure(null);
		Config config = new ConfigBuilder(found).withConnectionTimeout(REQUEST_TIMEOUT_MILLIS)
			.withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
			.withRequestRetryBackoffLimit(REQUEST_RETRIES)
			.build();
		return new KubernetesClientBuilder().withConfig(config).build();
	}

	@Bean
	@ConditionalOnMissingBean
	BootstrapMarker vrBootstrapMarker(KubernetesClient client, VrKubernetesProperties properties,
			Environment environment) {
		String name = properties.bootstrapMarker();
		return new BootstrapMarker(new ConfigMapMarkerStore(client, namespace(client, properties, environment), name),
				"ConfigMap '" + name + "'");
	}

	@Bean
	@ConditionalOnMissingBean
	ClusterObserver vrClusterObserver(KubernetesClient client, VrKubernetesProperties properties,
			Environment environment) {
		return new ClusterObserver(client, namespace(client, properties, environment), addresses(environment).set());
	}

	@Bean
	@ConditionalOnMissingBean
	ClusterReconciliation vrClusterReconciliation(VrNode node, ClusterObserver observer, BootstrapMarker marker,
			KubernetesClient client, VrKubernetesProperties kubernetes, VrProperties properties,
			Environment environment) {
		String namespace = namespace(client, kubernetes, environment);
		PodAddresses addresses = addresses(environment);
		Tolerance tolerance = new Tolerance(properties.timing().viewChangeTimeout().toNanos(),
				properties.pipeline().maxRequests(), PATIENCE.toNanos());
		return new ClusterReconciliation(node, observer, new EvictionClient(client, namespace),
				new ScaleClient(client, namespace, addresses.set()), marker,
				new MembershipReconciler(addresses, tolerance), new RolloutReconciler(addresses, tolerance),
				System::nanoTime, PAUSE_AFTER_REFUSAL);
	}

	@Bean
	ReconciliationThread vrReconciliationThread(ClusterReconciliation reconciliation) {
		return new ReconciliationThread(reconciliation::round, ROUND_INTERVAL);
	}

	@Bean
	@ConditionalOnMissingBean
	Departure vrPodDeparture(ClusterObserver observer, Environment environment) {
		return new PodDeparture(observer, pod(environment).identity().pod());
	}

	private static StatefulSetPod pod(Environment environment) {
		return Objects.requireNonNull(StatefulSetPod.find(environment), "Not in a pod of a StatefulSet");
	}

	private static PodAddresses addresses(Environment environment) {
		return Objects.requireNonNull(pod(environment).addresses(), "Not in a pod of a StatefulSet");
	}

	private static String namespace(KubernetesClient client, VrKubernetesProperties properties,
			Environment environment) {
		String namespace = properties.namespace();
		if (!StringUtils.hasText(namespace)) {
			namespace = environment.getProperty("POD_NAMESPACE");
		}
		if (!StringUtils.hasText(namespace)) {
			namespace = client.getNamespace();
		}
		return StringUtils.hasText(namespace) ? namespace : "default";
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
	@ConditionalOnEnabledHealthIndicator("vr")
	static class HealthConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "vrBootstrapHealthIndicator")
		BootstrapHealthIndicator vrBootstrapHealthIndicator(VrNode node, BootstrapMarker marker) {
			return new BootstrapHealthIndicator(node, marker);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthIndicator.class, HealthEndpointGroupsPostProcessor.class })
	@ConditionalOnEnabledHealthIndicator("vr")
	@Conditional(OnDefaultReadinessGroup.class)
	static class ReadinessConfiguration {

		@Bean
		static ReadinessGroupMember vrBootstrapReadinessGroupMember() {
			return new ReadinessGroupMember("vrBootstrap");
		}

	}

}
