package dev.viewstamped.autoconfigure;

import dev.viewstamped.service.HandlerRegistry;
import dev.viewstamped.service.JsonValues;
import dev.viewstamped.service.PayloadMapper;
import dev.viewstamped.service.ServiceStateMachine;
import dev.viewstamped.state.ReplicatedMaps;
import dev.viewstamped.state.StateMachine;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the replicated service: its
 * handlers, its state, and where the members of its group are.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnBooleanProperty(name = "vr.enabled", matchIfMissing = true)
@EnableConfigurationProperties(VrProperties.class)
public final class VrAutoConfiguration {

	VrAutoConfiguration(VrProperties properties, ObjectProvider<SslBundles> sslBundles) {
		new VrPropertiesCheck(properties).check(sslBundles.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean(VrConnectionDetails.class)
	PropertiesVrConnectionDetails vrConnectionDetails(VrProperties properties, Environment environment) {
		return new PropertiesVrConnectionDetails(properties, environment, LocalHosts.hostName());
	}

	@Bean
	@ConditionalOnMissingBean
	ReplicatedMaps vrReplicatedMaps() {
		return new ReplicatedMaps(new JsonValues());
	}

	@Bean
	@ConditionalOnMissingBean
	static PayloadMapper vrPayloadMapper() {
		return new PayloadMapper();
	}

	@Bean
	@ConditionalOnMissingBean
	static HandlerRegistry vrHandlerRegistry(ConfigurableListableBeanFactory beanFactory, PayloadMapper mapper) {
		return new HandlerRegistry(beanFactory, mapper);
	}

	@Bean
	@ConditionalOnMissingBean(StateMachine.class)
	ServiceStateMachine vrStateMachine(HandlerRegistry registry, PayloadMapper mapper, ReplicatedMaps maps) {
		return new ServiceStateMachine(registry, mapper, maps);
	}

}
