package dev.viewstamped.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Answer to {@code POST /actuator/vr/repair}.
 *
 * @param begun whether a repair has begun
 * @param message what was begun, or why nothing was
 */
public record RepairDescriptor(boolean begun, String message) implements OperationResponseBody {

}
