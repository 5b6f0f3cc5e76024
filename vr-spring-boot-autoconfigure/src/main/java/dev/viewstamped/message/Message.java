package dev.viewstamped.message;

/**
 * Anything that travels between replicas, or between a client and a replica.
 */
public sealed interface Message permits PeerMessage, ClientMessage {

}
