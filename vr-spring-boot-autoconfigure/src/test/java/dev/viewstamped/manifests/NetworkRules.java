package dev.viewstamped.manifests;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;

/**
 * What the pods may reach and be reached by, which is closed from the first policy on.
 */
final class NetworkRules {

	private static final IntOrString HTTP = new IntOrString("http");

	private final Manifests manifests;

	NetworkRules(Manifests manifests) {
		this.manifests = manifests;
	}

	void check() {
		List<NetworkPolicy> policies = this.manifests.all(NetworkPolicy.class);
		for (NetworkPolicy policy : policies) {
			String name = "NetworkPolicy " + policy.getMetadata().getName();
			require(this.manifests.selectsPods(policy.getSpec().getPodSelector().getMatchLabels()),
					name + ": does not select the pods of the StatefulSet");
			ports(policy)
				.forEach((port) -> require(port.getPort().getStrVal() == null || this.manifests.hasPort(port.getPort()),
						name + ": the pods have no port '" + port.getPort().getStrVal() + "'"));
			policy.getSpec()
				.getIngress()
				.forEach((rule) -> require(!rule.getFrom().isEmpty(), name + ": lets everybody in"));
		}
		boolean in = policies.stream()
			.flatMap((policy) -> policy.getSpec().getIngress().stream())
			.anyMatch((rule) -> selectsPods(rule.getFrom()) && has(rule.getPorts(), HTTP, "TCP"));
		boolean out = policies.stream()
			.flatMap((policy) -> policy.getSpec().getEgress().stream())
			.anyMatch((rule) -> selectsPods(rule.getTo()) && has(rule.getPorts(), HTTP, "TCP"));
		require(in && out, "NetworkPolicy: members do not reach each other");
		require(reaches(policies, 53, "UDP") && reaches(policies, 53, "TCP"), "NetworkPolicy: no way to DNS");
		boolean api = reaches(policies, 443, "TCP") && reaches(policies, 6443, "TCP");
		require(api == this.manifests.usesApi(),
				"NetworkPolicy: " + (api ? "a way to the API server that nobody uses" : "no way to the API server"));
	}

	private boolean selectsPods(List<NetworkPolicyPeer> peers) {
		return peers.stream()
			.filter((peer) -> peer.getNamespaceSelector() == null)
			.map(NetworkPolicyPeer::getPodSelector)
			.filter(Objects::nonNull)
			.map(LabelSelector::getMatchLabels)
			.anyMatch(this.manifests::selectsPods);
	}

	private static boolean reaches(List<NetworkPolicy> policies, int port, String protocol) {
		return policies.stream()
			.flatMap((policy) -> policy.getSpec().getEgress().stream())
			.anyMatch((rule) -> rule.getTo().isEmpty() && has(rule.getPorts(), new IntOrString(port), protocol));
	}

	private static boolean has(List<NetworkPolicyPort> ports, IntOrString port, String protocol) {
		return ports.stream()
			.anyMatch((candidate) -> port.equals(candidate.getPort()) && protocol.equals(candidate.getProtocol()));
	}

	private static Stream<NetworkPolicyPort> ports(NetworkPolicy policy) {
		return Stream.concat(policy.getSpec().getIngress().stream().flatMap((rule) -> rule.getPorts().stream()),
				policy.getSpec().getEgress().stream().flatMap((rule) -> rule.getPorts().stream()));
	}

	private void require(boolean condition, String problem) {
		this.manifests.require(condition, problem);
	}

}
