package dev.viewstamped.actuate;

import dev.viewstamped.actuate.VrDescriptor.ConditionDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * {@code /actuator/vr/status}.
 *
 * @param status the status; {@code null} in an application that is only a client
 * @param role the role; {@code null} in an application that is only a client
 * @param condition what keeps this member from serving, if anything
 */
public record StatusDescriptor(@Nullable String status, @Nullable String role,
		@Nullable ConditionDescriptor condition) implements OperationResponseBody {

}
