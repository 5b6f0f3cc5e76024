package dev.viewstamped.message;

/**
 * Answer to {@link Ping}.
 *
 * @param header the sender
 * @param sentAtNanos the value of the ping
 */
public record Pong(Header header, long sentAtNanos) implements PeerMessage {

}
