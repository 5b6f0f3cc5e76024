package dev.viewstamped.manifests;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicySpec;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;

/**
 * Who may do what: the pods may do what package {@code kubernetes} asks for, and no more.
 */
final class AccessRules {

	private static final Set<String> CLUSTER_SCOPED = Set.of("Namespace", "ValidatingAdmissionPolicy",
			"ValidatingAdmissionPolicyBinding");

	private final Manifests manifests;

	AccessRules(Manifests manifests) {
		this.manifests = manifests;
	}

	void check() {
		namespaces();
		rights();
		serviceAccount();
		marker();
		this.manifests.all(ValidatingAdmissionPolicyBinding.class).forEach(this::binding);
		this.manifests.all(ValidatingAdmissionPolicy.class).forEach(this::policy);
	}

	private void namespaces() {
		String namespace = namespace();
		require(namespace != null, "StatefulSet: has no namespace");
		for (HasMetadata object : this.manifests.objects()) {
			String own = object.getMetadata().getNamespace();
			boolean fits = CLUSTER_SCOPED.contains(object.getKind()) ? own == null : namespace.equals(own);
			require(fits, object.getKind() + " " + object.getMetadata().getName() + ": its namespace is " + own);
		}
	}

	private void rights() {
		Set<String> granted = new TreeSet<>();
		for (RoleBinding binding : this.manifests.all(RoleBinding.class)) {
			String name = "RoleBinding " + binding.getMetadata().getName();
			for (Subject subject : binding.getSubjects()) {
				require(subject.getKind().equals("ServiceAccount")
						&& subject.getName().equals(this.manifests.pod().getServiceAccountName())
						&& namespace().equals(subject.getNamespace()),
						name + ": the subject is not the ServiceAccount of the pods");
			}
			require(binding.getRoleRef().getKind().equals("Role"), name + ": does not refer to a Role");
			this.manifests.find(Role.class, binding.getRoleRef().getName())
				.ifPresentOrElse((role) -> role.getRules().forEach((rule) -> granted.addAll(rights(rule))),
						() -> require(false, name + ": there is no Role " + binding.getRoleRef().getName()));
		}
		Set<String> needed = new TreeSet<>(ApiAccess.needed(this.manifests));
		needed.stream()
			.filter((right) -> !granted.contains(right))
			.forEach((right) -> require(false, "Role: does not grant " + right));
		granted.stream()
			.filter((right) -> !needed.contains(right))
			.forEach((right) -> require(false, "Role: grants what nobody uses: " + right));
	}

	private static Set<String> rights(PolicyRule rule) {
		Set<String> rights = new TreeSet<>();
		List<String> names = rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
		for (String group : rule.getApiGroups()) {
			for (String resource : rule.getResources()) {
				for (String name : names) {
					rule.getVerbs().forEach((verb) -> rights.add(ApiAccess.right(verb, group, resource, name)));
				}
			}
		}
		return rights;
	}

	private void serviceAccount() {
		String name = this.manifests.pod().getServiceAccountName();
		require(this.manifests.find(ServiceAccount.class, name).isPresent(),
				"StatefulSet: there is no ServiceAccount " + name);
		boolean mounted = !Boolean.FALSE.equals(this.manifests.pod().getAutomountServiceAccountToken());
		require(mounted == this.manifests.usesApi(), "StatefulSet: automountServiceAccountToken is " + mounted
				+ ", but the pods " + (mounted ? "ask the API server for nothing" : "ask the API server"));
	}

	private void marker() {
		if (this.manifests.usesApi()) {
			this.manifests.find(ConfigMap.class, ApiAccess.MARKER)
				.ifPresentOrElse(
						(marker) -> require(marker.getData().isEmpty(),
								"ConfigMap " + ApiAccess.MARKER + ": each apply would set back what members wrote"),
						() -> require(false, "ConfigMap " + ApiAccess.MARKER + ": there is none"));
		}
	}

	private void binding(ValidatingAdmissionPolicyBinding binding) {
		require(this.manifests.find(ValidatingAdmissionPolicy.class, binding.getSpec().getPolicyName()).isPresent(),
				"ValidatingAdmissionPolicyBinding: there is no policy " + binding.getSpec().getPolicyName());
		require(binding.getSpec().getValidationActions().equals(List.of("Deny")),
				"ValidatingAdmissionPolicyBinding: does not deny");
		require(namespace().equals(binding.getSpec()
			.getMatchResources()
			.getNamespaceSelector()
			.getMatchLabels()
			.get("kubernetes.io/metadata.name")),
				"ValidatingAdmissionPolicyBinding: does not select the namespace " + namespace());
	}

	private void policy(ValidatingAdmissionPolicy policy) {
		ValidatingAdmissionPolicySpec spec = policy.getSpec();
		require("Fail".equals(spec.getFailurePolicy()), "ValidatingAdmissionPolicy: lets through what it cannot check");
		String name = this.manifests.statefulSet().getMetadata().getName();
		spec.getMatchConstraints().getResourceRules().forEach((rule) -> {
			require(Set.copyOf(rule.getResources()).equals(Set.of("statefulsets", "statefulsets/scale"))
					&& rule.getResourceNames().equals(List.of(name)) && rule.getOperations().equals(List.of("UPDATE")),
					"ValidatingAdmissionPolicy: does not match each change of the size of " + name);
		});
		String user = "'system:serviceaccount:' + request.namespace + ':" + this.manifests.pod().getServiceAccountName()
				+ "'";
		require(spec.getValidations().stream().anyMatch((validation) -> validation.getExpression().contains(user)),
				"ValidatingAdmissionPolicy: nobody may shrink the StatefulSet");
	}

	private String namespace() {
		return this.manifests.statefulSet().getMetadata().getNamespace();
	}

	private void require(boolean condition, String problem) {
		this.manifests.require(condition, problem);
	}

}
