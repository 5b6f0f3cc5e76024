package dev.viewstamped.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Answer to an operator of which only a sentence is of interest.
 *
 * @param message what was done, or why nothing was and what to do about it
 */
public record MessageDescriptor(String message) implements OperationResponseBody {

}
