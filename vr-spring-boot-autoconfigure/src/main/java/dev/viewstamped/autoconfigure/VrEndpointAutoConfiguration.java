package dev.viewstamped.autoconfigure;

import java.util.List;

import dev.viewstamped.actuate.JsonListAdvice;
import dev.viewstamped.actuate.VrEndpoint;
import dev.viewstamped.runtime.GroupControllers;
import dev.viewstamped.runtime.VrNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdvice;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link VrEndpoint}.
 */
@AutoConfiguration(after = { VrReplicaAutoConfiguration.class, VrClientAutoConfiguration.class })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(VrEndpoint.class)
@ConditionalOnBean(VrNode.class)
public final class VrEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	VrEndpoint vrEndpoint(VrNode node, ObjectProvider<VrConnectionDetails> connectionDetails,
			ObjectProvider<GroupControllers> controllers) {
		VrConnectionDetails details = connectionDetails.getIfAvailable();
		return new VrEndpoint(node, (details != null) ? details::getMembers : List::of,
				controllers.getIfAvailable(() -> List::of));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ RequestBodyAdvice.class, JsonMapper.class })
	static class WebMvcConfiguration {

		@Bean
		JsonListAdvice vrJsonListAdvice() {
			return new JsonListAdvice();
		}

	}

}
