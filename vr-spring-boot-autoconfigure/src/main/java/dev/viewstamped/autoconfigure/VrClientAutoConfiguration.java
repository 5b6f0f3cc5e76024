package dev.viewstamped.autoconfigure;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

import dev.viewstamped.autoconfigure.VrProperties.Mode;
import dev.viewstamped.client.VrClient;
import dev.viewstamped.runtime.ClientRuntime;
import dev.viewstamped.runtime.SystemTime;
import dev.viewstamped.transport.TransportSettings;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.socket.WebSocketHandler;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for an application that has no
 * replica and talks to a group.
 */
@AutoConfiguration(after = VrAutoConfiguration.class)
@ConditionalOnClass(WebSocketHandler.class)
@ConditionalOnBooleanProperty(name = "vr.enabled", matchIfMissing = true)
@ConditionalOnVrMode(Mode.CLIENT)
@ConditionalOnBean(VrConnectionDetails.class)
public final class VrClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(VrClient.class)
	ClientRuntime vrClientRuntime(VrProperties properties, VrConnectionDetails connectionDetails,
			ObjectProvider<SslBundles> sslBundles, Environment environment) {
		NodeSettings settings = new NodeSettings(properties, connectionDetails, environment,
				sslBundles.getIfAvailable());
		if (settings.fromProperties() && properties.members().isEmpty()) {
			throw new InvalidVrConfigurationException("vr.members", null,
					"with 'vr.mode=client' there is no replica here, so the addresses of the group are needed",
					"List the members of the group, for example 'vr.members=host1:8080,host2:8080,host3:8080'.");
		}
		SecureRandom random = new SecureRandom();
		UUID boot = new UUID(random.nextLong(), random.nextLong());
		TransportSettings transport = settings.transport(TransportSettings.NO_MEMBER, settings.members().size(), boot);
		return new ClientRuntime(settings.client(), transport, settings.addresses(),
				properties.timing().viewChangeTimeout().toNanos(), new SystemTime(Clock.systemUTC()), random);
	}

	@Bean
	@ConditionalOnBean(ClientRuntime.class)
	NodeLifecycle vrClientLifecycle(ClientRuntime runtime) {
		return new NodeLifecycle(runtime::start, runtime::stop, runtime::isRunning);
	}

}
