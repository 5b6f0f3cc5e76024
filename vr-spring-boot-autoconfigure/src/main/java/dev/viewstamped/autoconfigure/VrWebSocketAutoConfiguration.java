package dev.viewstamped.autoconfigure;

import java.util.Map;

import dev.viewstamped.runtime.ReplicaRuntime;
import dev.viewstamped.transport.LinkUpgradeStrategy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the WebSocket endpoints on which
 * a replica accepts the links of other members and of clients.
 */
@AutoConfiguration(after = VrReplicaAutoConfiguration.class)
@ConditionalOnClass({ WebSocketHandler.class, HandlerMapping.class })
@ConditionalOnBooleanProperty(name = "vr.enabled", matchIfMissing = true)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnBean(ReplicaRuntime.class)
public final class VrWebSocketAutoConfiguration {

	private static final Log logger = LogFactory.getLog(VrWebSocketAutoConfiguration.class);

	// Before the application's own mappings, one of which may take every path
	private static final int ORDER = -10;

	@Bean
	@ConditionalOnMissingBean(name = "vrHandlerMapping")
	SimpleUrlHandlerMapping vrHandlerMapping(VrProperties properties, ReplicaRuntime runtime) {
		String path = properties.transport().path();
		if (properties.transport().secret() == null) {
			logger.warn("'vr.transport.secret' is not set: whoever reaches the port of this application can take "
					+ "part in its group through '" + path + "'. Set the same secret on all members and clients");
		}
		Map<String, Object> handlers = Map.of(path + "/peer", endpoint(runtime.transport().peerHandler()),
				path + "/client", endpoint(runtime.transport().clientHandler()));
		return new SimpleUrlHandlerMapping(handlers, ORDER);
	}

	private static WebSocketHttpRequestHandler endpoint(WebSocketHandler handler) {
		return new WebSocketHttpRequestHandler(handler, new DefaultHandshakeHandler(new LinkUpgradeStrategy()));
	}

}
