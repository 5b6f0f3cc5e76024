package dev.viewstamped.actuate;

import dev.viewstamped.actuate.VrDescriptor.MemberDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * {@code /actuator/vr/view}.
 *
 * @param view the view; {@code null} in an application that is only a client
 * @param primary the primary, if it is known
 */
public record ViewDescriptor(@Nullable Long view, @Nullable MemberDescriptor primary) implements OperationResponseBody {

}
