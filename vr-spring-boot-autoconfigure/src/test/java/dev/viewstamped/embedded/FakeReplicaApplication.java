package dev.viewstamped.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.viewstamped.autoconfigure.VrConnectionDetails;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.CheckpointReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.runtime.VrNode;
import dev.viewstamped.transport.TransportCounters;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A web application whose replica only claims to be one: it serves as soon as the web
 * servers of all members are up.
 */
@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, VrEmbeddedAutoConfiguration.class })
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
class FakeReplicaApplication {

	private static final UUID GROUP_ID = new UUID(1, 1);

	@Bean
	VrNode node(VrConnectionDetails details, @Value("${vr.member-id}") int memberId) {
		return () -> {
			List<Member> members = new ArrayList<>();
			boolean complete = true;
			for (String address : details.getMembers()) {
				complete &= !address.endsWith(":0");
				members.add(new Member(members.size(), address));
			}
			Role role = (memberId == 0) ? Role.PRIMARY : Role.BACKUP;
			ReplicaReport replica = new ReplicaReport(GROUP_ID, memberId, role, Status.NORMAL, 0, 0, 0, 0, 0,
					new Configuration(0, members), members.size() / 2 + 1, complete ? members.size() : 1, null,
					List.of(), 0, 0, 0, 1, 0, CheckpointReport.NONE, null, 0, 0, 0, true);
			return new NodeReport("config", replica, 0, null, List.of(), new TransportCounters(0, 0, 0, 0), null);
		};
	}

}
