package dev.viewstamped.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;

/**
 * {@link HealthEndpointGroupsPostProcessor} that makes a health component a member of the
 * readiness group, if there is such a group. Unlike a property that names the members, it
 * is gone when the component is, and does not end the start then.
 */
public class ReadinessGroupMember implements HealthEndpointGroupsPostProcessor {

	private final String component;

	/**
	 * Create a post-processor.
	 * @param component name of the health component
	 */
	public ReadinessGroupMember(String component) {
		this.component = component;
	}

	@Override
	public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
		HealthEndpointGroup readiness = groups.get(ReadinessGroups.READINESS);
		return (readiness != null) ? new ReadinessGroups(groups, new ExtendedGroup(readiness, this.component)) : groups;
	}

	private record ExtendedGroup(HealthEndpointGroup group, String component) implements HealthEndpointGroup {

		@Override
		public boolean isMember(String name) {
			return this.component.equals(name) || this.group.isMember(name);
		}

		@Override
		public boolean showComponents(SecurityContext securityContext) {
			return this.group.showComponents(securityContext);
		}

		@Override
		public boolean showDetails(SecurityContext securityContext) {
			return this.group.showDetails(securityContext);
		}

		@Override
		public StatusAggregator getStatusAggregator() {
			return this.group.getStatusAggregator();
		}

		@Override
		public HttpCodeStatusMapper getHttpCodeStatusMapper() {
			return this.group.getHttpCodeStatusMapper();
		}

		@Override
		public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
			return this.group.getAdditionalPath();
		}

	}

}
