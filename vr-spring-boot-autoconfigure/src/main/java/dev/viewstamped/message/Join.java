package dev.viewstamped.message;

import java.util.UUID;

/**
 * A process without state asks to become a standby (§7.5). Repeated until it is answered
 * with {@link GroupFound}.
 *
 * @param client identity of the asking process as a client
 * @param address where the process is reached
 * @param boot identity of the process
 */
public record Join(UUID client, String address, UUID boot) implements ClientMessage {

}
