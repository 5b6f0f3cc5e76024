package dev.viewstamped.autoconfigure;

import dev.viewstamped.actuate.ReadinessGroupMember;
import dev.viewstamped.actuate.VrHealthIndicator;
import dev.viewstamped.runtime.VrNode;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link VrHealthIndicator}, which
 * is a member of the readiness group unless the user says what is in that group. Comes
 * after the auto-configuration that makes the readiness group.
 */
@AutoConfiguration(after = { AvailabilityProbesAutoConfiguration.class, VrReplicaAutoConfiguration.class,
		VrClientAutoConfiguration.class })
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("vr")
@ConditionalOnBean(VrNode.class)
public final class VrHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "vrHealthIndicator")
	VrHealthIndicator vrHealthIndicator(VrNode node) {
		return new VrHealthIndicator(node);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthEndpointGroupsPostProcessor.class)
	@Conditional(OnDefaultReadinessGroup.class)
	static class ReadinessConfiguration {

		@Bean
		static ReadinessGroupMember vrReadinessGroupMember() {
			return new ReadinessGroupMember("vr");
		}

	}

	/**
	 * Matches unless the members of the readiness group are set, in any form that a list
	 * may have.
	 */
	static class OnDefaultReadinessGroup extends SpringBootCondition {

		private static final String GROUP = "management.endpoint.health.group.readiness";

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ConditionMessage.Builder message = ConditionMessage.forCondition("Default readiness group");
			Binder binder = Binder.get(context.getEnvironment());
			for (String property : new String[] { GROUP + ".include", GROUP + ".exclude" }) {
				if (binder.bind(property, Bindable.setOf(String.class)).isBound()) {
					return ConditionOutcome.noMatch(message.found("property").items(property));
				}
			}
			return ConditionOutcome.match(message.because("its members are not set"));
		}

	}

}
