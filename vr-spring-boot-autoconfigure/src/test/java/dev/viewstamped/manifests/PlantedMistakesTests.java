package dev.viewstamped.manifests;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mistakes that are planted in a copy of {@code k8s/} are found.
 */
class PlantedMistakesTests {

	@TempDir
	Path scratch;

	@ParameterizedTest(name = "{4}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					production | base/statefulset.yaml | podManagementPolicy: Parallel | podManagmentPolicy: Parallel | unknown field or wrong type: spec.podManagmentPolicy
					production | base/statefulset.yaml | mountPath: /tmp | mountpath: /tmp | unknown field or wrong type: spec.template.spec.containers[0].volumeMounts[1].mountpath
					production | base/statefulset.yaml | failureThreshold: 90 | failureThreshold: many | StatefulSet vr: wrong type
					production | components/strict-scale/admission-policy.yaml | failurePolicy: Fail | onFailure: Fail | unknown field or wrong type: spec.onFailure
					production | base/pdb.yaml | apiVersion: policy/v1 | apiVersion: policy/v2 | unknown kind in policy/v2
					production-with-all | components/monitoring/podmonitor.yaml | interval: 15s | every: 15s | unknown field or wrong type: spec.podMetricsEndpoints[].every
					production | base/service.yaml | app.kubernetes.io/name: vr | app.kubernetes.io/name: config | Service vr: the selector does not select the pods
					production | base/pdb.yaml | app.kubernetes.io/name: vr | app.kubernetes.io/name: config | PodDisruptionBudget: the selector does not select the pods
					production | base/networkpolicy.yaml | app.kubernetes.io/name: vr | app.kubernetes.io/name: config | NetworkPolicy vr: does not select the pods
					minimal | base/service-headless.yaml | publishNotReadyAddresses: true | publishNotReadyAddresses: false | pods that are not ready cannot be found
					minimal | base/statefulset.yaml | serviceName: vr-peers | serviceName: peers | serviceName 'peers' is not the name of a Service
					minimal | base/service.yaml | targetPort: http | targetPort: web | Service vr: the pods have no port 'web'
					minimal | base/statefulset.yaml | port: management | port: admin | the pods have no port 'admin'
					dev | base/rbac.yaml | verbs: [get, list, watch] | verbs: [get, list] | does not grant watch on statefulsets.apps vr
					dev | base/rbac.yaml | verbs: [get, update] | verbs: [get] | does not grant update on configmaps
					dev | components/managed-rollout/rbac.yaml | verbs: [create] | verbs: [get] | does not grant create on pods/eviction
					production | components/strict-scale/rbac.yaml | resources: [statefulsets/scale] | resources: [statefulsets] | does not grant patch on statefulsets/scale.apps vr
					dev | base/rbac.yaml | verbs: [get, list, watch] | verbs: [get, list, watch, patch] | grants what nobody uses: patch on statefulsets.apps vr
					dev | components/managed-rollout/rbac.yaml | kind: Role\\n  name: vr-rollout | kind: Role\\n  name: another | there is no Role another
					dev | base/statefulset.yaml | serviceAccountName: vr | serviceAccountName: default | the subject is not the ServiceAccount of the pods
					dev | base/statefulset.yaml | /actuator/health/liveness | /actuator/health | livenessProbe: the path has to be
					dev | base/statefulset.yaml | /actuator/health/readiness | /actuator/health/liveness | readinessProbe: the path has to be
					production | base/statefulset.yaml | value: 120s | value: 140s | terminationGracePeriodSeconds is 180, but a stop may take 185 seconds
					dev | base/statefulset.yaml | podManagementPolicy: Parallel | podManagementPolicy: OrderedReady | podManagementPolicy has to be Parallel
					dev | base/statefulset.yaml | vr-1.vr-peers:8080 | vr-1.peers:8080 | VR_MEMBERS: has to be
					dev | base/statefulset.yaml | name: VR_MEMBERS | name: VR_MEMBER | VR_MEMBER: there is no such property
					production-with-all | components/tls/statefulset.yaml | name: MANAGEMENT_SERVER_SSL_ENABLED | name: SERVER_SSL_ENABLED | the probes need https
					production-with-all | components/tls/statefulset.yaml | VR_TRANSPORT_SSLBUNDLE | VR_TRANSPORT_SSL_BUNDLE | VR_TRANSPORT_SSL_BUNDLE: there is no such property
					dev | overlays/dev/kustomization.yaml | count: 3 | count: 4 | replicas has to be an odd number
					production | overlays/production/kustomization.yaml | namespace: vr | namespace: config | does not select the namespace config
					production | components/pvc/statefulset.yaml | mountPath: /var/lib/vr | mountPath: /data | '/var/lib/vr/data' is not on a claimed volume
					dev | base/bootstrap-configmap.yaml | kind: ConfigMap | kind: ConfigMap\\ndata: { state: NEW } | each apply would set back
					dev | base/networkpolicy.yaml | port: 53 | port: 54 | no way to DNS
					minimal | overlays/minimal/statefulset.yaml | automountServiceAccountToken: false | automountServiceAccountToken: true | ask the API server for nothing
					""")
	void isFound(String overlay, String file, String before, String after, String problem) {
		Path directory = Overlays.copyOf(overlay, this.scratch);
		Overlays.edit(this.scratch.resolve("k8s").resolve(file), lines(before), lines(after));
		assertThat(Manifests.problemsOf(directory)).anySatisfy((found) -> assertThat(found).contains(problem));
	}

	private static String lines(String text) {
		return text.replace("\\n", "\n");
	}

}
