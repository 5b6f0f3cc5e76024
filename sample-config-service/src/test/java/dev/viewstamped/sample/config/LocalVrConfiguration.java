package dev.viewstamped.sample.config;

import java.util.List;
import java.util.UUID;

import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.CheckpointReport;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.runtime.NodeReport;
import dev.viewstamped.runtime.VrNode;
import dev.viewstamped.transport.TransportCounters;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The application around a {@link LocalVr} instead of a group.
 */
@TestConfiguration(proxyBeanMethods = false)
class LocalVrConfiguration {

	@Bean
	LocalVr localVr() {
		return new LocalVr();
	}

	@Bean
	SmartInitializingSingleton localHandlers(LocalVr vr, ConfigStore store) {
		return () -> vr.handler(store);
	}

	@Bean
	VrNode vrNode() {
		return LocalVrConfiguration::report;
	}

	private static NodeReport report() {
		Configuration configuration = new Configuration(3, List.of(new Member(1, "localhost:8080")));
		ReplicaReport replica = new ReplicaReport(new UUID(1, 2), 1, Role.PRIMARY, Status.NORMAL, 7, 1, 0, 0, 0,
				configuration, 1, 1, null, List.of(), 0, 0, 0, 1, 0, CheckpointReport.NONE, null, 0, 0, 0, true);
		return new NodeReport("config", replica, 1, null, List.of(), new TransportCounters(0, 0, 0, 0), null);
	}

}
