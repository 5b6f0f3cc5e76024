package dev.viewstamped.actuate;

import java.util.List;

import dev.viewstamped.actuate.VrDescriptor.MemberDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * {@code /actuator/vr/epoch}.
 *
 * @param epoch the epoch; {@code null} in an application that is only a client
 * @param configuration the members of this epoch; {@code null} in an application that is
 * only a client
 * @param oldConfiguration the members of the epoch before; {@code null} in epoch 0
 */
public record EpochDescriptor(@Nullable Long epoch, @Nullable List<MemberDescriptor> configuration,
		@Nullable List<MemberDescriptor> oldConfiguration) implements OperationResponseBody {

}
