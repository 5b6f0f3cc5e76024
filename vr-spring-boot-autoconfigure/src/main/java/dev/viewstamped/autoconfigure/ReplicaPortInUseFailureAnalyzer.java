package dev.viewstamped.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains a {@link PortInUseException} to the operator of several replicas on a machine,
 * before Spring Boot's own analyzer does.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class ReplicaPortInUseFailureAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
		return new FailureAnalysis(
				"Property 'server.port' has the value '" + cause.getPort() + "': Port " + cause.getPort()
						+ " was already in use by another process, perhaps by another replica",
				"Stop the process that listens on port " + cause.getPort()
						+ ", or set 'server.port' to another one and, if 'vr.members' is set, give this member's "
						+ "address the same port on all members. In embedded mode each replica takes the next port.",
				cause);
	}

}
