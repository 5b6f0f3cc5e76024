package dev.viewstamped.manifests;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;

import org.springframework.boot.convert.DurationStyle;

/**
 * What a group needs of its StatefulSet and of what selects its pods.
 */
final class WorkloadRules {

	/** The requests under way, and then the replica. */
	private static final int LONG_PHASES = 2;

	private final Manifests manifests;

	WorkloadRules(Manifests manifests) {
		this.manifests = manifests;
	}

	void check() {
		int count = this.manifests.all(StatefulSet.class).size();
		if (count != 1) {
			throw new IllegalStateException("There are " + count + " StatefulSets instead of one");
		}
		statefulSet(this.manifests.statefulSet().getSpec());
		this.manifests.all(Service.class).forEach(this::service);
		headlessService();
		disruptionBudget();
		probes(this.manifests.container());
		stop();
		volumes();
		spread();
	}

	private void statefulSet(StatefulSetSpec spec) {
		require(this.manifests.selectsPods(spec.getSelector().getMatchLabels()),
				"StatefulSet: the selector does not select the pods of the template");
		require("Parallel".equals(spec.getPodManagementPolicy()),
				"StatefulSet: members wait for each other, so podManagementPolicy has to be Parallel");
		require(spec.getReplicas() != null && spec.getReplicas() >= 3 && spec.getReplicas() % 2 == 1,
				"StatefulSet: replicas has to be an odd number of at least 3, not " + spec.getReplicas());
		String strategy = spec.getUpdateStrategy().getType();
		require(List.of("OnDelete", "RollingUpdate").contains(strategy),
				"StatefulSet: there is no update strategy " + strategy);
		require(spec.getMinReadySeconds() != null && spec.getMinReadySeconds() > 0,
				"StatefulSet: minReadySeconds is not set");
		require(this.manifests.pod().getContainers().size() == 1, "StatefulSet: more than one container");
		Set<String> names = new HashSet<>();
		this.manifests.container()
			.getPorts()
			.forEach((port) -> require(port.getName() != null && names.add(port.getName()),
					"StatefulSet: port " + port.getContainerPort() + " has no name of its own"));
		require(names.containsAll(Set.of("http", "management")), "StatefulSet: the ports are " + names);
	}

	private void service(Service service) {
		String name = "Service " + service.getMetadata().getName();
		require(this.manifests.selectsPods(service.getSpec().getSelector()),
				name + ": the selector does not select the pods of the StatefulSet");
		for (ServicePort port : service.getSpec().getPorts()) {
			IntOrString target = (port.getTargetPort() != null) ? port.getTargetPort()
					: new IntOrString(port.getPort());
			require(this.manifests.hasPort(target), name + ": the pods have no port '" + target.getValue() + "'");
			require("http".equals(target.getStrVal()), name + ": only the port 'http' is for others");
		}
	}

