package dev.viewstamped.autoconfigure;

import java.util.List;
import java.util.function.BooleanSupplier;

import dev.viewstamped.VrOperations;
import dev.viewstamped.client.VrClient;
import dev.viewstamped.service.CommandObserver;
import dev.viewstamped.service.HandlerRegistry;
import dev.viewstamped.service.PayloadMapper;
import dev.viewstamped.service.ServiceStateMachine;
import dev.viewstamped.service.VrTemplate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link VrTemplate}.
 */
@AutoConfiguration(after = { VrReplicaAutoConfiguration.class, VrClientAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "vr.enabled", matchIfMissing = true)
@ConditionalOnBean({ VrClient.class, HandlerRegistry.class, PayloadMapper.class })
public final class VrTemplateAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(VrOperations.class)
	VrTemplate vrTemplate(VrProperties properties, VrClient client, PayloadMapper mapper, HandlerRegistry registry,
			ObjectProvider<ServiceStateMachine> stateMachine, ObjectProvider<CommandObserver> observers) {
		ServiceStateMachine service = stateMachine.getIfAvailable();
		BooleanSupplier handling = (service != null) ? service::isHandling : () -> false;
		int maxCommandBytes = Math.toIntExact(properties.limits().commandSize().toBytes());
		return new VrTemplate(client, mapper, registry, handling, properties.timing().requestTimeout(), maxCommandBytes,
				all(observers.orderedStream().toList()));
	}

	private static CommandObserver all(List<CommandObserver> observers) {
		return (command, outcome, nanos) -> observers
			.forEach((observer) -> observer.completed(command, outcome, nanos));
	}

}
