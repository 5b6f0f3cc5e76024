package dev.viewstamped.transport;

/**
 * What the transport has counted since the start.
 *
 * @param sent messages sent
 * @param received messages received
 * @param dropped messages dropped because a queue was full or a link was down
 * @param malformed frames and handshakes refused
 */
public record TransportCounters(long sent, long received, long dropped, long malformed) {

}