	private void headlessService() {
		String name = this.manifests.statefulSet().getSpec().getServiceName();
		this.manifests.find(Service.class, name).ifPresentOrElse((service) -> {
			require("None".equals(service.getSpec().getClusterIP()), "Service " + name + ": not headless");
			require(Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses()),
					"Service " + name + ": pods that are not ready cannot be found by their names");
		}, () -> require(false, "StatefulSet: serviceName '" + name + "' is not the name of a Service"));
	}

	private void disruptionBudget() {
		List<PodDisruptionBudget> budgets = this.manifests.all(PodDisruptionBudget.class);
		require(budgets.size() == 1, "There are " + budgets.size() + " PodDisruptionBudgets instead of one");
		for (PodDisruptionBudget budget : budgets) {
			PodDisruptionBudgetSpec spec = budget.getSpec();
			require(this.manifests.selectsPods(spec.getSelector().getMatchLabels()),
					"PodDisruptionBudget: the selector does not select the pods of the StatefulSet");
			require(spec.getMinAvailable() == null && new IntOrString(1).equals(spec.getMaxUnavailable()),
					"PodDisruptionBudget: maxUnavailable has to be 1");
			require("IfHealthyBudget".equals(spec.getUnhealthyPodEvictionPolicy()),
					"PodDisruptionBudget: a pod that is not ready may hold what the others need");
		}
	}

	private void probes(Container container) {
		probe("livenessProbe", container.getLivenessProbe(), "/actuator/health/liveness");
		probe("startupProbe", container.getStartupProbe(), "/actuator/health/liveness");
		probe("readinessProbe", container.getReadinessProbe(), "/actuator/health/readiness");
	}

	private void probe(String name, Probe probe, String path) {
		if (probe == null || probe.getHttpGet() == null) {
			require(false, name + ": there is none");
			return;
		}
		require(path.equals(probe.getHttpGet().getPath()),
				name + ": the path has to be " + path + ", not " + probe.getHttpGet().getPath());
		IntOrString port = probe.getHttpGet().getPort();
		require(this.manifests.hasPort(port), name + ": the pods have no port '" + port.getValue() + "'");
		require("management".equals(port.getStrVal()), name + ": does not ask the management port");
	}

	private void stop() {
		Long grace = this.manifests.pod().getTerminationGracePeriodSeconds();
		Container container = this.manifests.container();
		if (grace == null || container.getLifecycle() == null || container.getLifecycle().getPreStop() == null
				|| container.getLifecycle().getPreStop().getSleep() == null) {
			require(false, "StatefulSet: neither a grace period nor a preStop that sleeps");
			return;
		}
		Duration drain = DurationStyle.detectAndParse(this.manifests.value("VR_DRAIN_TIMEOUT"));
		Duration phase = DurationStyle.detectAndParse(this.manifests.value("SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE"));
		long sleep = container.getLifecycle().getPreStop().getSleep().getSeconds();
		long longest = sleep + drain.toSeconds() + LONG_PHASES * phase.toSeconds();
		require(grace > longest, "StatefulSet: terminationGracePeriodSeconds is " + grace + ", but a stop may take "
				+ longest + " seconds");
	}

	private void volumes() {
		Set<String> claims = new HashSet<>();
		for (PersistentVolumeClaim claim : this.manifests.statefulSet().getSpec().getVolumeClaimTemplates()) {
			claims.add(claim.getMetadata().getName());
		}
		Set<String> names = new HashSet<>(claims);
		this.manifests.pod().getVolumes().stream().map(Volume::getName).forEach(names::add);
		String directory = this.manifests.value("VR_STORAGE_DIRECTORY");
		boolean stored = false;
		for (VolumeMount mount : this.manifests.container().getVolumeMounts()) {
			require(names.contains(mount.getName()), "StatefulSet: there is no volume '" + mount.getName() + "'");
			stored |= claims.contains(mount.getName()) && directory.startsWith(mount.getMountPath() + "/");
		}
		boolean durable = this.manifests.value("VR_STORAGE_MODE").equals("durable");
		require(durable == stored, durable ? "StatefulSet: '" + directory + "' is not on a claimed volume"
				: "StatefulSet: claims volumes and keeps nothing there");
		require(this.manifests.container()
			.getVolumeMounts()
			.stream()
			.anyMatch((mount) -> mount.getMountPath().equals("/tmp")), "StatefulSet: the web server needs /tmp");
	}

	private void spread() {
		for (TopologySpreadConstraint constraint : this.manifests.pod().getTopologySpreadConstraints()) {
			require(constraint.getTopologyKey() != null && constraint.getMaxSkew() != null
					&& constraint.getWhenUnsatisfiable() != null && constraint.getLabelSelector() != null
					&& this.manifests.selectsPods(constraint.getLabelSelector().getMatchLabels()),
					"StatefulSet: the spread over " + constraint.getTopologyKey() + " is incomplete");
		}
	}

	private void require(boolean condition, String problem) {
		this.manifests.require(condition, problem);
	}

}
