package dev.viewstamped.transport;

import org.jspecify.annotations.Nullable;

/**
 * The link to another member at one moment.
 *
 * @param memberId the member; for a client the one that was at the address last,
 * {@link TransportSettings#NO_MEMBER} while it does not know
 * @param address the address dialled last
 * @param connected whether messages can be sent to it
 * @param problem what is wrong with the link, for example {@code connection refused};
 * {@code null} if nothing is
 */
public record LinkReport(int memberId, String address, boolean connected, @Nullable String problem) {

}
