package dev.viewstamped.autoconfigure;

import java.util.List;

import dev.viewstamped.kubernetes.OrdinalIdentity;
import dev.viewstamped.kubernetes.PodAddresses;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The pod of a StatefulSet that this application runs in, and the first members of the
 * group as its settings list them.
 *
 * @param identity who the pod is
 * @param firstMembers addresses as host:port
 */
record StatefulSetPod(OrdinalIdentity identity, List<String> firstMembers) {

	/**
	 * Find the pod.
	 * @param environment the environment, with all its properties
	 * @return the pod; {@code null} if this is none, or no members are set
	 */
	static @Nullable StatefulSetPod find(Environment environment) {
		if (!CloudPlatform.KUBERNETES.isActive(environment)) {
			return null;
		}
		String name = environment.getProperty("POD_NAME");
		OrdinalIdentity identity = OrdinalIdentity
			.of(StringUtils.hasText(name) ? name : environment.getProperty("HOSTNAME", ""));
		List<String> members = list(environment, "vr.members");
		if (members.isEmpty()) {
			members = list(environment, "vr.join");
		}
		if (identity == null || members.isEmpty()) {
			return null;
		}
		return new StatefulSetPod(identity,
				MemberEntry.parseAll("vr.members", members, false).stream().map(MemberEntry::hostAndPort).toList());
	}

	static List<String> list(Environment environment, String property) {
		return Binder.get(environment).bind(property, Bindable.listOf(String.class)).orElse(List.of());
	}

	/**
	 * Addresses of the pods of the set.
	 * @return the addresses; {@code null} if the first members are not the first pods of
	 * the set
	 */
	@Nullable PodAddresses addresses() {
		return (this.identity.address(this.firstMembers) != null) ? PodAddresses.of(this.firstMembers) : null;
	}

}
