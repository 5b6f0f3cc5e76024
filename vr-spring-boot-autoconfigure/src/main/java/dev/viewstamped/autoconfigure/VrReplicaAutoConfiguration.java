package dev.viewstamped.autoconfigure;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.viewstamped.autoconfigure.VrProperties.Mode;
import dev.viewstamped.client.VrClient;
import dev.viewstamped.runtime.Departure;
import dev.viewstamped.replica.ReplicaOptions;
import dev.viewstamped.runtime.FormationGuard;
import dev.viewstamped.runtime.JoinSettings;
import dev.viewstamped.runtime.ReplicaRuntime;
import dev.viewstamped.runtime.SystemTime;
import dev.viewstamped.service.ServiceStateMachine;
import dev.viewstamped.state.StateMachine;
import dev.viewstamped.transport.TransportSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.socket.WebSocketHandler;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for an application that runs a
 * replica.
 */
@AutoConfiguration(after = VrAutoConfiguration.class)
@ConditionalOnClass({ WebSocketHandler.class, WebApplicationContext.class })
@ConditionalOnBooleanProperty(name = "vr.enabled", matchIfMissing = true)
@ConditionalOnVrMode(Mode.REPLICA)
@ConditionalOnBean(StateMachine.class)
public final class VrReplicaAutoConfiguration {

	private static final Log logger = LogFactory.getLog(VrReplicaAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean(VrClient.class)
	ReplicaRuntime vrReplicaRuntime(VrProperties properties, VrConnectionDetails connectionDetails,
			StateMachine stateMachine, ObjectProvider<SslBundles> sslBundles, ObjectProvider<FormationGuard> guards,
			ApplicationContext context) {
		NodeSettings settings = new NodeSettings(properties, connectionDetails, context.getEnvironment(),
				sslBundles.getIfAvailable());
		ReplicaRuntime runtime = settings.joins() ? newReplica(settings, stateMachine, context)
				: firstMember(properties, settings, stateMachine, guards, context);
		if (stateMachine instanceof ServiceStateMachine service) {
			service.warnOfFailuresWhile(runtime::isPrimary);
		}
		return runtime;
	}

	private static ReplicaRuntime firstMember(VrProperties properties, NodeSettings settings, StateMachine stateMachine,
			ObjectProvider<FormationGuard> guards, ApplicationContext context) {
		List<MemberEntry> members = settings.members();
		Set<String> localHosts = LocalHosts.find();
		int memberId = settings.memberId(members, localHosts);
		if (members.size() > 1) {
			checkWeb("a replica in a group of " + members.size(), context);
		}
		warn(members, properties, settings);
		if (localHosts.contains(members.get(memberId).host())) {
			settings.warnOfOtherPort(members.get(memberId), memberId);
		}
		SecureRandom random = new SecureRandom();
		UUID boot = new UUID(random.nextLong(), random.nextLong());
		return new ReplicaRuntime(guarded(settings.replica(members, memberId, boot), guards), settings.client(),
				settings.transport(memberId, members.size(), boot), settings.addresses(), stateMachine,
				settings.storage(stateMachine), new SystemTime(Clock.systemUTC()), random,
				rejoin(settings, members.get(memberId), context));
	}

	/**
	 * A pod that was removed and comes back has the same settings as ever, and is a new
	 * replica then. Elsewhere whoever runs a replaced member decides what it is to be.
	 */
	private static @Nullable JoinSettings rejoin(NodeSettings settings, MemberEntry own, ApplicationContext context) {
		boolean pod = StatefulSetPod.find(context.getEnvironment()) != null;
		return pod ? new JoinSettings(own::hostAndPort, settings.addresses()) : null;
	}

	private static ReplicaRuntime newReplica(NodeSettings settings, StateMachine stateMachine,
			ApplicationContext context) {
		checkWeb("a replica that joins a group", context);
		SecureRandom random = new SecureRandom();
		UUID boot = new UUID(random.nextLong(), random.nextLong());
		return new ReplicaRuntime(settings.newReplica(boot), settings.client(),
				settings.transport(TransportSettings.NO_MEMBER, 0, boot), settings.noAddresses(), stateMachine,
				settings.storage(stateMachine), new SystemTime(Clock.systemUTC()), random, settings.join());
	}

	@Bean
	@ConditionalOnBean(ReplicaRuntime.class)
	DrainLifecycle vrDrainLifecycle(ReplicaRuntime runtime, VrProperties properties,
			ObjectProvider<Departure> departure, ApplicationEventPublisher publisher) {
		return new DrainLifecycle(runtime, properties.drain().timeout(), departure.getIfAvailable(() -> () -> false),
				publisher);
	}

	@Bean
	@ConditionalOnBean(ReplicaRuntime.class)
	NodeLifecycle vrReplicaLifecycle(ReplicaRuntime runtime) {
		return new NodeLifecycle(runtime::start, runtime::stop, runtime::isRunning);
	}

	@Bean
	@ConditionalOnBean({ ReplicaRuntime.class, ServiceStateMachine.class })
	HandlersCheck vrHandlersCheck(ServiceStateMachine stateMachine, BeanFactory beanFactory) {
		return new HandlersCheck(stateMachine, beanFactory);
	}

	private static ReplicaOptions guarded(ReplicaOptions options, ObjectProvider<FormationGuard> guards) {
		boolean refused = options.mayForm() && !guards.stream().allMatch(FormationGuard::mayForm);
		return refused ? options.ofNextLife(options.boot()) : options;
	}

	private static void checkWeb(String what, ApplicationContext context) {
		if (!(context instanceof WebApplicationContext)) {
			throw new InvalidVrConfigurationException("spring.main.web-application-type",
					context.getEnvironment().getProperty("spring.main.web-application-type"),
					what + " needs a servlet web server, on whose port the other members reach it",
					"Set 'spring.main.web-application-type=servlet', or 'vr.mode=client' for an application "
							+ "without a replica of its own.");
		}
	}

	private static void warn(List<MemberEntry> members, VrProperties properties, NodeSettings settings) {
		if (settings.fromProperties() && properties.members().isEmpty()) {
			logger.warn("'vr.members' is not set: this replica is a group of one, which tolerates no failure. "
					+ "List the addresses of all members, best three, on each of them");
		}
		else if (members.size() % 2 == 0) {
			logger.warn("The group has " + members.size() + " members, an even number: it tolerates no more "
					+ "failures than one of " + (members.size() - 1) + ". Add or remove a member in 'vr.members'");
		}
	}

}
