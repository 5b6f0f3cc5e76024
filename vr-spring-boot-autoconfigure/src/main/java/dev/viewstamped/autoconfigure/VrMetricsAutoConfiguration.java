package dev.viewstamped.autoconfigure;

import dev.viewstamped.actuate.CommandTimers;
import dev.viewstamped.actuate.ControllerMeters;
import dev.viewstamped.actuate.VrMeterBinder;
import dev.viewstamped.runtime.GroupControllers;
import dev.viewstamped.runtime.VrNode;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the meters of the replica group.
 */
@AutoConfiguration(
		after = { VrReplicaAutoConfiguration.class, VrClientAutoConfiguration.class,
				VrKubernetesAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ VrNode.class, MeterRegistry.class })
public final class VrMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CommandTimers vrCommandTimers(MeterRegistry registry) {
		return new CommandTimers(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	VrMeterBinder vrMeterBinder(VrNode node) {
		return new VrMeterBinder(node);
	}

	@Bean
	@ConditionalOnBean(GroupControllers.class)
	@ConditionalOnMissingBean
	ControllerMeters vrControllerMeters(GroupControllers controllers) {
		return new ControllerMeters(controllers);
	}

}
