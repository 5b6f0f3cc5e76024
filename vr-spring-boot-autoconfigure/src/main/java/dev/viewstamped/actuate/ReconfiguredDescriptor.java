package dev.viewstamped.actuate;

import java.util.List;

import dev.viewstamped.actuate.VrDescriptor.MemberDescriptor;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Answer to {@code POST /actuator/vr/reconfiguration} that was accepted: the change is
 * committed and cannot be lost any more.
 *
 * @param opNumber op-number of the reconfiguration, the last one of its epoch
 * @param members the members of the new configuration, by ascending id
 */
public record ReconfiguredDescriptor(long opNumber, List<MemberDescriptor> members) implements OperationResponseBody {

}
